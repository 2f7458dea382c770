"""Which parts of a sheet each role sees."""

from __future__ import annotations

import pytest

from nappage.access.sections import SECTIONS, WHOLE, sees
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.engine.policy import Role
from nappage.rendering.outlook_sheet import outlook_sheet, seen_as
from nappage.rendering.sheet import Sheet, Tone
from support.examples import example, examples, words_of


def sheet_of(name: str, edition: Edition) -> Sheet:
    case = example(name)
    assert case.at is not None
    return outlook_sheet(outlook(case.story, case.policy, edition, case.at), case.name, case.policy, edition)


def test_every_role_of_a_clinic_is_written_down_and_no_other() -> None:
    assert set(SECTIONS) == {role.value for role in Role}


def test_a_role_that_nobody_wrote_down_sees_nothing() -> None:
    assert not any(sees("visitor", section) for section in WHOLE.split())


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_section_of_a_sheet_is_one_that_access_knows(name: str, edition: Edition) -> None:
    assert {section.name for section in sheet_of(name, edition).sections} <= set(WHOLE.split())


@pytest.mark.proves("S5")
def test_reception_sees_dates_and_on_hold_and_no_reason(edition: Edition) -> None:
    sheet = seen_as(sheet_of("s5-pregnant", edition), Role.RECEPTION)
    assert sheet.title == "Dates"
    assert [section.name for section in sheet.sections] == ["dates"]
    assert (sheet.drawing, sheet.alarms) == ("", ())
    assert [line.words for line in sheet.banner if line.tone is Tone.HOLD] == ["On hold"]
    assert "on hold" in set(words_of(sheet))
    seen = " ".join(words_of(sheet)).lower()
    assert [word for word in ("pregnan", "screening", "allerg", "reaction", "exposure") if word in seen] == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECEPTION])
def test_everyone_who_treats_or_answers_for_it_sees_the_whole_sheet(role: Role, edition: Edition) -> None:
    sheet = sheet_of("s5-pregnant", edition)
    assert seen_as(sheet, role) == sheet
