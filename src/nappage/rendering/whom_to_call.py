"""What is told to call about after a session, by how urgent it is: all that triage says, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from nappage.engine.symptom import Feature, Level, Pathway, Symptom, worse_with
from nappage.engine.warning_sign import WarningFeature, WarningSign
from nappage.rendering.given import Given, home, in_english
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line
from nappage.rendering.source_names import named_sources

# Under which word of the body an emergency stands, by what the clinic thinks of first.
GROUPS: Mapping[str, frozenset[Pathway]] = {
    "breath": frozenset({Pathway.ALLERGY}),
    "heart": frozenset({Pathway.FAINT, Pathway.ANAESTHETIC_TOXICITY, Pathway.AGENT_TOXICITY, Pathway.OTHER}),
    "nerves": frozenset({Pathway.NERVE, Pathway.EYE}),
    "skin": frozenset({Pathway.VASCULAR, Pathway.LOCAL_REACTION, Pathway.BLEEDING, Pathway.PIGMENT}),
    "infection": frozenset({Pathway.INFECTION}),
    "mood": frozenset({Pathway.MOOD}),
    "pregnancy": frozenset({Pathway.PREGNANCY}),
}


def call_now(given: Given) -> tuple[Line, ...]:
    """Return what an ambulance is called for: what is an emergency by itself, then what becomes one with another."""
    return _in_both(_emergencies, "call-now", given, Level.EMERGENCY)


def call_today(given: Given) -> tuple[Line, ...]:
    """Return what the clinic is called about the same day."""
    return _in_both(_of_today, "call-today", given, Level.SAME_DAY)


def call_soon(given: Given) -> tuple[Line, ...]:
    """Return what the clinic is called about by the next day."""
    return _in_both(lambda each: _together(each, Level.CONTACT), "call-soon", given, Level.CONTACT)


def _in_both(said: Callable[[Given], Iterable[str]], code: str, given: Given, level: Level) -> tuple[Line, ...]:
    """Return lines; beneath the last stand the sources of all, and all of it in English where that is needed."""
    lines = [Line(words) for words in said(given)]
    if not lines:
        return ()
    english = in_english(given)
    beside = f"{home(english, code)}: {' '.join(said(english))}" if english else ""
    return (*lines[:-1], replace(lines[-1], sources=_sources(given, level), english=beside))


def _sources(given: Given, level: Level) -> tuple[str, ...]:
    symptoms = [one.symptom for one in _signs(given, level)]
    features = [one.feature for one in given.warnings.features if one.level is level]
    first = (source for symptom in symptoms for source in symptom.cells[0].sources)
    also = (source for feature in features for source in feature.sources)
    return named_sources([*first, *also], given.speak)


def _signs(given: Given, level: Level) -> list[WarningSign]:
    return [one for one in given.warnings.signs if one.level is level]


def _emergencies(given: Given) -> Iterator[str]:
    for group, pathways in GROUPS.items():
        if named := [*_symptoms_of(pathways, given), *_features_of(pathways, given)]:
            yield f"{home(given, f'group-{group}')}: {'; '.join(named)}."
    yield from _anything(given, Level.EMERGENCY)
    yield from _with_another(given)


def _symptoms_of(pathways: Collection[Pathway], given: Given) -> Iterator[str]:
    for sign in _signs(given, Level.EMERGENCY):
        if sign.symptom.pathway in pathways:
            yield given.speak.text(sign.symptom.words)


def _features_of(pathways: Collection[Pathway], given: Given) -> Iterator[str]:
    for one in _unsaid(given, Level.EMERGENCY):
        if one.feature.level is Level.EMERGENCY and (one.feature.pathway or Pathway.OTHER) in pathways:
            yield given.speak.text(one.feature.words)


def _unsaid(given: Given, level: Level) -> Iterator[WarningFeature]:
    """Yield the features of a level that no symptom of this level or of a more urgent one has in its own words."""
    for one in given.warnings.features:
        if one.level is level and not _is_said(one.feature, given, level):
            yield one


def _is_said(feature: Feature, given: Given, level: Level) -> bool:
    named = {one.symptom.id for one in given.warnings.signs if one.level >= level}
    return bool(feature.said_by) and named.issuperset(feature.said_by)


def _anything(given: Given, level: Level) -> Iterator[str]:
    """Yield what makes anything as urgent as that, but for what stands among the emergencies by its own name."""
    urgent = [one.feature for one in _unsaid(given, level) if one.feature.level is not Level.EMERGENCY]
    if urgent:
        yield _with([home(given, "anything")], urgent, given)


def _with_another(given: Given) -> Iterator[str]:
    """Yield what becomes an emergency with something that is none by itself; symptoms that are alike share a line."""
    rows: dict[tuple[str, ...], list[Symptom]] = {}
    told: set[tuple[str, str]] = set()
    for sign in given.warnings.signs:
        beside = tuple(id for id in _needed(sign, given) if (sign.symptom.gives, id) not in told)
        if beside:
            rows.setdefault(beside, []).append(sign.symptom)
        # Pain with white skin is white skin with pain.
        told.update((id, sign.symptom.gives) for id in beside)
    for ids, symptoms in rows.items():
        yield _with(_words(symptoms, given), [given.edition.all(Feature)[id] for id in ids], given)


def _needed(sign: WarningSign, given: Given) -> Iterator[str]:
    """Yield what makes an emergency of a symptom, but for what is one whatever it is said of."""
    urgent = {one.feature.id for one in given.warnings.features if one.level is Level.EMERGENCY}
    for id in sign.emergency_with:
        if id not in urgent and not _is_said(given.edition.all(Feature)[id], given, Level.EMERGENCY):
            yield id


def _of_today(given: Given) -> Iterator[str]:
    yield from _together(given, Level.SAME_DAY)
    yield from _anything(given, Level.SAME_DAY)
    yield from _lump(given)


def _lump(given: Given) -> Iterator[str]:
    """Yield what makes a bump one to be seen the same day; nothing is said of one that is quiet (H-08)."""
    lump = next(sign for sign in given.warnings.signs if sign.symptom.id == "lump")
    urgent = {one.feature.id for one in given.warnings.features if one.level >= Level.SAME_DAY}
    worse = [id for id in worse_with(lump.symptom, Level.SAME_DAY) if id not in (*lump.emergency_with, *urgent)]
    if lump.level < Level.SAME_DAY and worse:
        yield _with(_words([lump.symptom], given), [given.edition.all(Feature)[id] for id in worse], given)


def _together(given: Given, level: Level) -> Iterator[str]:
    if signs := _signs(given, level):
        yield f"{capital('; '.join(_words([one.symptom for one in signs], given)))}."


def _with(named: Iterable[str], features: Iterable[Feature], given: Given) -> str:
    """Return a line such as "Hives; a rash with any of these: fainting; vomiting."."""
    beside = "; ".join(given.speak.text(one.words) for one in features)
    return home(given, "with-any", symptoms=capital("; ".join(named)), features=beside)


def _words(symptoms: Iterable[Symptom], given: Given) -> list[str]:
    return [given.speak.text(one.words) for one in symptoms]
