"""What must hold for the entries of schedules, indications and overrides, and what answers their cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from nappage.engine.adaptation import Adaptation, Move
from nappage.engine.appraisal import Appraisal
from nappage.engine.checkpoint import Checkpoint
from nappage.engine.dating import Dating
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.maintenance import Maintenance
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.override import Override, ReasonCode
from nappage.engine.session_limit import SessionLimit
from nappage.engine.source import check_citation
from nappage.engine.story import SymptomReport, Verdict
from nappage.engine.suitability import Suitability, fit
from nappage.engine.variant import ScheduleVariant
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def _unknown(thing: str, field: str, kind: str, ids: Iterable[str], known: Mapping[str, object]) -> Iterator[Fault]:
    for id in ids:
        if id not in known:
            yield Fault(f"{thing}.{field}", f"the id of a {kind}", repr(id), f"Write the id of a {kind}.")


def check_indication(entry: Indication, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each schedule variant or maintenance that does not exist."""
    yield from _unknown(thing, "variants", "variant", entry.variants, edition.all(ScheduleVariant))
    yield from _unknown(
        thing, "maintenance", "maintenance", filter(None, [entry.maintenance]), edition.all(Maintenance)
    )


def answer_indication(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what is measured, what is needed, and whether it may be activated at all."""
    entry = edition.all(Indication)[about]
    needs = ", ".join(entry.needs) or "nothing"
    sentinel = "with" if entry.sentinel else "without"
    off = f"off: {entry.off_reason}" if entry.off_reason else "may be activated"
    return f"{entry.primary.value}; needs {needs}; {sentinel} sentinel; recall {entry.maintenance or 'none'}; {off}"


def check_suitability(entry: Suitability, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault where a question is for a purpose that does not exist, or where only not knowing would fit it."""
    yield from _unknown(thing, "indication", "purpose", [entry.indication], edition.all(Indication))
    if entry.fits is Answer.UNKNOWN:
        yield Fault(f"{thing}.fits", "yes or no", "unknown", "Leave it out where the answer is only kept.")


def answer_suitability(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what an answer to a question means."""
    return fit(edition.all(Suitability)[about], Answer(given["answer"])).value


def check_variant(entry: ScheduleVariant, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for a count upside down, steps of one name, or a stated length that cannot be compared."""
    if (entry.fewest or 0) > (entry.most or entry.fewest or 0):
        yield Fault(thing, "fewest not above most", f"{entry.fewest} and {entry.most}", "Swap the two.")
    if len({step.id for step in entry.steps}) < len(entry.steps):
        yield Fault(f"{thing}.steps", "an id for each step", "the same id twice", "Rename one of them.")
    if entry.stated_duration and not _begins_in_days(entry):
        remedy = "Leave the stated length out."
        yield Fault(f"{thing}.stated_duration", "a first step in days", "none", remedy)
    for citation in entry.stated_duration_sources:
        yield from check_citation(citation, f"{thing}.stated_duration_sources", edition)


def _begins_in_days(entry: ScheduleVariant) -> bool:
    return bool(entry.steps) and not entry.steps[0].proposed.months


def answer_variant(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the last day of a course that starts on a day, by one step throughout, before any closed day."""
    variant = edition.all(ScheduleVariant)[about]
    first, sessions = given["first"], given["sessions"]
    if not variant.allows(sessions):
        return "not this many"
    step = variant.step(given["step"]) if "step" in given else next(iter(variant.steps), None)
    if step is None:
        return "no interval given"
    proposed = step.proposed.times(sessions - 1).after(first)
    return f"{proposed} to {step.latest.times(sessions - 1).after(first)}" if step.latest else f"{proposed}"


def check_minimum_interval(entry: MinimumInterval, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for a minimum without a span, or whose override does not exist."""
    if not entry.spans:
        yield Fault(f"{thing}.spans", "at least one span", "none", 'Add one, such as "7 d".')
    yield from _unknown(thing, "override", "override", filter(None, [entry.override]), edition.all(Override))


def answer_minimum_interval(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the first day on which a session may follow one on a day, and the rule that may set this aside."""
    entry = edition.all(MinimumInterval)[about]
    return f"{max(span.after(given['after']) for span in entry.spans)}, {entry.override or 'none'}"


def check_session_limit(entry: SessionLimit, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for figures out of order, a second limit, or a citation that does not exist."""
    if not entry.fewest <= entry.agreed <= entry.most:
        found = f"{entry.fewest}, {entry.agreed}, {entry.most}"
        yield Fault(thing, "fewest, agreed, most in rising order", found, "Put them in order.")
    if len(edition.all(SessionLimit)) > 1:
        yield Fault(thing, "one limit", "another one beside it", "Keep the one that holds.")
    for name, citations in (("lower", entry.lower), ("size", entry.size)):
        for citation in citations:
            yield from check_citation(citation, f"{thing}.{name}", edition)


def answer_session_limit(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what the limit says about a number of sessions."""
    entry, sessions = edition.all(SessionLimit)[about], given["sessions"]
    if sessions < entry.fewest:
        return "too few"
    if sessions > entry.most:
        return "too many"
    return "agreed" if sessions <= entry.agreed else "disputed"


def answer_checkpoint(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the number of the session at whose visit the checkpoint is."""
    return str(edition.all(Checkpoint)[about].session)


def answer_appraisal(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the window of an appraisal after a first session on a day."""
    entry = edition.all(Appraisal)[about]
    return f"{entry.opens.after(given['first'])} to {entry.closes.after(given['first'])}"


def answer_dating(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return how far a proposal looks from a day on, and before it for the test."""
    entry, day = edition.all(Dating)[about], given["from"]
    until, late = entry.first_within.after(day), entry.tolerated.after(day)
    return f"first until {until}, test from {entry.test_within.before(day)}, late until {late}"


def check_adaptation(entry: Adaptation, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault unless a delay names symptoms, every other move a verdict, and stretching the roles."""
    if (entry.move is Move.DELAY) is not bool(entry.persisting):
        yield Fault(f"{thing}.persisting", "symptoms for a delay, and for it alone", entry.move.value, "Move them.")
    if (entry.move is Move.DELAY) is (entry.verdict is not None):
        yield Fault(f"{thing}.verdict", "a verdict for every move but a delay", entry.move.value, "Add or remove it.")
    if entry.move is Move.LENGTHEN and not entry.roles:
        yield Fault(f"{thing}.roles", "whose verdict stretches an interval", "nobody", "Name the roles.")


def answer_adaptation(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the move that a verdict or an unresolved symptom leads to."""
    entry = edition.all(Adaptation)[about]
    if "verdict" in given:
        counts = not entry.roles or given["by"] in [role.value for role in entry.roles]
        return entry.move.value if counts and entry.verdict is Verdict(given["verdict"]) else "nothing"
    value = Quantity.parse(given["value"]) if "value" in given else None
    report = SymptomReport(given["symptom"], _ANY_TIME, onset=_ANY_TIME, value=value)
    return entry.move.value if any(one.matches(report) for one in entry.persisting) else "nothing"


def answer_maintenance(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the window of the nth recall after a last session on a day."""
    entry = edition.all(Maintenance)[about]
    last: date = given["last"]
    opens = entry.opens.times(given["nth"]).after(last)
    return f"{opens} to {entry.closes.times(given['nth']).after(last)}" if entry.closes else f"{opens}"


def check_override(entry: Override, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for an override that anybody could give, or give without a word, or for which no code exists."""
    if not entry.roles:
        yield Fault(f"{thing}.roles", "who may decide", "nobody", "Name the roles.")
    if entry.least_characters < 1:
        found = str(entry.least_characters)
        yield Fault(f"{thing}.least_characters", "at least one", found, "Say how many words are enough.")
    if not any(entry.id in code.rules for code in edition.all(ReasonCode).values()):
        yield Fault(thing, "a reason code for this rule", "none", "Add a reason code.")


def answer_override(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return whether the words of a reason are enough."""
    return "enough" if edition.all(Override)[about].has_enough(given["words"]) else "refused"


def check_reason_code(entry: ReasonCode, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each rule that has no override."""
    yield from _unknown(thing, "rules", "override", entry.rules, edition.all(Override))


def answer_reason_code(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return whether the code can be chosen for a rule."""
    return "yes" if given["rule"] in edition.all(ReasonCode)[about].rules else "no"
