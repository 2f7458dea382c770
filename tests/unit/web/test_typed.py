"""What is typed as measured: either decimal mark where there is one reading, never a guess at thousands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nappage.values.fault import Refused
from nappage.web.typed import MeasureField, measured


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("typed", "read"), [("56,4", "56.4"), ("56.4", "56.4"), (" 0,25 ", "0.25"), ("56", "56")])
def test_a_body_s_measure_is_read_with_either_mark(typed: str, read: str, language: str) -> None:
    with override(language):
        assert measured(typed) == Decimal(read)


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(("language", "typed"), [("en", "1,234"), ("es", "1.234")])
def test_three_figures_behind_the_other_mark_may_be_thousands_and_are_refused(language: str, typed: str) -> None:
    with override(language), pytest.raises(Refused):
        measured(typed)


@pytest.mark.parametrize("typed", ["1,250.5", "1.2,3", "1,2,3", ",5", "5,", "five"])
def test_nothing_else_is_read(typed: str) -> None:
    with override("en"), pytest.raises(Refused):
        measured(typed)


@pytest.mark.proves("H-11")
def test_what_is_injected_is_typed_with_the_mark_of_the_page_alone() -> None:
    strict = MeasureField(label="Volume", units=(("mL", "mL"),), strict=True)
    with override("en"):
        with pytest.raises(ValidationError, match=r"Write 0\.05"):
            strict.clean(["0,05", "mL"])
        assert str(strict.clean(["0.05", "mL"])) == "0.05 mL"
