from __future__ import annotations

from typing import Any

import pytest

from nappage.engine.claim import (
    Assertion,
    Claim,
    Contradiction,
    Flag,
    Grade,
    Hazard,
    Need,
    Pattern,
    Topic,
    check_claim,
)
from nappage.engine.evidence import Certainty, Indication, Seen, Study, Verdict, check_study
from nappage.engine.lexicon import Concept, Index, Phrase, Role, check_concept, compiled
from nappage.engine.source import Source, Tag
from nappage.values.citation import Citation
from nappage.values.fault import Refused
from support.editions import ENTRY, edition_of


def _concept(**more: Any) -> Concept:
    return Concept(**{"id": "lump", "said_as": (Phrase("lump"),), **ENTRY, **more})


HARM = {"harm": _concept(id="harm", said_as=tuple(Phrase.parse(each) for each in ("burn~", "hurt* knee", "ill")))}


def _claim(**more: Any) -> Claim:
    known = {"says": "x", "topic": Topic.OTHER, "grade": Grade.UNKNOWN, "correction": "x"}
    return Claim(**{"id": "x", "recognised_by": (Pattern.parse("lump"),), **known, **ENTRY, **more})


def _study(**more: Any) -> Study:
    known = {"title": "x", "indication": Indication.PAIN, "design": "x", "result": "x", "verdict": Verdict.NEGATIVE}
    return Study(**{"id": "s", "certainty": Certainty.LOW, "seen": Seen.NEWS, **known, **ENTRY, **more})


EDITION = edition_of(_concept(), _study(), Source(id="000", title="x", tag=Tag.TEXT, lines=26, **ENTRY))


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("lump", Need(("lump",))),
        ("lump|knot", Need(("lump", "knot"))),
        ("not lump", Need(("lump",), denied=True)),
        ("without lump | knot", Need(("lump", "knot"), absent=True)),
        ("lump|knot ~ sign | proof", Need(("lump", "knot"), near=("sign", "proof"))),
    ],
)
def test_a_need_is_said_denied_absent_or_near_another(text: str, need: Need) -> None:
    assert Need.parse(text) == need


@pytest.mark.parametrize(
    "text", ["", "lump|", "two words", "not", "without ", "a ~", "~ a", "a ~ b ~ c", "not a ~ b", "without a ~ b"]
)
def test_a_need_without_a_concept_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Need.parse(text)


def test_a_pattern_is_a_list_of_needs() -> None:
    assert Pattern.parse("lump, without scar").needs == (Need(("lump",)), Need(("scar",), absent=True))


def test_a_pattern_of_absences_is_refused() -> None:
    with pytest.raises(Refused, match="at least one concept that is said"):
        Pattern.parse("without lump, without scar")


@pytest.mark.parametrize(
    ("claim", "things"),
    [
        (_claim(), []),
        (_claim(hazard=Hazard.CARE_DELAYED, why="x"), []),
        (_claim(evidence=("s",), asserted_by=(Assertion(Citation("000", "26")),)), []),
        (_claim(asserted_by=(Assertion(Citation("000", "27")),)), ["claim x"]),
        (_claim(contradicted_by=(Contradiction(Citation("999"), "x"),)), ["claim x"]),
        (_claim(recognised_by=(Pattern.parse("lump, without scar|mark"),)), ["claim x.recognised_by"] * 2),
        (_claim(recognised_by=(Pattern.parse("lump ~ lump|scar"),)), ["claim x.recognised_by"]),
        (_claim(evidence=("s", "t")), ["claim x.evidence"]),
        (_claim(hazard=Hazard.CARE_DELAYED), ["claim x.why"]),
        (_claim(why="x"), ["claim x.why"]),
        (_claim(recognised_by=()), ["claim x.recognised_by"]),
        (_claim(grade=Grade.CONTRADICTED), ["claim x.contradicted_by"]),
    ],
)
def test_a_claim_is_checked_against_the_edition(claim: Claim, things: list[str]) -> None:
    assert [fault.thing for fault in check_claim(claim, "claim x", EDITION)] == things


