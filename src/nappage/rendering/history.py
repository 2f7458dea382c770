"""What an entry of a chart says, in a line: for the history, where every kind of entry stands beside every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import singledispatch
from typing import Any
from uuid import UUID

from nappage.assessment.followed import CheckOut
from nappage.assessment.happening import (
    Addendum,
    ConsentSigned,
    Drawn,
    Ended,
    InstrumentAnswers,
    MedicineList,
    Note,
    Observation,
    ObservationEnded,
    PassCopied,
    PassGiven,
    PlanTerms,
    ReactionSeen,
    Signed,
    Started,
    TestGiven,
    TestRead,
)
from nappage.assessment.photographed import PhotoConsent, PhotoUse, PhotoUsed
from nappage.engine.area import AreaSize
from nappage.engine.contact import ContactMade, Told
from nappage.engine.measurement import place_of
from nappage.engine.package_price import PackagePrice
from nappage.engine.question import Question
from nappage.engine.story import (
    Allergy,
    Component,
    Criterion,
    Formula,
    HealthEvent,
    MedicineTaken,
    Plan,
    Reading,
    Reason,
    Reply,
    Side,
    Site,
    SymptomReport,
    TapeReading,
    WhealReading,
)
from nappage.rendering.naming import schedule, sentence
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer

# What names a row, a paper or a version for the program and tells a reader nothing.
_LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish"}
_PHOTOS_FOR = {
    PhotoUse.IDENTITY: "to know the person by",
    PhotoUse.RECORD: "for the record",
    PhotoUse.RATING: "for masked rating",
    PhotoUse.TEACHING: "for teaching",
    PhotoUse.PUBLICATION: "for publication",
}
_LEFT_OUT = ("by", "at", "id", "text_digest", "edition", "policy_version")


def told(values: Iterable[object], speak: Speaker) -> tuple[str, ...]:
    """Return what the values of one entry say, a sentence for each."""
    return tuple(sentence(_told(value, speak)) for value in values)


@singledispatch
def _told(value: object, speak: Speaker) -> str:
    return ", ".join(_parts(value, speak))


def _parts(value: Any, speak: Speaker) -> Iterator[str]:
    """Yield the fields of a value that say something, by their names."""
    for field in fields(value):
        said = getattr(value, field.name)
        words = "" if field.name in _LEFT_OUT else _words(said, speak)
        if words:
            name = field.name.replace("_", " ")
            # What somebody wrote may end like a sentence; the list it stands in goes on.
            yield name if said is True else f"{name} {words.rstrip('.')}"


def _words(said: Any, speak: Speaker) -> str:
    if said is None or said is False or isinstance(said, UUID):
        return ""
    if is_dataclass(said) and not isinstance(said, type) and not hasattr(said, "parse"):
        return _told(said, speak)
    if isinstance(said, tuple):
        return "; ".join(filter(None, (_words(one, speak) for one in said)))
    return speak.value(said)


@_told.register
def _(value: Reply, speak: Speaker) -> str:
    question = speak.edition.get(Question, value.question)
    answer = value.how if value.answer is Answer.UNKNOWN and value.how else value.answer.value
    how = f" ({value.how})" if value.how and value.answer is not Answer.UNKNOWN else ""
    denies = f"; no to: {', '.join(map(speak.term, value.denies))}" if value.denies else ""
    return f"{question.text if question else value.question} {answer}{how}{denies}, said by {speak.named(value.by)}"


@_told.register
def _(value: HealthEvent, speak: Speaker) -> str:
    since = f" since {speak.value(value.since)}" if value.since else ""
    until = f" until {speak.value(value.until)}" if value.until else ""
    return f"{speak.term(value.condition)}{since}{until}{_quoted(value.note)}"


@_told.register
def _(value: MedicineList, speak: Speaker) -> str:
    return "; ".join(_told(one, speak) for one in value.medicines) or "no medicines"


@_told.register
def _(value: MedicineTaken, speak: Speaker) -> str:
    known = {Answer.YES: "prescribed", Answer.NO: "not prescribed", Answer.UNKNOWN: "not known whether prescribed"}
    last = f", last taken {speak.value(value.last_taken)}" if value.last_taken else ""
    purpose = f", for {value.purpose}" if value.purpose else ""
    return f"{value.name}, {known[value.prescribed]}{last}{', no longer taken' if value.stopped else ''}{purpose}"


@_told.register
def _(value: Allergy, speak: Speaker) -> str:
    known = {Answer.YES: "severe", Answer.NO: "not severe", Answer.UNKNOWN: "not known how severe"}
    return f"allergy to {value.to}, {known[value.severe]}"


@_told.register
def _(value: Reading, speak: Speaker) -> str:
    return f"{speak.term(value.code)} {speak.value(value.value)}"


@_told.register
def _(value: Reason, speak: Speaker) -> str:
    second = f", confirmed by {speak.named(value.second)}" if value.second else ""
    return f"{speak.named(value.by)} decided on {value.rule}: {speak.term(value.code)}{_quoted(value.words)}{second}"


@_told.register
def _(value: Note, speak: Speaker) -> str:
    return f"{value.section}{_quoted(value.words)}"


@_told.register
def _(value: InstrumentAnswers, speak: Speaker) -> str:
    return "; ".join(f"{one.item}: {one.answer}" for one in value.answers)


# -- the plan and its consent ---------------------------------------------------------------------------------------


@_told.register
def _(value: Site, speak: Speaker) -> str:
    return speak.term(value.zone if value.side is Side.MIDLINE else f"{value.zone}/{value.side.value}")


@_told.register
def _(value: Plan, speak: Speaker) -> str:
    said = (
        speak.purpose(value.indication),
        f"by the schedule “{schedule(speak.edition, value.variant)}”" if value.variant else "",
        f"at {' and '.join(_told(site, speak) for site in value.sites)}" if value.sites else "",
        f"with {value.formula}" if value.formula else "",
        f"in {value.sessions} sessions" if value.sessions else "",
    )
    return "; ".join((" ".join(filter(None, said)), *_more_of(value, speak)))


def _more_of(plan: Plan, speak: Speaker) -> Iterator[str]:
    """Yield what a plan says beside what is given where."""
    if plan.technique:
        yield f"{speak.term(plan.technique)}{f' into the {speak.term(plan.layer)}' if plan.layer else ''}"
    if plan.queued:
        yield f"later {_words(plan.queued, speak)}"
    if plan.sentinel:
        yield f"compared with {speak.term(plan.sentinel)}, untreated"
    if plan.criterion:
        yield _told(plan.criterion, speak)
    for name, said in (("causes", plan.causes), ("judged by", plan.assessments), ("suitability", plan.suitability)):
        if said:
            yield f"{name} {_words(said, speak)}"
    if plan.lifestyle:
        yield plan.lifestyle.rstrip(".")
    yield _signature(plan, speak)


@_told.register
def _(value: Criterion, speak: Speaker) -> str:
    change = f" {speak.term(value.landmark)} {speak.value(value.change)}" if value.landmark and value.change else ""
    return f"at checkpoint {value.checkpoint}{change}{_quoted(value.words)}"


@_told.register
def _(value: Formula, speak: Speaker) -> str:
    return f"{value.id}: {_words(value.components, speak)}; {_signature(value, speak)}"


def _signature(signed: Plan | Formula, speak: Speaker) -> str:
    if signed.signed_at is None:
        return "not signed yet"
    return f"signed by {speak.named(signed.signed_by)}, {speak.value(signed.signed_at)}"


@_told.register
def _(value: PlanTerms, speak: Speaker) -> str:
    said = (
        f"the goal in their words{_quoted(value.goal)}" if value.goal else "",
        f"the price: {_told(value.price, speak)}" if value.price else "",
        f"shown beside it: {_words(value.alternatives_shown, speak)}" if value.alternatives_shown else "",
        f"the layer talked over with a depth of {speak.value(value.depth)}" if value.depth else "",
        f"the first session talked of for {speak.value(value.first)}" if value.first else "",
        f"the places are {_words(value.sizes, speak)}" if value.sizes else "",
        f"why{_quoted(value.why)}" if value.why else "",
    )
    return "; ".join(filter(None, said))


@_told.register
def _(value: PackagePrice, speak: Speaker) -> str:
    package = f", {value.package} for {value.sessions} paid at once" if value.package else ""
    refund = f", refunded by {speak.value(value.refund).replace('-', ' ')}" if value.refund else ""
    return f"{value.per_session} a session{package}{refund}"


@_told.register
def _(value: ConsentSigned, speak: Speaker) -> str:
    explained = f", explained by {speak.named(value.explained_by)}" if value.explained_by else ""
    witness = f", witnessed by {speak.named(value.witness)}" if value.witness else ""
    consent, manner = value.consent, value.manner.replace("-", " ")
    language = _LANGUAGES.get(value.language, value.language)
    return f"version {consent.version} signed by {speak.named(consent.by)}, {manner}, in {language}{explained}{witness}"


# -- the test and the session ---------------------------------------------------------------------------------------


@_told.register
def _(value: Component, speak: Speaker) -> str:
    lot = f"(lot {value.lot})" if value.lot else ""
    said = (speak.term(value.agent), speak.quantity(value.volume), speak.value(value.strength), lot)
    return " ".join(filter(None, said))


@_told.register
def _(value: TestGiven, speak: Speaker) -> str:
    control = f"beside a control{_at(value.control_site)}" if value.control else "without a control"
    second = f", seen by {speak.named(value.second)}" if value.second else ""
    each = f"{speak.value(value.volume)} of " if value.volume else ""
    placed = f"placed {speak.value(value.placed_at)}{_at(value.mix_site)}"
    return f"{each}{_words(value.components, speak)} {placed}, {control}{second}"


@_told.register
def _(value: TestRead, speak: Speaker) -> str:
    return _words(value.readings, speak)


@_told.register
def _(value: WhealReading, speak: Speaker) -> str:
    seen = f", meanwhile{_quoted(value.seen_meanwhile)}" if value.seen_meanwhile else ""
    axes = f"{speak.quantity(value.long_axis)} × {speak.quantity(value.short_axis)}"
    signs = f"{_is('flare', value.flare)}, {_is('infiltrate', value.infiltrate)}"
    return f"{speak.value(value.substance)} {axes}, {signs}{seen}"


@_told.register
def _(value: TapeReading, speak: Speaker) -> str:
    manner = (speak.value(each) for each in (value.posture, value.tension) if each)
    untreated = "untreated" if value.sentinel else ""
    height = f"height {speak.quantity(value.height)}" if value.height else ""
    read = f"{speak.term(str(place_of(value)))} {speak.quantity(value.value)}"
    return ", ".join(filter(None, (read, height, untreated, *manner)))


@_told.register
def _(value: Started, speak: Speaker) -> str:
    known = f", known by {', '.join(one.replace('-', ' ') for one in value.identifiers)}" if value.identifiers else ""
    where = "".join(f", {one}" for one in (value.room, value.device) if one)
    sites = " and ".join(_told(site, speak) for site in value.sites)
    return f"{speak.named(value.injector)} began with {value.formula} at {sites}{known}{where}"


@_told.register
def _(value: PassGiven, speak: Speaker) -> str:
    done = value.given
    needle = " ".join(filter(None, (value.needle, speak.value(done.needle_length))))
    said = (
        f"{done.punctures} × {speak.quantity(done.volume_per_puncture)} {speak.term(done.technique)}",
        f"{speak.value(done.depth)} deep" if done.depth else "",
        f"into the {speak.term(done.layer)}" if done.layer else "",
        f"{speak.value(value.spacing)} apart" if value.spacing else "",
        f"at {speak.value(done.angle)}" if done.angle else "",
        f"needle {needle}" if needle else "",
        f"needle lot {value.needle_lot}" if value.needle_lot else "",
        value.device,
        "copied and confirmed" if value.copied else "",
    )
    return f"{_told(done.site, speak)}: {', '.join(filter(None, said))}{_quoted(value.note)}"


@_told.register
def _(value: PassCopied, speak: Speaker) -> str:
    return f"{_told(value.copy, speak)}, not confirmed yet"


@_told.register
def _(value: Drawn, speak: Speaker) -> str:
    return f"{speak.quantity(value.drawn)} drawn up, {speak.quantity(value.wasted)} wasted{_quoted(value.note)}"


@_told.register
def _(value: Ended, speak: Speaker) -> str:
    return f"the last puncture was made by {speak.value(value.at)}"


@_told.register
def _(value: Signed, speak: Speaker) -> str:
    return f"{value.passes} passes, {value.punctures} punctures, {speak.quantity(value.volume)} given"


@_told.register
def _(value: Addendum, speak: Speaker) -> str:
    return value.words


@_told.register
def _(value: Observation, speak: Speaker) -> str:
    owner, began = speak.named(value.owner), speak.value(value.began)
    return f"{owner} watches for {value.minutes} min after the {value.after}, from {began}"


@_told.register
def _(value: ObservationEnded, speak: Speaker) -> str:
    return f"{'left early' if value.left_early else 'ended'} {speak.value(value.at)}{_quoted(value.words)}"


@_told.register
def _(value: CheckOut, speak: Speaker) -> str:
    done = {Answer.YES: "done", Answer.NO: "not done", Answer.UNKNOWN: "not known whether done"}
    return f"{value.instruction.replace('-', ' ')}: {done[value.done]}{_quoted(value.words)}"


# -- what was told and seen after a session, and photos -------------------------------------------------------------


@_told.register
def _(value: SymptomReport, speak: Speaker) -> str:
    what = filter(None, (speak.term(value.symptom), speak.term(value.zone), speak.value(value.value)))
    size = f", {speak.quantity(value.size)} wide" if value.size else ""
    onset = f", since {speak.value(value.onset)}" if value.onset else ""
    beside = f", with {', '.join(map(speak.term, value.features))}" if value.features else ""
    return f"{', '.join(what)}{size}{onset}{beside}{_quoted(value.words)}"


@_told.register
def _(value: ReactionSeen, speak: Speaker) -> str:
    return f"{speak.term(value.what)}{f', {_told(value.site, speak)}' if value.site else ''}{_quoted(value.words)}"


@_told.register
def _(value: ContactMade, speak: Speaker) -> str:
    asked = ", ".join(map(speak.term, value.follow_ups))
    told = "nothing troubled them" if value.told is Told.NOTHING else "something was told, which stands apart"
    return f"asked after the session of {speak.value(value.session)} ({asked}): {told}{_quoted(value.words)}"


@_told.register
def _(value: AreaSize, speak: Speaker) -> str:
    return f"{_told(value.site, speak)} with {speak.value(value.size)}"


@_told.register
def _(value: PhotoConsent, speak: Speaker) -> str:
    said, asked = "agreed" if value.given else "not agreed", speak.named(value.explained_by)
    return f"photos {_PHOTOS_FOR[value.use]}: {said}{f', asked by {asked}' if asked else ''}{_quoted(value.words)}"


@_told.register
def _(value: PhotoUsed, speak: Speaker) -> str:
    return f"given out {_PHOTOS_FOR[value.use]}{_quoted(value.where)}"


def _is(sign: str, answer: Answer) -> str:
    return {Answer.YES: sign, Answer.NO: f"no {sign}", Answer.UNKNOWN: f"{sign} not known"}[answer]


def _at(site: str) -> str:
    return f" at {site}" if site else ""


def _quoted(words: str) -> str:
    return f": “{words}”" if words else ""
