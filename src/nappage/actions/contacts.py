"""After a session: what was done before leaving, where somebody travels, who asked when, and who owns what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.followed import Away, CheckOut, ContactTried, TakenOn
from nappage.assessment.happening import Started
from nappage.assessment.leaving_check import leaving_check
from nappage.assessment.look import Look
from nappage.engine.contact import Contact, ContactMade, Told
from nappage.library.timezones import timezone
from nappage.records.models import Entry, Member
from nappage.values.fault import Fault, Faulty, Refused


def check_out(
    actor: Actor, person: UUID, course: UUID | None, lines: Sequence[CheckOut], zone: str, told: Told | None = None
) -> Entry:
    """Return the entry of the list gone through before leaving, with the zone of the next days beside it.

    `told` is what was said to the line that is a check of the follow-up: the check is made with it, and no report ends.
    """
    _known(zone)
    if not lines:
        raise Faulty(
            [
                Fault(
                    _("Before leaving"),
                    _("at least one line answered"),
                    _("nothing"),
                    _("Go through the list."),
                    field="lines",
                )
            ]
        )
    with acting(actor, "leaving.record", person, act="record check-out") as trace:
        look = take_turn(actor, person, course)
        visit = last_visit(look)
        if visit is None:
            raise Conflict(_("no session was given: there is nothing to leave after"))
        entry = append(actor, person, *lines, course=course, visit=visit)
        if told is not None:
            _make_check(actor, look, told, lines[0].words)
        _travel(actor, look, zone)
        trace.thing = entry.id
    return entry


def _make_check(actor: Actor, look: Look, told: Told, words: str) -> None:
    check = leaving_check(look)
    if check is None or not check.is_open(actor.at):
        raise Conflict(_("this was asked already, or is not to be asked yet"))
    part = check.part
    made = ContactMade(part.session, (part.follow_up.id,), told, actor.at, actor.slug, words.strip())
    append(actor, look.chart.person, made, course=look.chart.course, visit=last_visit(look))


def say_away(actor: Actor, person: UUID, course: UUID | None, zone: str, permission: str = "leaving.record") -> None:
    """Record the time zone of the place where somebody is in the next days; Faulty if there is none of that name.

    With `own.keep` the person says it themselves.
    """
    _known(zone)
    with acting(actor, permission, person, act="record away"):
        _travel(actor, take_turn(actor, person, course), zone)


def _known(zone: str) -> None:
    try:
        if zone:
            timezone(zone)
    except Refused as refused:
        raise Faulty([refused.at("Time zone", "zone")]) from None


def _travel(actor: Actor, look: Look, zone: str) -> None:
    before = look.story.away_zone.key if look.story.away_zone else ""
    if zone != before:
        append(actor, look.chart.person, Away(zone), course=look.chart.course)


def last_visit(look: Look) -> UUID | None:
    """Return the visit of the session that was started last."""
    started = [line.visit for line, _ in look.chart.of(Started)]
    return started[-1] if started else None


def record_contact(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    day: date,
    told: Told | None,
    words: str = "",
    *,
    permission: str = "contact.record",
) -> tuple[Entry, ...]:
    """Return an entry for each session that a contact was about; `told` None means that nobody was reached.

    Whoever is reached is asked for everything that is due by then, also that of earlier days. Conflict if nothing is
    to be asked any more.
    """
    with acting(actor, permission, person, act="record contact") as trace:
        look = take_turn(actor, person, course)
        waiting = [one for one in look.contacts if one.day == day or one.is_due(actor.at)]
        if not any(one.day == day for one in waiting):
            raise Conflict(_("this was asked already"))
        if told is None:
            return (append(actor, person, ContactTried(day, words.strip()), course=course),)
        entries = append_contacts(actor, look, waiting, told, words)
        trace.thing = entries[0].id
    return entries


def append_contacts(
    actor: Actor, look: Look, waiting: Sequence[Contact], told: Told, words: str = ""
) -> tuple[Entry, ...]:
    """Return an entry for each session that some contacts are about; call it inside `acting`."""
    visits = {line.at: line.visit for line, _ in look.chart.of(Started)}
    made = [
        ContactMade(session, ids, told, actor.at, actor.slug, words.strip())
        for session, ids in sorted(_by_session(waiting).items())
    ]
    person, course = look.chart.person, look.chart.course
    return tuple(append(actor, person, one, course=course, visit=visits.get(one.session)) for one in made)


def _by_session(waiting: Sequence[Contact]) -> dict[datetime, tuple[str, ...]]:
    """Return the follow-ups of several contacts by the session that they belong to."""
    ids: dict[datetime, tuple[str, ...]] = {}
    for part in (part for contact in waiting for part in contact.parts):
        ids[part.session] = (*ids.get(part.session, ()), part.follow_up.id)
    return ids


def take_on(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    owner: Member,
    *,
    day: date | None = None,
    report: UUID | None = None,
) -> Entry:
    """Return the entry by which somebody of this clinic owns a contact or a report."""
    with acting(actor, "contact.record", person, act="take on") as trace:
        if owner.clinic_id != actor.clinic or not owner.active:
            raise Conflict(_("nobody of this clinic"))
        entry = append(actor, person, TakenOn(owner.slug, day, report), course=course)
        trace.thing = entry.id
        trace.detail = {"owner": owner.slug}
    return entry
