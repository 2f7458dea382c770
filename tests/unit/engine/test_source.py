"""A citation names a source that exists and, of the five texts, a line that exists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.source import Source, check_citation, check_citations
from nappage.values.citation import Citation
from nappage.values.fault import Refused


@pytest.mark.parametrize("text", ["000:1", "000:26", "R17", "R17:Table 1", "J", "decision:26"])
def test_a_citation_of_what_exists_has_no_fault(edition: Edition, text: str) -> None:
    assert list(check_citation(Citation.parse(text), "here", edition)) == []
    assert str(Citation.parse(text)) == text


@pytest.mark.parametrize("text", ["000:0", "000:27", "000:x", "000", "R999", "unheard:1"])
def test_a_citation_of_what_does_not_exist_is_a_fault(edition: Edition, text: str) -> None:
    (fault,) = check_citation(Citation.parse(text), "here", edition)
    assert (fault.thing, fault.found) == ("here", text)


@pytest.mark.parametrize("text", ["", ":1", " 000:1", "000: 1", "-x"])
def test_a_text_that_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="a source id and an optional place"):
        Citation.parse(text)


def test_an_entry_without_a_source_is_a_fault(edition: Edition) -> None:
    entry = replace(edition.all(Source)["J"], sources=())
    (fault,) = check_citations(entry, "here", edition)
    assert (fault.thing, fault.found) == ("here.sources", "none")


def test_every_citation_of_an_entry_is_checked(edition: Edition) -> None:
    entry = replace(edition.all(Source)["J"], sources=(Citation("R999"), Citation("J"), Citation("000", "99")))
    assert [fault.found for fault in check_citations(entry, "here", edition)] == ["R999", "000:99"]
