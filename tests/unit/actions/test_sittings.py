"""What members do at a sitting: PINs, tries, and what of it stands in the trail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from nappage.actions.acting import Actor, Unconfirmed, acting
from nappage.actions.audit import broken_at
from nappage.actions.sittings import (
    TRIES,
    PinClosed,
    forget_pin,
    note,
    note_log_in,
    note_log_in_refused,
    prove,
    set_pin,
    tries_left,
)
from nappage.records.models import AuditEvent, Member
from nappage.values.fault import Faulty
from support.cast import PASSWORD, Cast

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
PIN = "274916"


def acts(member: Member) -> list[tuple[str, dict[str, Any]]]:
    events = AuditEvent.objects.filter(clinic=member.clinic_id, member=member.id).order_by("number")
    return list(events.values_list("act", "detail"))


def with_pin(cast: Cast, duty: str = "injector") -> Member:
    set_pin(cast.actor(duty, AT), PIN)
    return Member.objects.select_related("user").get(pk=cast.members[duty].pk)


def test_a_pin_is_stored_as_a_hash_and_proves_its_member(cast: Cast) -> None:
    member = with_pin(cast)
    assert PIN not in member.pin
    assert member.pin.partition("$")[0] == "md5"
    assert prove(member, PIN, AT, "unlock") == "pin"
    assert prove(member, "274917", AT, "unlock") == ""


def test_the_product_hashes_pins_with_argon2() -> None:
    from nappage.project import settings as product

    assert product.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_simple_pin_is_refused_and_nothing_is_written(cast: Cast) -> None:
    with pytest.raises(Faulty, match="a pattern that many people choose"):
        set_pin(cast.actor("injector", AT), "123456")
    assert Member.objects.get(pk=cast.injector.pk).pin == ""


def test_the_password_proves_only_where_it_is_allowed(cast: Cast) -> None:
    assert prove(cast.injector, PASSWORD, AT, "unlock") == ""
    assert prove(cast.injector, PASSWORD, AT, "unlock", password=True) == "password"


@pytest.mark.proves("H-22")
def test_five_wrong_tries_close_the_pin_until_a_full_log_in(cast: Cast) -> None:
    member = with_pin(cast)
    for wrong in range(TRIES):
        assert tries_left(member) == TRIES - wrong
        assert prove(member, "000000", AT, "unlock") == ""
    with pytest.raises(PinClosed):
        prove(member, PIN, AT, "unlock")
    note_log_in(member, AT)
    assert prove(member, PIN, AT, "unlock") == "pin"
    assert tries_left(member) == TRIES


def test_a_right_pin_gives_all_tries_back(cast: Cast) -> None:
    member = with_pin(cast)
    for _ in range(TRIES - 1):
        prove(member, "000000", AT, "unlock")
    assert prove(member, PIN, AT, "unlock") == "pin"
    assert tries_left(member) == TRIES


def test_who_left_the_clinic_proves_nothing(cast: Cast) -> None:
    member = with_pin(cast)
    Member.objects.filter(pk=member.pk).update(active=False)
    with pytest.raises(PinClosed):
        prove(member, PIN, AT, "unlock")


def test_every_try_and_switch_stands_in_a_whole_trail_and_no_secret_does(cast: Cast) -> None:
    member = with_pin(cast)
    prove(member, "000000", AT, "unlock")
    note(member, AT, "unlock", taken_from=cast.assistant.id, by="pin")
    forget_pin(cast.actor("injector", AT))
    assert acts(member) == [
        ("set pin", {}),
        ("unlock refused", {}),
        ("unlock", {"by": "pin", "from": str(cast.assistant.id)}),
        ("forget pin", {}),
    ]
    assert Member.objects.get(pk=member.pk).pin == ""
    assert broken_at(cast.clinic.id) is None


def test_a_failed_log_in_stands_in_the_trail_of_each_clinic_of_the_account(cast: Cast, stranger: Cast) -> None:
    note_log_in_refused(cast.injector.user.username, AT)
    note_log_in_refused("nobody", AT)
    assert acts(cast.injector) == [("log in refused", {})]
    assert not AuditEvent.objects.filter(act="log in refused").exclude(clinic=cast.clinic.id).exists()


@pytest.mark.proves("H-22")
@pytest.mark.parametrize("permission", ["plan.sign", "formula.sign", "session.sign", "decision.record"])
def test_signing_without_a_recent_confirmation_is_refused_by_the_act_itself(cast: Cast, permission: str) -> None:
    before = AuditEvent.objects.count()
    with (
        pytest.raises(Unconfirmed),
        acting(Actor(cast.physician, AT, confirmed=False), permission),
    ):
        pytest.fail("the act must not begin")
    assert AuditEvent.objects.count() == before
    with acting(Actor(cast.physician, AT, confirmed=True), permission):
        pass
    assert AuditEvent.objects.count() == before + 1


def test_what_signs_nothing_needs_no_confirmation(cast: Cast) -> None:
    with acting(Actor(cast.injector, AT, confirmed=False), "session.chart"):
        pass
    assert acts(cast.injector)[-1][0] == "session.chart"