def test_only_permanence_is_misleading() -> None:
    flags = {hazard: hazard.flag for hazard in Hazard}
    assert flags.pop(Hazard.PERMANENCE) is Flag.MISLEADING
    assert set(flags.values()) == {Flag.UNSAFE}
    assert _claim().flag is None


@pytest.mark.parametrize(
    ("phrase", "text", "said"),
    [
        ("lump", "a lump here", "lump"),
        ("lump", "a lumpy one", None),
        ("lump*", "a lumpy one", "lumpy"),
        ("lump*", "a plump one", None),
        ("come/comes back", "it comes back", "comes back"),
        ("break* {2} down", "breaking all fat down", "breaking all fat down"),
        ("break* {2} down", "breaking down", "breaking down"),
        ("break* {2} down", "breaking all the fat down", None),
        ("break* {2} down", "breaks. it down", None),
        ("break* {2} down", "breaks, then, down", "breaks, then, down"),
        ("break* {2} down", "breaks, then down", "breaks, then down"),
        ("no {3} risk", "no treatment is without risk", None),
        ("skip~", "skipping it", "skipping"),
        ("pause~", "it pauses", "pauses"),
        ("carry~ on", "carried on", "carried on"),
        ("stay~", "he stayed", "stayed"),
        ("pass~", "it passes", "passes"),
        ("stop~", "stopper", None),
        ("a <harm> here", "a big bang here", None),
        ("a <harm> here", "a hurting knee here", "a hurting knee here"),
        ("a <hram> here", "a <hram> here", None),
        ("<lump> here", "a lump here", None),
        ("<harm> {2} gone", "the burn is all gone", "burn is all gone"),
        ("the *er the", "the redder the", "the redder the"),
        ("1.5 cm", "1.5 cm", "1.5 cm"),
        ("no, not", "no, not here", "no, not"),
        ("no, not", "no not here", None),
        ("1.5 cm", "115 cm", None),
    ],
)
def test_a_phrase_finds_its_stems_alternatives_and_room(phrase: str, text: str, said: str | None) -> None:
    concept = _concept(said_as=(Phrase.parse(phrase),))
    found = compiled(concept, HARM).search(text)
    indexed = Index([concept], HARM).spans(text).get("lump", [])
    assert (found[0] if found else None) == said
    assert [text[start:end] for start, end in indexed] == ([said] if said else [])


def test_the_longer_phrase_is_found_first() -> None:
    found = compiled(_concept(said_as=(Phrase("no"), Phrase("no risk"))), {}).search("there is no risk")
    assert found is not None
    assert found[0] == "no risk"


@pytest.mark.parametrize("text", ["", "Lump", "{2} down", "down {2}", "a , b", "two  spaces", "<a b>", "<>"])
def test_a_phrase_that_is_not_folded_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Phrase.parse(text)


@pytest.mark.parametrize(
    ("concept", "things"),
    [
        (_concept(), []),
        (_concept(role=Role.NEGATION, reach=3), []),
        (_concept(role=Role.NEGATION), ["c.reach"]),
        (_concept(reach=3), ["c.reach"]),
        (_concept(said_as=()), ["c.said_as"]),
        (_concept(said_as=(Phrase.parse("big <harm>"),)), []),
        (_concept(said_as=(Phrase.parse("<harm> and <hram>"),)), ["c.said_as"]),
        (_concept(said_as=(Phrase.parse("big <frame>"),)), ["c.said_as"]),
    ],
)
def test_a_concept_has_words_and_a_negation_its_reach(concept: Concept, things: list[str]) -> None:
    edition = edition_of(*HARM.values(), _concept(id="frame", said_as=(Phrase.parse("a <harm>"),)))
    assert [fault.thing for fault in check_concept(concept, "c", edition)] == things


@pytest.mark.parametrize(
    ("study", "things"),
    [
        (_study(), []),
        (_study(verdict=Verdict.NO_DATA), ["s.missing"]),
        (_study(verdict=Verdict.NO_DATA, missing=("means",)), []),
    ],
)
def test_a_study_without_figures_names_what_is_missing(study: Study, things: list[str]) -> None:
    assert [fault.thing for fault in check_study(study, "s", EDITION)] == things
