"""Every kind of happening can be written and read again, and is told apart from every other."""

from __future__ import annotations

import pytest

from nappage.assessment.happening import KIND_OF, KINDS
from nappage.library.structure import Structure
from nappage.values.fault import Faulty


def test_each_class_has_one_kind() -> None:
    assert len(KIND_OF) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_can_be_made_for_every_kind(kind: str) -> None:
    with pytest.raises(Faulty, match="no such key"):
        Structure().read(KINDS[kind], {"no such key": 1}, kind)


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(Faulty, match="32 hexadecimal digits"):
        Structure().read(KINDS["struck"], {"why": "typed twice", "replacement": "7"}, "struck")
