"""Whether all the forms of one sitting hold, at the clinic or at home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from nappage.web.intake.questions import QuestionsForm


def all_hold(
    every: Iterable[forms.Form], questions: QuestionsForm, medicines: Any, allergies: Any, today: date
) -> bool:
    """Judge every form and both lists, so that all faults are told at once; then each day that was named."""
    judged = [form.is_valid() for form in every]
    whole = medicines.management_form.is_valid() and allergies.management_form.is_valid()
    if not (all(judged) and whole):
        return False
    for row in medicines.forms:
        row.check_day(today)
    return questions.check_days(today) and not any(row.errors for row in medicines.forms)
