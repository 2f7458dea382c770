"""What a consent says of the evidence: claims with their grades, studies with their certainty, and the other ways."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.claim import Claim, Grade, Topic
from nappage.engine.comparison import Alternative, alternatives_for
from nappage.engine.evidence import Indication as Purpose
from nappage.engine.evidence import Study
from nappage.rendering.consenting import Consenting
from nappage.rendering.figure_words import days_off, figure_words, price_words, risk_words
from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line, Section, Table
from nappage.rendering.source_names import named_sources

# Which tables of the evidence are about a purpose. It only chooses what is shown: a claim never reaches a rule.
PURPOSES: dict[str, tuple[Purpose, ...]] = {
    "localised-fat": (Purpose.LOCALISED_FAT,),
    "cellulite": (Purpose.CELLULITE,),
    "body-sculpting": (Purpose.LOCALISED_FAT, Purpose.CELLULITE),
    "loose-skin": (Purpose.OTHER, Purpose.FACE),
    "face-neck-rejuvenation": (Purpose.FACE,),
    "wrinkles": (Purpose.FACE,),
    "anti-ageing": (Purpose.FACE,),
    "pigment-lightening": (Purpose.PIGMENT,),
    "hair-loss": (Purpose.ALOPECIA,),
    "pain-and-injuries": (Purpose.PAIN,),
    "arthritis": (Purpose.PAIN,),
    "anxiety": (Purpose.OTHER,),
    "weight-loss": (Purpose.OTHER, Purpose.LOCALISED_FAT),
}
TOPICS = (Topic.EFFICACY, Topic.ONSET, Topic.DURABILITY)


def claims(about: Consenting) -> Section:
    """Return what is said of the purpose, with its grade and what can honestly be said instead."""
    columns = tuple(about.say(f"column-{name}") for name in ("said", "support", "found"))
    rows = tuple(
        (
            about.say("claim-quoted", claim=about.speak.text(claim.says)),
            about.say(f"grade-{claim.grade.value}"),
            about.speak.text(claim.correction),
        )
        for claim in claims_about(about)
    )
    if not rows:
        return Section("claims", about.say("claims"), (about.line("claims-none"),))
    return Section("claims", about.say("claims"), table=Table(columns, rows))


def claims_about(about: Consenting) -> tuple[Claim, ...]:
    """Return the claims that rest on studies of the purpose; praise and what could hurt a believer are left out."""
    studies = {study.id for study in studies_about(about)}
    return tuple(
        claim
        for claim in about.edition.all(Claim).values()
        if claim.topic in TOPICS
        and claim.grade is not Grade.MARKETING
        and claim.hazard is None
        and studies.intersection(claim.evidence)
    )


def studies(about: Consenting) -> Section:
    """Return the studies of the purpose with design, people, result and certainty."""
    columns = tuple(about.say(f"column-{name}") for name in ("study", "people", "result", "certainty"))
    rows = tuple(_study(study, about) for study in studies_about(about))
    if not rows:
        return Section("studies", about.say("studies"), (about.line("studies-none"),))
    table = Table(columns, rows, frozenset((columns[1],)))
    return Section("studies", about.say("studies"), (about.line("studies-how"),), table)


def studies_about(about: Consenting) -> tuple[Study, ...]:
    """Return the studies of the purpose in the order of the knowledge."""
    purposes = PURPOSES.get(about.indication, ())
    return tuple(study for study in about.edition.all(Study).values() if study.indication in purposes)


def _study(study: Study, about: Consenting) -> tuple[str, ...]:
    return (
        about.say("study-named", title=about.speak.text(study.title), design=about.speak.text(study.design)),
        str(study.participants) if study.participants is not None else about.say("not-stated"),
        about.say(f"found-{_slug(study.verdict.value)}"),
        about.say(f"certainty-{_slug(study.certainty.value)}"),
    )


def _slug(value: str) -> str:
    return value.replace(" ", "-")


def alternatives(about: Consenting) -> Section:
    """Return doing nothing and the other ways side by side, without a ranking."""
    known = alternatives_for(about.edition, about.indication)
    few = () if any(each.indications for each in known) else (about.line("alternatives-few"),)
    lines = (about.line("alternatives-rank"), *few, *(_alternative(each, about) for each in known))
    return Section("alternatives", about.say("alternatives"), lines)


def _alternative(way: Alternative, about: Consenting) -> Line:
    return Line(
        about.speak.text(way.name), beneath=tuple(_told(way, about)), sources=named_sources(way.sources, about.speak)
    )


def _told(way: Alternative, about: Consenting) -> Iterator[str]:
    yield about.speak.text(way.text)
    for figure in way.figures:
        yield sentence(figure_words(figure, about))
    if way.risks:
        risks = ", ".join(risk_words(risk, about) for risk in way.risks)
        yield sentence(about.say("alternative-risks", risks=risks))
    if way.downtime is not None:
        yield sentence(about.say("alternative-downtime", span=days_off(way.downtime, about)))
    if way.cost is not None:
        yield sentence(price_words(way.cost, about))
