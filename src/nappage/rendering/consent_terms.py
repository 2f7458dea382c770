"""What a consent says of the terms: the law, the people, the price, the questions, withdrawal, and the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nappage.engine.agent import KnownAgent, RegulatoryRow, Status
from nappage.engine.jurisdiction import Jurisdiction, regulation
from nappage.engine.policy import StaffMember
from nappage.engine.story import SessionState
from nappage.engine.translation import is_reviewed
from nappage.rendering.consenting import Answered, Consenting
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.source_names import named_sources

UNEXAMINED = (Status.OFF_LABEL, Status.COMPOUNDED, Status.NARROW)


def law(about: Consenting) -> Section:
    """Return where purpose and agents stand in this jurisdiction, each row with its date."""
    rows = tuple(line for agent in about.agents for line in _agent(agent, about))
    mixed = (about.line("law-mixed"),) if len(about.agents) > 1 else ()
    return Section("law", about.say("law"), (_purpose(about), *rows, *mixed, about.line("law-off-label")))


def _purpose(about: Consenting) -> Line:
    active = next((each for each in about.policy.indications if each.indication == about.indication), None)
    if active is None:
        return about.line("law-indication-off")
    return about.line("law-indication", citation=active.citation, due=active.review_due)


def _agent(agent: KnownAgent, about: Consenting) -> Iterator[Line]:
    found = regulation(about.policy.jurisdiction, agent, about.indication, about.edition)
    for row in found.rows:
        yield _row(row, agent, about)
    if not found.rows:
        yield Line(about.say("law-unknown", agent=capital(about.name(agent.id))), Tone.INFORMATION)


def _row(row: RegulatoryRow, agent: KnownAgent, about: Consenting) -> Line:
    place = about.edition.get(Jurisdiction, row.jurisdiction or about.policy.jurisdiction)
    words = about.say(
        "law-row",
        agent=capital(about.name(agent.id)),
        status=about.say(f"status-{re.sub('[ ,]+', '-', row.status.value)}"),
        on=row.as_of,
        place=about.speak.text(place.name) if place else None,
    )
    tone = Tone.HOLD if row.status.forbids else Tone.PLAIN
    return Line(words, tone, (about.speak.text(row.note),), named_sources(row.sources, about.speak))


def people(about: Consenting) -> Section:
    """Return who injects with which credential, and who signed the plan."""
    injectors = [member for id in _injectors(about) if (member := about.policy.member(id))]
    lines = [_injects(member, about) for member in injectors] or [about.line("people-unknown")]
    plan = about.story.plan
    planner = about.policy.member(plan.signed_by) if plan else None
    if planner is not None:
        lines.append(about.line("people-plans", **_person(planner, about)))
    if injectors:
        lines.append(about.line("people-other"))
    return Section("people", about.say("people"), tuple(lines))


def _injectors(about: Consenting) -> tuple[str, ...]:
    """Return those whom the clinic names, else those who are booked."""
    booked = (each.injector for each in about.story.sessions if each.state is SessionState.BOOKED and each.injector)
    return about.given.injectors or tuple(dict.fromkeys(booked))


def _injects(member: StaffMember, about: Consenting) -> Line:
    by = about.name(member.delegated_by) if member.delegated_by else None
    return about.line("people-injects", **_person(member, about), until=member.licensed_until, by=by)


def _person(member: StaffMember, about: Consenting) -> dict[str, str | None]:
    return {
        "name": about.name(member.id),
        "role": about.speak.value(member.role),
        "credential": about.given.credentials.get(member.id),
    }


def price(about: Consenting) -> Section:
    """Return what it costs and what is given back, as the clinic states it."""
    refunds = tuple(Line(words) for words in about.given.refunds) or (about.line("price-refunds-none"),)
    if not about.given.prices:
        return Section("price", about.say("price"), (about.line("price-none"), *refunds))
    columns = (about.say("column-for"), about.say("column-amount"))
    rows = tuple((each.item, each.amount) for each in about.given.prices)
    return Section("price", about.say("price"), refunds, Table(columns, rows, frozenset(columns[1:])))


def questions(about: Consenting) -> Section:
    """Return what the patient asked and what was answered."""
    lines = tuple(_answered(each, about) for each in about.given.answered) or (about.line("questions-none"),)
    return Section("questions", about.say("questions"), lines)


def _answered(asked: Answered, about: Consenting) -> Line:
    by = (about.say("question-by", by=about.name(asked.by), at=asked.at),) if asked.by else ()
    return Line(asked.question, beneath=(about.say("question-answer", answer=asked.answer), *by))


def withdrawal(about: Consenting) -> Section:
    """Return that consent can be withdrawn at any moment, how, and what follows."""
    lines = tuple(about.line(f"withdrawal-{part}") for part in ("how", "then", "back"))
    return Section("withdrawal", about.say("withdrawal"), lines)


def document(about: Consenting) -> Section:
    """Return what this text rests on and who has reviewed it."""
    lines = [about.line("document-unreviewed")]
    if about.speak.language != "en" and not is_reviewed(about.edition, about.speak.language):
        lines.append(about.line("document-translation"))
    found = about.found
    edition = about.line("document-edition", edition=found.edition, timezones=found.timezones)
    return Section("document", about.say("document"), (*lines, edition, about.line("document-sources")))
