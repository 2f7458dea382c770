"""Which of several reasons counts, and what a refusal carries."""

from __future__ import annotations

from dataclasses import replace

from nappage.engine.edition import Edition
from nappage.engine.override import Refusal, overridden
from nappage.engine.story import Reason
from nappage.values.citation import Citation
from nappage.values.statement import say
from support.clinic_days import CLINIC, at

NOW = at("2026-04-14 09:00")
GOOD = Reason("area-cap", "small-neighbouring-areas", "two small patches", "physician", NOW)
SHORT = replace(GOOD, words=" " * 20 + "." + " " * 20, at=at("2026-04-14 08:00"))
OTHER_RULE = replace(GOOD, rule="depth")
ROLES = ("director", "physician", "prescriber", "injector")


def test_without_a_reason_it_says_what_one_has_to_be(edition: Edition) -> None:
    for reasons in ([], [OTHER_RULE], [replace(GOOD, at=at("2026-04-14 09:01"))]):
        answer = overridden(edition, CLINIC, reasons, "area-cap", NOW)
        assert isinstance(answer, Refusal)
        assert answer.because.fact == say("override.reason-missing", rule="area-cap")
        assert answer.because.remedy == say("override.give-reason", characters=15, roles=ROLES)
        assert answer.because.sources == (Citation("decision", "1"),)


def test_the_first_reason_that_suffices_is_the_one_that_is_counted(edition: Edition) -> None:
    later = replace(GOOD, at=NOW, words="said a second time")
    earlier = replace(GOOD, at=at("2026-04-14 08:30"))
    assert overridden(edition, CLINIC, [later, earlier, SHORT], "area-cap", NOW) is earlier


def test_when_none_suffices_the_last_one_is_explained(edition: Edition) -> None:
    unlicensed = replace(GOOD, by="reception", at=at("2026-04-14 07:00"))
    answer = overridden(edition, CLINIC, [SHORT, unlicensed], "area-cap", NOW)
    assert isinstance(answer, Refusal)
    assert answer.because.fact.code == "override.words-too-few"


def test_a_rule_without_an_override_cannot_be_set_aside(edition: Edition) -> None:
    answer = overridden(edition, CLINIC, [replace(GOOD, rule="pregnancy")], "pregnancy", NOW)
    assert isinstance(answer, Refusal)
    assert answer.because.remedy == say("override.none")
    assert answer.because.sources == ()
