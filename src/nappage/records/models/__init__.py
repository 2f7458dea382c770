"""The models, one concept per file; imported here so that Django finds them."""

from nappage.records.models.audit_event import AuditEvent
from nappage.records.models.calendar_feed import CalendarFeed
from nappage.records.models.clinic import Clinic
from nappage.records.models.course import Course
from nappage.records.models.decision import Decision
from nappage.records.models.document import Document
from nappage.records.models.draft import Draft
from nappage.records.models.entry import Entry
from nappage.records.models.kit_check import KitCheck
from nappage.records.models.login_code import LoginCode
from nappage.records.models.lot import Lot, LotState, LotUse
from nappage.records.models.member import Credential, Member
from nappage.records.models.message import Message, MessageKind, MessageState
from nappage.records.models.person import Identity, Person, PersonKey, PersonLink
from nappage.records.models.policy_version import PolicyVersion
from nappage.records.models.portal_access import PortalAccess, Relation
from nappage.records.models.push_subscription import PushSubscription
from nappage.records.models.trusted_key import TrustedKey
from nappage.records.models.user import User
from nappage.records.models.visit import Device, Purpose, Room, Slot, Visit, VisitState
from nappage.records.models.waiting import Waiting

__all__ = [
    "AuditEvent",
    "CalendarFeed",
    "Clinic",
    "Course",
    "Credential",
    "Decision",
    "Device",
    "Document",
    "Draft",
    "Entry",
    "Identity",
    "KitCheck",
    "LoginCode",
    "Lot",
    "LotState",
    "LotUse",
    "Member",
    "Message",
    "MessageKind",
    "MessageState",
    "Person",
    "PersonKey",
    "PersonLink",
    "PolicyVersion",
    "PortalAccess",
    "Purpose",
    "PushSubscription",
    "Relation",
    "Room",
    "Slot",
    "TrustedKey",
    "User",
    "Visit",
    "VisitState",
    "Waiting",
]
