"""Recognition on a lexicon of a few words, so that each rule of reading is seen by itself."""

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
    Pattern,
    Topic,
)
from nappage.engine.claim_recognition import Stance, coverage_of_sources, recognise_claims
from nappage.engine.lexicon import Concept, Phrase, Role, Spelling
from nappage.values.citation import Citation
from support.editions import ENTRY, edition_of


def _concept(id: str, *said_as: str, **more: Any) -> Concept:
    return Concept(id=id, said_as=tuple(Phrase.parse(each) for each in said_as), **ENTRY, **more)


def _claim(id: str, *patterns: str, **more: Any) -> Claim:
    known = {"says": id, "topic": Topic.OTHER, "grade": Grade.UNKNOWN, "correction": "x", **ENTRY, **more}
    return Claim(id=id, recognised_by=tuple(Pattern.parse(each) for each in patterns), **known)


EDITION = edition_of(
    Spelling(id="nt", written="n't", read_as=" not", **ENTRY),
    _concept("not", "not", role=Role.NEGATION, reach=3),
    _concept("was-never", "was never", role=Role.NEGATION, reach=3),
    _concept("but", "but", role=Role.BREAK),
    _concept("myth", "myth", role=Role.DISTANCE),
    _concept("maybe", "may", "perhaps", role=Role.HEDGE),
    _concept("this", "this", role=Role.ANAPHOR),
    _concept("yes", "yes", role=Role.YES),
    _concept("dr", "dr", role=Role.ABBREVIATION),
    _concept("why-wait", "why wait", role=Role.RHETORIC),
    _concept("test", "test*"),
    _concept("needless", "needless", "not needed"),
    _concept("lump", "lump*"),
    _concept("sign", "sign/proof"),
    _concept("fat", "fat"),
    _concept("melt", "melt*", "take* {2} apart"),
    _concept("idle", "not idle", idiom=True),
    _concept("over", "never over", idiom=True),
    _concept("tale", "old myth", idiom=True),
    _concept("unsure", "not sure"),
    _claim(
        "proof",
        "lump, sign",
        hazard=Hazard.SYMPTOM_AS_PROOF,
        why="x",
        asserted_by=(Assertion(Citation("000", "26")),),
        contradicted_by=(Contradiction(Citation("003", "47"), "no"),),
    ),
    _claim(
        "melts", "melt, fat, without lump", "melt, lump|fat, without fat", asserted_by=(Assertion(Citation("000")),)
    ),
    _claim("melts-not", "not melt, fat", hazard=Hazard.PERMANENCE, why="x"),
    _claim("untested", "test ~ needless, without fat"),
    _claim("idle", "idle"),
    _claim("unsure", "unsure"),
    _claim("over", "over"),
)


