"""The demo's patient door: who may log in there, as themselves or for somebody, by which address."""

from __future__ import annotations

from datetime import datetime, timedelta

from nappage.actions.acting import Actor
from nappage.actions.messages import turn_on_notifications
from nappage.actions.passports import issue_passport
from nappage.actions.portal_accesses import invite
from nappage.assessment.channel import Channel
from nappage.console.demo.clinic import DemoClinic
from nappage.records.models import Identity, Relation
from nappage.sending.carriers import sink
from nappage.sending.push_sink import PushSink

# Address, patient, and the name of who helps them; codes to log in are put where `nappage demo` says.
ACCOUNTS = (
    ("demo014@example.test", "Demo patient 014", ""),
    ("demo030@example.test", "Demo patient 030", ""),
    ("+34600000031", "Demo patient 031", ""),
    ("helper@example.test", "Demo patient 014", "Demo helper"),
    ("helper@example.test", "Demo patient 030", "Demo helper"),
)
# Who turned notifications on; the browser is one of the sink's.
NOTIFIED = "demo030@example.test"
# In the middle of a course, and at the end of one.
WITH_PASSPORT = ("Demo patient 027", "Demo patient 030")
HELPS_FOR = timedelta(days=90)


def open_portal(home: DemoClinic, at: datetime) -> None:
    """Give access to the portal: to three patients, one of them with notifications, and to somebody who helps two."""
    for address, patient, helper in ACCOUNTS:
        person = Identity.objects.values_list("person", flat=True).get(clinic=home.clinic, name=patient)
        relation = Relation.PROXY if helper else Relation.SELF
        until = at + HELPS_FOR if helper else None
        desk = home.actor("reception", at)
        access = invite(desk, person, address=address, relation=relation, name=helper, until=until)
        if address == NOTIFIED:
            turn_on_notifications(Actor(access, at), PushSink(sink(Channel.PUSH.value)).new_browser())


def issue_passports(home: DemoClinic, at: datetime) -> None:
    """Issue a passport to who is in the middle of a course, and to who has ended one."""
    people = Identity.objects.filter(clinic=home.clinic, name__in=WITH_PASSPORT)
    for person in people.values_list("person", flat=True):
        issue_passport(home.actor("injector", at), person)
