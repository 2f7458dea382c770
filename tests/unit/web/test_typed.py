"""What is typed as measured: the decimal mark of the page alone, and a remedy that shows it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nappage.web.typed import MeasureField


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("language", "typed", "remedy"),
    [("en", "56,4", r"Write 56\.4\."), ("es", "56.4", "Escriba 56,4"), ("fr", "0.05", "Écrivez 0,05")],
)
def test_the_mark_of_another_language_is_refused_and_the_page_s_is_shown(
    language: str, typed: str, remedy: str
) -> None:
    field = MeasureField(label="Volume", units=(("mL", "mL"),))
    with override(language), pytest.raises(ValidationError, match=remedy):
        field.clean([typed, "mL"])


@pytest.mark.parametrize(("language", "typed"), [("en", "56.4"), ("es", "56,4"), ("fr", " 56,4 ")])
def test_a_measure_is_read_with_the_mark_of_the_page(language: str, typed: str) -> None:
    with override(language):
        assert str(MeasureField(label="Volume", units=(("mL", "mL"),)).clean([typed, "mL"])) == "56.4 mL"