def _found(text: str) -> list[tuple[str, str, int]]:
    return [(hit.claim.id, hit.stance.value, hit.line) for hit in recognise_claims(EDITION, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A lump is a sign.", [("proof", "asserted", 1)]),
        ("Lumps! A proof!", []),
        ("A lump isn't a sign.", [("proof", "denied", 1)]),
        ("A lump is not by a sign.", [("proof", "denied", 1)]),
        ("A lump is not by itself a sign.", [("proof", "asserted", 1)]),
        ("It is not big, a lump is a sign.", [("proof", "asserted", 1)]),
        ("It is not but a lump, a sign.", [("proof", "asserted", 1)]),
        ("Is a lump a sign?", [("proof", "asked", 1)]),
        ("It is a myth that a lump is a sign.", [("proof", "denied", 1)]),
        ("An old myth: a lump is a sign.", [("proof", "asserted", 1)]),
        ("Fat melts.", [("melts", "asserted", 1)]),
        ("We take the fat apart.", [("melts", "asserted", 1)]),
        ("We take all of the fat apart.", []),
        ("Fat and a lump melt.", []),
        ("A lump melts.", [("melts", "asserted", 1)]),
        ("Fat does not melt.", [("melts-not", "asserted", 1), ("melts", "denied", 1)]),
        ("It is not idle; fat melts.", [("idle", "asserted", 1), ("melts", "asserted", 1)]),
        ("Not idle fat melts.", [("idle", "asserted", 1), ("melts", "asserted", 1)]),
        ("A lump is not a sign but a proof.", [("proof", "asserted", 1)]),
        ("We are not sure.", [("unsure", "asserted", 1)]),
        ("It was never over.", [("over", "asserted", 1)]),
        ("It was never over lump sign.", [("over", "asserted", 1), ("proof", "denied", 1)]),
        ("Nothing here.", []),
        ("", []),
        ("Why wait, when a lump is a sign?", [("proof", "asserted", 1)]),
    ],
)
def test_a_sentence_asserts_asks_or_denies(text: str, found: list[tuple[str, str, int]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A lump comes. This is a sign.", [("proof", "asserted", 1)]),
        ("A lump comes.\n\nThis is a sign.", [("proof", "asserted", 3)]),
        ("A lump comes. Rain is a sign.", []),
        ("A lump? Just a sign.", [("proof", "asserted", 1)]),
        ("A lump? Not a sign.", [("proof", "denied", 1)]),
        ("A lump? Rain. Just a sign.", []),
        ("A lump comes. Is this a sign?", []),
        ("A lump comes. Rain. This is a sign.", []),
        ("A lump is a sign. This melts.", [("proof", "asserted", 1), ("melts", "asserted", 1)]),
        ("Is a lump a sign? This varies.", [("proof", "asked", 1)]),
        ("Is a lump a sign? Yes.", [("proof", "asked", 1), ("proof", "asserted", 1)]),
        ("Is a lump a sign? No.", [("proof", "asked", 1)]),
        ("This is a sign.", []),
        ("Fat:\n- melts\n- rains", [("melts", "asserted", 2)]),
        ("Fat:\n\n1. melts\n2. may melt", [("melts", "asserted", 3), ("melts", "asserted", 4)]),
        ("Fat.\n- melts", []),
    ],
)
def test_sentences_are_read_together_when_one_speaks_of_the_other(text: str, found: list[tuple[str, str, int]]) -> None:
    assert sorted(_found(text), key=lambda hit: (hit[2], hit[1])) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A test is needless.", [("untested", "asserted", 1)]),
        ("It is needless, says one, to test.", [("untested", "asserted", 1)]),
        ("Tests are not needed.", [("untested", "asserted", 1)]),
        ("A test is not needless.", [("untested", "denied", 1)]),
        ("A test is not needless, tests are not needed.", [("untested", "asserted", 1)]),
        ("A test of one two three four is needless.", [("untested", "asserted", 1)]),
        ("A test of one two three four five is needless.", []),
        ("A test; fear is needless.", []),
        ("A test - so fear is (it seems) needless.", []),
        ("A test but fear is needless.", []),
        ("A fat test is needless.", []),
        ("Another test? Needless.", [("untested", "asserted", 1)]),
        ("Another test? It rains. Needless.", []),
        ("This is a test. This is needless.", []),
    ],
)
def test_two_things_are_near_each_other_within_one_statement(text: str, found: list[tuple[str, str, int]]) -> None:
    assert _found(text) == found


def test_the_unsafe_come_first_then_the_misleading_then_the_rest_by_line() -> None:
    text = "Fat melts.\n\nNot melted fat.\n\nA lump is a sign.\n\nFat melts.\n\nIs a lump a sign?"
    found = [(id, line) for id, _, line in _found(text)]
    assert found == [("proof", 5), ("melts-not", 3), ("melts", 1), ("melts", 3), ("melts", 7), ("proof", 9)]


def test_a_hit_carries_the_hedge_the_grade_and_the_contradictors() -> None:
    (hit,) = recognise_claims(EDITION, "Perhaps a lump may be a sign.")
    assert hit.hedges == ("perhaps", "may")
    assert (hit.grade, hit.flag, hit.negated) == (Grade.UNKNOWN, Flag.UNSAFE, False)
    assert hit.contradicted_by == (Contradiction(Citation("003", "47"), "no"),)
    assert hit.sentence == "Perhaps a lump may be a sign."


def test_nobody_is_flagged_for_a_denial() -> None:
    (hit,) = recognise_claims(EDITION, "A lump is not a sign.")
    assert (hit.stance, hit.flag, hit.negated) == (Stance.DENIED, None, True)


def test_coverage_counts_the_asserted_claims_that_a_text_is_cited_for() -> None:
    coverage = coverage_of_sources(EDITION, {"000": "Fat melts. Is a lump a sign?", "001": "Fat melts."})
    assert (coverage["000"].in_ledger, coverage["000"].recognised) == (("proof", "melts"), ("melts",))
    assert coverage["000"].missed == ("proof",)
    assert (coverage["001"].in_ledger, coverage["001"].missed) == ((), ())
