"""The figures of an alternative in words: what was measured, harms, days off, prices; on a consent and in public."""

from __future__ import annotations

from typing import Protocol

from nappage.engine.comparison import Certainty, Cost, Figure, RiskFigure
from nappage.rendering.wording import Speaker
from nappage.values.interval import Interval
from nappage.values.span import CalendarSpan
from nappage.values.statement import Said


class Teller(Protocol):
    """Who says the sentences of a consent, in a language."""

    @property
    def speak(self) -> Speaker:
        """Return the speaker of the language."""

    def say(self, code: str, **values: Said) -> str:
        """Return a sentence of the consent in its language."""


def figure_words(figure: Figure, about: Teller) -> str:
    """Return a figure with its basis, people and certainty; what was found in words where the numbers are missing."""
    if figure.found is not None:
        return about.speak.text(figure.found)
    return about.say(
        "alternative-figure",
        measure=about.speak.text(figure.measure),
        value=_value(figure, about),
        basis=about.say(f"basis-{figure.basis.value}"),
        people=figure.people,
        certainty=None if figure.certainty is Certainty.NOT_GRADED else certainty_words(figure.certainty, about),
    )


def certainty_words(certainty: Certainty, about: Teller) -> str:
    """Return how sure a reader may be."""
    rated = "not-rated" if certainty is Certainty.NOT_GRADED else certainty.value
    return about.say(f"certainty-{rated}")


def _value(figure: Figure, about: Teller) -> str:
    estimate = about.speak.value(figure.estimate)
    if figure.control is not None:
        return about.say("alternative-beside", estimate=estimate, control=figure.control)
    if figure.low is None or figure.high is None:
        return estimate
    between = _range(about.speak.value(figure.low), about.speak.value(figure.high), about)
    return f"{estimate} ({between})" if estimate else between


def risk_words(risk: RiskFigure, about: Teller) -> str:
    """Return a harm, and how often it was counted where somebody counted."""
    harm, share = about.speak.text(risk.harm), about.speak.value(risk.share)
    return f"{harm} ({share})" if share else harm


def days_off(span: Interval[CalendarSpan], about: Teller) -> str:
    """Return how long people were away from work."""
    low, high = about.speak.value(span.low), about.speak.value(span.high)
    return low if low == high else _range(low, high, about)


def price_words(cost: Cost, about: Teller) -> str:
    """Return a published price range, and what it is for where that is stated."""
    if cost.high == 0:
        return about.say("alternative-free")
    per = about.say(f"per-{cost.per}") if cost.per else None
    return about.say("alternative-cost", low=cost.low, high=cost.high, currency=cost.currency, per=per)


def _range(low: str, high: str, about: Teller) -> str:
    return about.say("alternative-range", low=low, high=high)
