"""The policy, the members and the emergency kit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import AuditEvent, Clinic, Credential, KitCheck, Member, PolicyVersion, User
from support.cast import Cast

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
Clock = Callable[[datetime], None]
CLINIC = {
    "clinic": "Madrid",
    "jurisdiction": "ES",
    "zone": "Europe/Madrid",
    "minimum_age": "18",
    "area_cap": "2",
    "test_validity": "6 mo",
    "late_tolerance": "3 d",
    "emergency_number": "112",
    "test_required": "yes",
}


def test_it_shows_what_is_in_force_and_who_signed_it(cast: Cast, clock: Clock) -> None:
    clock(AT)
    page = cast.client("injector").get("/policy/").content.decode()
    assert "Version 1 is in force, signed by Demo director on 2 Jan 2026." in page
    assert "Read and sign" not in page


def test_a_test_is_required_where_nobody_signed_otherwise_and_the_page_says_so(cast: Cast, clock: Clock) -> None:
    clock(AT)
    assert "test_required" not in PolicyVersion.objects.get(number=1).terms
    page = cast.client("director").get("/policy/").content.decode()
    assert re.search(r"Test required</[^<]+<[^>]+>\s*yes\s*<", page)


def test_it_shows_the_difference_before_the_signature_and_signs_a_new_version(cast: Cast, clock: Clock) -> None:
    clock(AT)
    director = cast.client("director")
    # The answer that holds unsigned is offered too: who only passes the form by changes nothing about the test.
    typed = {**CLINIC, "minimum_age": "21", "test_required": "yes"}
    assert director.post("/policy/clinic/", typed).status_code == 302
    assert policy_in_force(cast.clinic.id, AT).policy.minimum_age == 18
    page = director.get("/policy/sign/").content.decode()
    assert "Minimum age" in page
    assert "Test required" not in page
    assert page.index("Minimum age") < page.index(">18<") < page.index(">21<")
    assert director.post("/policy/sign/", {"words": "our insurer asks for it"}).status_code == 302
    in_force = policy_in_force(cast.clinic.id, AT)
    assert (in_force.version, in_force.policy.minimum_age) == (2, 21)
    assert in_force.policy.signed is not None
    assert in_force.policy.signed.by == "director-1"
    assert PolicyVersion.objects.get(number=1).terms["minimum_age"] == 18


def test_it_judges_a_term_as_the_case_file_does_and_keeps_what_was_typed(cast: Cast, clock: Clock) -> None:
    clock(AT)
    response = cast.client("director").post("/policy/clinic/", {**CLINIC, "test_validity": "half a year"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "half a year" in page
    assert "7 d" in page
    assert "Test validity</a>" in page
    assert "policy.test_validity" not in page
    assert PolicyVersion.objects.count() == 1


def test_it_adds_an_agent_to_the_formulary(cast: Cast, clock: Clock) -> None:
    clock(AT)
    director = cast.client("director")
    row = {"agent": "C", "strength": "5 mg/mL", "session_limit": "10 mg", "layers": "intradermal, superficial-subcutis"}
    assert director.post("/policy/rows/formulary/0/", row).status_code == 302
    director.post("/policy/sign/")
    agent = policy_in_force(cast.clinic.id, AT).policy.agents_signed["C"]
    assert agent.layers == ("intradermal", "superficial-subcutis")
    assert not agent.new_lot_closes_test


@pytest.mark.proves("H-11")
def test_it_refuses_a_strength_without_its_unit(cast: Cast, clock: Clock) -> None:
    clock(AT)
    response = cast.client("director").post("/policy/rows/formulary/0/", {"agent": "C", "strength": "10"})
    assert response.status_code == 422
    assert "an amount and a UCUM unit" in response.content.decode()


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({"layers": "dermis"}, "one of epidermis"),
        ({"session_limit": "-10 mg"}, "&#x27;-10 mg&#x27;"),
    ],
)
def test_it_refuses_what_cannot_be_meant_in_a_row(cast: Cast, clock: Clock, terms: dict[str, str], found: str) -> None:
    clock(AT)
    response = cast.client("director").post("/policy/rows/formulary/0/", {"agent": "C", "strength": "1 mg/mL"} | terms)
    assert response.status_code == 422
    assert found in response.content.decode()


def test_it_refuses_an_emergency_number_that_nobody_can_dial(cast: Cast, clock: Clock) -> None:
    clock(AT)
    director = cast.client("director")
    refused = director.post("/policy/clinic/", {**CLINIC, "emergency_number": "abc"})
    assert refused.status_code == 422
    assert "a number to dial, such as 112" in refused.content.decode()
    assert director.post("/policy/clinic/", {**CLINIC, "emergency_number": "999"}).status_code == 302


def test_it_removes_a_row_and_throws_a_draft_away(cast: Cast, clock: Clock) -> None:
    clock(AT)
    director = cast.client("director")
    director.post("/policy/rows/indications/1/", {"remove": "1"})
    assert "The draft changes" in director.get("/policy/").content.decode()
    director.post("/policy/discard/")
    assert "The draft changes" not in director.get("/policy/").content.decode()


def test_it_finds_no_section_or_row_that_is_not_there(cast: Cast, clock: Clock) -> None:
    clock(AT)
    assert cast.client("director").get("/policy/rows/secrets/0/").status_code == 404
    assert cast.client("director").get("/policy/rows/mixtures/9/").status_code == 404


@pytest.mark.proves("H-34")
def test_a_fresh_installation_opens_nothing(db: None, clock: Clock) -> None:
    clinic = Clinic.objects.create(name="New")
    user = User.objects.create_user("director@new", password="a quiet room on monday")
    years = {"licensed_from": date(2020, 1, 1), "licensed_until": date(2030, 1, 1)}
    member = Member.objects.create(clinic=clinic, user=user, slug="d", name="D", duties=["director"], **years)
    clock(AT)
    fresh = Cast(clinic, {"director": member})
    assert "No policy is signed" in fresh.client("director").get("/policy/").content.decode()
    assert policy_in_force(clinic.id, AT).policy.indications == ()


@pytest.mark.proves("H-22")
def test_it_changes_a_credential_and_keeps_what_was_before_in_the_trail(cast: Cast, clock: Clock) -> None:
    clock(AT)
    member = cast.injector
    said = {
        "duties": ["injector"],
        "credential": "nurse",
        "licensed_from": "2020-01-01",
        "licensed_until": "2026-06-30",
        "delegated_by": str(cast.physician.id),
    }
    assert cast.client("director").post(f"/policy/members/{member.id}/", said).status_code == 302
    member.refresh_from_db()
    assert member.licensed_until == date(2026, 6, 30)
    event = AuditEvent.objects.get(act="member.write")
    assert event.detail["before"]["until"] == "2027-12-31"
    assert event.detail["after"]["until"] == "2026-06-30"


def test_it_refuses_a_credential_that_ends_before_it_began(cast: Cast, clock: Clock) -> None:
    clock(AT)
    said = {
        "duties": ["injector"],
        "credential": "nurse",
        "licensed_from": "2026-07-01",
        "licensed_until": "2026-06-30",
    }
    assert cast.client("director").post(f"/policy/members/{cast.injector.id}/", said).status_code == 422


def test_it_finds_no_member_of_another_clinic(cast: Cast, stranger: Cast, clock: Clock) -> None:
    clock(AT)
    assert cast.client("director").get(f"/policy/members/{stranger.injector.id}/").status_code == 404


@pytest.mark.proves("H-03")
def test_it_records_a_check_of_the_kit(cast: Cast, clock: Clock) -> None:
    clock(AT)
    said = {"expires_on": "2026-12-31", "trained": [str(cast.injector.id), str(cast.assistant.id)]}
    assert cast.client("assistant").post("/policy/kit/", said).status_code == 302
    kit = policy_in_force(cast.clinic.id, AT).policy.kit
    assert kit is not None
    assert (kit.checked_on, kit.expires_on) == (date(2026, 3, 3), date(2026, 12, 31))
    assert set(kit.trained) == {"injector-1", "assistant-1"}
    assert KitCheck.objects.filter(clinic=cast.clinic).count() == 2


def test_members_shows_an_ended_credential(cast: Cast, clock: Clock) -> None:
    Member.objects.filter(pk=cast.assistant.pk).update(licensed_until=date(2026, 1, 31), credential=Credential.OTHER)
    clock(AT)
    assert "ended" in cast.client("director").get("/policy/members/").content.decode()
