"""Who may open what at the patient door: every address for oneself, for a proxy, for the clinic, and for nobody.

Nothing here names a page: the resolver gives the addresses, access/permissions.py says who may.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from nappage.access.permissions import DUTIES, PERMISSIONS, PORTAL_DUTIES
from nappage.actions.portal_accesses import invite, revoke
from nappage.records.models import AuditEvent, Person, PortalAccess, Relation
from support.addresses import guarded, own
from support.cast import Cast
from support.device import Phone, SetClock
from support.world import path_to_nothing

OWN = own()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
IN_A_WEEK = NOW + timedelta(days=7)
OPEN, MOVED, FORBIDDEN, NOT_FOUND, NOT_BY_THIS_WAY = 200, 302, 403, 404, 405


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    """Return a patient of the clinic of the cast."""
    clock(NOW)
    return cast.register("Demo patient 014", NOW)


def helper_of(cast: Cast, person: Person, name: str = "Demo helper") -> PortalAccess:
    return cast.access(person.id, at=NOW, relation=Relation.PROXY, name=name, until=IN_A_WEEK)


def answers(client: Client, path: str) -> set[int]:
    found = {client.get(path).status_code, client.post(path).status_code}
    return found - {NOT_BY_THIS_WAY}


def test_the_two_doors_share_no_permission() -> None:
    for permission, duties in PERMISSIONS.items():
        assert duties <= set(PORTAL_DUTIES if permission.startswith("own.") else DUTIES), permission


@pytest.mark.parametrize("name", OWN)
def test_a_page_opens_for_the_person_and_as_far_as_it_goes_for_who_helps(name: str, cast: Cast, person: Person) -> None:
    address = OWN[name]
    for phone in (cast.phone(person.id, at=NOW), Phone(helper_of(cast, person))):
        may = phone.access.duty in PERMISSIONS[str(address.permission)]
        found = answers(phone, path_to_nothing(address))
        assert (FORBIDDEN not in found) if may else (found == {FORBIDDEN}), (name, phone.access.duty)


@pytest.mark.parametrize("name", OWN)
def test_whoever_has_not_logged_in_is_sent_to_the_log_in_of_this_door(name: str, db: None) -> None:
    for answer in (Client().get(path_to_nothing(OWN[name])), Client().post(path_to_nothing(OWN[name]))):
        assert answer.status_code == MOVED
        assert answer.headers["Location"].startswith("/my/log-in/")


@pytest.mark.parametrize("name", OWN)
def test_nobody_of_the_clinic_opens_a_page_of_this_door(name: str, cast: Cast, person: Person) -> None:
    for duty in DUTIES:
        assert answers(cast.client(duty), path_to_nothing(OWN[name])) == {FORBIDDEN}, duty


@pytest.mark.parametrize("name", guarded())
def test_nobody_of_this_door_opens_a_page_of_the_clinic(name: str, cast: Cast, person: Person) -> None:
    path = path_to_nothing(guarded()[name])
    assert answers(cast.phone(person.id, at=NOW), path) == {NOT_FOUND}


@pytest.mark.parametrize("end", ["revoked", "day"])
def test_an_access_that_ended_opens_nothing_from_that_instant(
    end: str, cast: Cast, person: Person, clock: SetClock
) -> None:
    phone = Phone(helper_of(cast, person))
    assert phone.get("/my/course/").status_code == OPEN
    if end == "revoked":
        revoke(cast.actor("reception", NOW), phone.access.id)
    else:
        clock(IN_A_WEEK)
    for address in OWN.values():
        for answer in (phone.get(path_to_nothing(address)), phone.post(path_to_nothing(address))):
            assert (answer.status_code, answer.headers["Location"]) == (MOVED, "/my/person/"), address.name
    assert "Your access has ended" in phone.get("/my/person/").text


def test_somebody_idle_is_logged_out(cast: Cast, person: Person, clock: SetClock) -> None:
    phone = cast.phone(person.id, at=NOW)
    clock(NOW + timedelta(minutes=21), awake=False)
    answer = phone.get("/my/course/")
    assert answer.headers["Location"] == "/my/log-in/?next=%2Fmy%2Fcourse%2F"
    assert "sessionid" not in phone.cookies or not phone.cookies["sessionid"].value


def test_an_account_sees_whom_it_chose_and_nobody_else(cast: Cast, stranger: Cast, person: Person) -> None:
    """One account, two people at two clinics: the page says about whom it is, whichever was chosen."""
    other = stranger.register("Demo patient 077", NOW)
    mine = cast.access(person.id, at=NOW, address="demo@example.org")
    theirs = invite(
        stranger.actor("reception", NOW), other.id,
        address="demo@example.org", relation=Relation.PROXY, name="Demo helper", until=IN_A_WEEK,
    )  # fmt: skip
    assert mine.user_id == theirs.user_id
    phone = Phone(mine)
    assert "Demo patient 014" in phone.get("/my/course/").text
    choice = phone.get("/my/person/").text
    assert "Demo patient 014" in choice
    assert "Demo patient 077" in choice
    assert phone.post("/my/person/", {"access": str(theirs.id)}).headers["Location"] == "/my/course/"
    page = phone.get("/my/course/").text
    assert "You are here for Demo patient 077" in page
    assert "Demo patient 014" not in page
    assert "Northside" in page


def test_nobody_chooses_an_access_of_somebody_else(cast: Cast, person: Person) -> None:
    another = cast.access(cast.register("Demo patient 077", NOW).id, at=NOW)
    phone = cast.phone(person.id, at=NOW)
    phone.post("/my/person/", {"access": str(another.id)})
    assert "Demo patient 077" not in phone.get("/my/course/").text


def test_every_look_stands_on_the_trail_by_its_access(cast: Cast, person: Person) -> None:
    phone = cast.phone(person.id, at=NOW)
    phone.get("/my/course/")
    event = AuditEvent.objects.latest("number")
    assert (event.member, event.person, event.act) == (phone.access.id, person.id, "look")
    assert event.detail == {"screen": "own open own_course"}


def test_what_is_sent_for_somebody_else_is_refused(cast: Cast, person: Person) -> None:
    """A page left open about one person, sent after another was chosen, reaches neither chart."""
    phone = Phone(helper_of(cast, person), bound=False)
    for address in OWN.values():
        status = phone.post(path_to_nothing(address)).status_code
        assert status in (403, 404, 405, 409), address.name
