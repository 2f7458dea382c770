"""Giving access to the portal and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.erasures import erase
from nappage.actions.portal_accesses import invite, revoke, written_address
from nappage.assessment.erasure import Grounds
from nappage.records.models import AuditEvent, Person, PortalAccess, Relation, User
from nappage.values.fault import Faulty
from support.cast import Cast

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Demo@Example.org ", "demo@example.org"), ("+34 600-000.000", "+34600000000"),
        ("0034 600 000 000", "+34600000000"), ("600 000 000", "600000000"),
    ],
)  # fmt: skip
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert written_address(typed) == kept


def test_access_is_given_by_an_address_and_stands_on_the_trail_without_it(cast: Cast, person: Person) -> None:
    access = invite(cast.actor("reception", NOW), person.id, address="Demo@example.org")
    assert (access.relation, access.user.email, access.by, access.until) == (
        "self",
        "demo@example.org",
        "reception-1",
        None,
    )
    assert not access.user.has_usable_password()
    event = AuditEvent.objects.latest("number")
    assert (event.act, event.person, event.thing) == ("give portal access", person.id, access.id)
    assert "demo" not in str(event.detail)


def test_one_address_is_one_account_for_several_people(cast: Cast, person: Person) -> None:
    other = cast.register("Demo patient 077", NOW)
    mine = invite(cast.actor("reception", NOW), person.id, address="+34600000000")
    theirs = invite(
        cast.actor("reception", NOW), other.id,
        address="0034 600 000 000", relation=Relation.PROXY, name="Demo helper", until=LATER,
    )  # fmt: skip
    assert mine.user_id == theirs.user_id


def test_the_account_of_a_member_is_never_one_of_the_portal(cast: Cast, person: Person) -> None:
    cast.injector.user.email = "demo@example.org"
    cast.injector.user.save()
    with pytest.raises(Faulty) as refused:
        invite(cast.actor("reception", NOW), person.id, address="demo@example.org")
    assert [fault.thing for fault in refused.value.faults] == ["E-mail or mobile"]
    assert not PortalAccess.objects.exists()


def test_every_fault_of_an_invitation_is_told_at_once(cast: Cast, person: Person) -> None:
    with pytest.raises(Faulty) as refused:
        invite(cast.actor("reception", NOW), person.id, address="600", relation=Relation.PROXY, until=NOW)
    assert [fault.thing for fault in refused.value.faults] == ["E-mail or mobile", "Name", "Until"]
    assert not User.objects.exclude(memberships__isnull=False).exists()


def test_nobody_has_access_to_one_record_twice(cast: Cast, person: Person) -> None:
    invite(cast.actor("reception", NOW), person.id, address="demo@example.org")
    for address, relation in (("other@example.org", Relation.SELF), ("demo@example.org", Relation.PROXY)):
        with pytest.raises(Conflict):
            invite(
                cast.actor("reception", NOW), person.id,
                address=address, relation=relation, name="Demo helper", until=LATER,
            )  # fmt: skip


def test_access_taken_back_opens_nothing_and_can_be_given_again(cast: Cast, person: Person) -> None:
    access = invite(cast.actor("reception", NOW), person.id, address="demo@example.org")
    taken = revoke(cast.actor("reception", LATER), access.id)
    assert (taken.stands(LATER), taken.revoked_by) == (False, "reception-1")
    with pytest.raises(Conflict):
        revoke(cast.actor("reception", LATER), access.id)
    assert invite(cast.actor("reception", LATER), person.id, address="demo@example.org").user_id == access.user_id


def test_another_clinic_gives_and_takes_nothing(cast: Cast, stranger: Cast, person: Person) -> None:
    access = invite(cast.actor("reception", NOW), person.id, address="demo@example.org")
    with pytest.raises(Denied):
        invite(stranger.actor("reception", NOW), person.id, address="other@example.org")
    with pytest.raises(PortalAccess.DoesNotExist):
        revoke(stranger.actor("reception", NOW), access.id)


def test_an_erasure_takes_access_and_the_address_with_it(cast: Cast, stranger: Cast, person: Person) -> None:
    other = stranger.register("Demo patient 077", NOW)
    helper = {"relation": Relation.PROXY, "name": "Demo helper", "until": LATER + timedelta(days=30)}
    invite(cast.actor("reception", NOW), person.id, address="demo@example.org")
    kept = invite(cast.actor("reception", NOW), person.id, address="both@example.org", **helper)  # type: ignore[arg-type]
    invite(stranger.actor("reception", NOW), other.id, address="both@example.org")
    erase(cast.actor("director", LATER), person.id, Grounds("the law on records", LATER.date() + timedelta(days=365)))
    assert not PortalAccess.objects.filter(person=person).exists()
    assert not User.objects.filter(email="demo@example.org").exists()
    assert User.objects.filter(pk=kept.user_id).exists(), "the account still opens another person's record"
