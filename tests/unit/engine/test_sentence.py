from __future__ import annotations

import pytest

from nappage.engine.lexicon import Concept, Phrase, Role, Spelling
from nappage.engine.sentence import folded, sentences_of
from support.editions import ENTRY, edition_of

EDITION = edition_of(
    Spelling(id="nt", written="n't", read_as=" not", **ENTRY),
    Concept(id="short", said_as=(Phrase.parse("dr"), Phrase.parse("e.g")), role=Role.ABBREVIATION, **ENTRY),
    Concept(id="other", said_as=(Phrase.parse("day"),), **ENTRY),
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four… Five", [("One.", 1), ("Two!", 1), ("Three?", 1), ("Four…", 1), ("Five", 1)]),
        ("Dr. No came (e.g. today). He left.", [("Dr. No came (e.g. today).", 1), ("He left.", 1)]),
        ("Ask the dr! Now.", [("Ask the dr!", 1), ("Now.", 1)]),
        ('He said "go." She went.', [('He said "go."', 1), ("She went.", 1)]),
        ("A day. It is 1.5 mL.", [("A day.", 1), ("It is 1.5 mL.", 1)]),
        ("Heading\nA whole line of text here.", [("Heading", 1), ("A whole line of text here.", 2)]),
        (
            "This line was\nwrapped at a\nmargin. So\nwas this.",
            [("This line was wrapped at a margin.", 1), ("So was this.", 3)],
        ),
        ("Heading is here\nText that is 20 long", [("Heading is here", 1), ("Text that is 20 long", 2)]),
        ("Heading is long\nTexts there are long", [("Heading is long Texts there are long", 1)]),
        ("# Heading\nText. # no", [("Heading", 1), ("Text.", 2), ("# no", 2)]),
        ("Text\n## Heading", [("Text", 1), ("Heading", 2)]),
        ("\n\nLate.\n", [("Late.", 3)]),
        ("• one\n• two", [("one", 1), ("two", 2)]),
        ("1. one\n2) two", [("one", 1), ("two", 2)]),
        ("- \n# \nText", [("Text", 3)]),
        ("...", [("...", 1)]),
        ("", []),
    ],
)
def test_a_text_is_split_into_sentences_with_their_lines(text: str, sentences: list[tuple[str, int]]) -> None:
    assert [(each.text, each.line) for each in sentences_of(EDITION, text)] == sentences


def test_a_bullet_knows_the_lead_in_above_it() -> None:
    leads = [each.lead for each in sentences_of(EDITION, "It Helps:\n\n- one\n- two\n\nEnd.\n- three")]
    assert leads == ["", "it helps:", "it helps:", "", ""]


@pytest.mark.parametrize(
    ("text", "asks"), [("Is it?", True), ("**Is it?**", True), ('"Is it?"', True), ("It is.", False)]
)
def test_a_question_ends_with_its_mark(text: str, asks: bool) -> None:
    assert [each.asks for each in sentences_of(EDITION, text)] == [asks]


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("It ISN’T  “so”", "it is not so"),
        ("long-lasting", "long lasting"),
        ("**very** _safe_", "very safe"),
        ("ﬁrm", "firm"),
    ],
)
def test_folding_removes_decoration_and_reads_contractions(text: str, fold: str) -> None:
    assert folded(EDITION, text) == fold
