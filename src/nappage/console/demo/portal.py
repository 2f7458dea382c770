"""The demo's patient door: who may log in there, as themselves or for somebody, by which address."""

from __future__ import annotations

from datetime import datetime, timedelta

from nappage.actions.passports import issue_passport
from nappage.actions.portal_accesses import invite
from nappage.console.demo.clinic import DemoClinic
from nappage.records.models import Identity, Relation

# Address, patient, and the name of who helps them; codes to log in are put where `nappage demo` says.
ACCOUNTS = (
    ("demo014@example.test", "Demo patient 014", ""),
    ("demo030@example.test", "Demo patient 030", ""),
    ("+34600000031", "Demo patient 031", ""),
    ("helper@example.test", "Demo patient 014", "Demo helper"),
    ("helper@example.test", "Demo patient 030", "Demo helper"),
)
# In the middle of a course, and at the end of one.
WITH_PASSPORT = ("Demo patient 027", "Demo patient 030")
HELPS_FOR = timedelta(days=90)


def open_portal(home: DemoClinic, at: datetime) -> None:
    """Give access to the portal: to three patients, and to somebody who helps two of them."""
    for address, patient, helper in ACCOUNTS:
        person = Identity.objects.values_list("person", flat=True).get(clinic=home.clinic, name=patient)
        relation = Relation.PROXY if helper else Relation.SELF
        until = at + HELPS_FOR if helper else None
        invite(home.actor("reception", at), person, address=address, relation=relation, name=helper, until=until)


def issue_passports(home: DemoClinic, at: datetime) -> None:
    """Issue a passport to who is in the middle of a course, and to who has ended one."""
    people = Identity.objects.filter(clinic=home.clinic, name__in=WITH_PASSPORT)
    for person in people.values_list("person", flat=True):
        issue_passport(home.actor("injector", at), person)
