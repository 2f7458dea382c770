"""Consents of the worked examples, as they read when their patients were asked.

`python -m support.consents` writes the texts that tests/unit/rendering/test_consent.py compares with.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.engine.story import Component, Plan, Story
from nappage.library.case import Case
from nappage.library.edition import read_edition
from nappage.rendering.consent import ConsentText, consent_text
from nappage.rendering.consent_signature import Drawing, Signed
from nappage.rendering.consenting import Answered, Particulars, Price
from nappage.rendering.wording import LANGUAGES
from nappage.values.quantity import Quantity
from support.examples import example

GOLDEN = Path(__file__).parents[1] / "golden" / "consent"
ASKED = {"s1-thighs": datetime(2026, 2, 19, 9, 44, tzinfo=UTC), "s2-face": datetime(2026, 10, 2, 8, 54, tzinfo=UTC)}
MADRID = ZoneInfo("Europe/Madrid")
GIVEN = Particulars(
    version="C-014-1",
    patient="Demo patient 014",
    plan_version="P-014-1",
    address="Fictional street 1",
    names={
        "A": "Fictional vitamin A-10",
        "B": "Fictional plant extract B",
        "physician-1": "Demo physician 1",
        "injector-1": "Demo injector 1",
    },
    credentials={"injector-1": "nurse, licence 000002 (fictional)"},
    prices=(Price("One session", "120 EUR"), Price("Ten sessions", "1000 EUR")),
    refunds=("Stopped after one session of ten: 1000 - 1 x 120 = 880 EUR are paid back.",),
    answered=(Answered("May I swim the day after?", "Better not for two days.", "physician-1", ASKED["s1-thighs"]),),
)
DRAWN = Drawing(strokes="M 10,40 C 20,10 40,10 50,40 C 60,70 80,70 90,30 L 120,45")


def consent_of(
    case: Case,
    edition: Edition,
    at: datetime,
    language: str = "en",
    given: Particulars = GIVEN,
) -> ConsentText:
    """Return the consent of a case as it reads at an instant."""
    found = outlook(case.story, case.policy, edition, at)
    return consent_text(case.story, case.policy, edition, found, at, given, language)


def consent(name: str, edition: Edition, language: str = "en", given: Particulars = GIVEN) -> ConsentText:
    """Return the consent of an example as its patient was asked to sign it."""
    return consent_of(example(name), edition, ASKED[name], language, given)


def with_plan(case: Case, story: Story | None = None, **changes: object) -> Case:
    """Return a case whose plan says otherwise."""
    story = story or case.story
    assert story.plan is not None
    plan: Plan = replace(story.plan, **changes)  # type: ignore[arg-type]  # the names are those of a plan
    return replace(case, story=replace(story, plan=plan))


def with_agents(case: Case, *agents: str) -> Case:
    """Return a case whose mixture is made of these agents."""
    components = tuple(Component(agent, Quantity.parse("1 mL")) for agent in agents)
    formulas = tuple(replace(formula, components=components) for formula in case.story.formulas)
    return replace(case, story=replace(case.story, formulas=formulas))


def signed(text: ConsentText, drawing: Drawing | None = DRAWN) -> Signed:
    """Return a patient's signature under a text, at the instant of the text."""
    return Signed(text.digest, "Demo patient 014", text.at, MADRID, drawing=drawing, witness="Demo assistant 1")


def golden(text: ConsentText, edition: Edition) -> str:
    """Return the canonical text without what changes with every edition."""
    return text.canonical.replace(edition.digest, "EDITION").replace(edition.timezones, "TIME ZONES")


def _write() -> None:
    edition = read_edition()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in ASKED:
        for language in LANGUAGES:
            text = golden(consent(name, edition, language), edition)
            (GOLDEN / f"{name}.{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write()
