"""Sources as they stand behind a sentence: what is no document says whose word it is, never a bare sign."""

from __future__ import annotations

import pytest

from nappage.engine.source import Source
from nappage.web.templatetags.nappage import WHOSE_WORD, sources
from support.stories import shipped


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        ("001:22", "001:22"),
        ("J", "own judgement"),
        ("J:two standard deviations", "own judgement: two standard deviations"),
        ("K:normal interval of a mean", "general knowledge: normal interval of a mean"),
        ("D:126.5 mg in 5 mL", "own arithmetic: 126.5 mg in 5 mL"),
    ],
)
def test_a_source_is_read_in_words(cited: str, shown: str) -> None:
    assert sources([cited]).endswith(f"{shown})</span>")


def test_every_sign_that_is_no_document_has_its_words() -> None:
    signs = {id for id in shipped().all(Source) if id.isalpha() and len(id) == 1}
    assert signs == set(WHOSE_WORD)
