"""Giving a session: the start after the time-out, each pass, stop and resume, the end, the signature, what is added.

What the outlook of this very instant does not allow is refused here, whatever a page showed before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow
from nappage.actions.at_visit import AtVisit, at_visit, line_of, named, with_lines
from nappage.actions.decisions import keep_decision
from nappage.actions.lots import note_uses
from nappage.actions.observations import begin_observation, is_first_exposure
from nappage.actions.slips import drawn_slips, faults_of_pass, needle_slips, volume_slips
from nappage.actions.turns import at_turn
from nappage.assessment.charted import Charted
from nappage.assessment.happening import (
    Addendum,
    Drawn,
    Ended,
    PassGiven,
    ReactionSeen,
    Resumed,
    Signed,
    Started,
    Stopped,
)
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.dose import DoseState
from nappage.engine.draw_up import Balance, draw_up
from nappage.engine.gate import GateState
from nappage.engine.objection import Weight
from nappage.engine.scale import Scale, score_objection
from nappage.engine.story import SameDayOutcome, SessionState, Site, SymptomReport
from nappage.engine.symptom import Symptom
from nappage.engine.visit import formula_of
from nappage.records.models import Entry, Member, Purpose, VisitState
from nappage.records.standing_query import StandingQuery
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day
from nappage.values.statement import Because

IDENTIFIERS = 2


@dataclass(frozen=True, slots=True)
class TimeOut:
    """What was said before the first puncture: who the patient is, by which words, and each site, aloud."""

    identifiers: tuple[str, ...]
    sites: tuple[Site, ...]
    device: str = ""


# -- the start -------------------------------------------------------------------------------------------------------


def start(actor: Actor, visit: UUID, said: TimeOut) -> Entry:
    """Return the entry that starts a visit's session; NotNow with every reason, Conflict if it has started already."""
    with at_visit(actor, "session.start", visit, "start session", injector=actor.member) as came:
        act = replace(came, look=at_turn(came.look))
        if act.charted.started is not None:
            line, begun = act.charted.started
            raise Conflict(_("this session was started by {who}").format(who=_name(actor, begun.injector)), (line.id,))
        _refuse_start(act, said)
        story = act.look.story
        formula = formula_of(story, act.look.outlook.treating.session)
        assert formula is not None, "the formula gate is closed without one"
        room = act.visit.room.name if act.visit.room else ""
        entry = act.record(Started(actor.slug, formula.id, said.sites, said.identifiers, room, said.device))
        keep_decision(actor, act.look, "start session", entry.id)
        note_uses(entry, formula.components)
        if act.visit.state == VisitState.BOOKED:
            act.visit.state = VisitState.HERE
            act.visit.save(update_fields=["state"])
    return entry


def _refuse_start(act: AtVisit, said: TimeOut) -> None:
    start = act.look.outlook.start
    faults = (*_against_visit(act), *_against_words(act, said))
    because = (
        *(reason for gate in act.look.outlook.gates if gate.state is not GateState.OPEN for reason in gate.reasons),
        *start.holds,
        *(notice.because for notice in start.notices if notice.refuses),
    )
    if faults or not start.may_start:
        raise NotNow(because, faults)


def _against_visit(act: AtVisit) -> Iterator[Fault]:
    """Yield why this visit is not the one that the outlook is about: only one session is given on a day."""
    session = act.look.outlook.treating.session
    if act.visit.purpose != Purpose.SESSION:
        yield Fault(_("Visit"), _("a visit booked for a session"), act.visit.purpose, _("Book a session."))
    elif session is None or session.state is not SessionState.BOOKED or session.start != act.visit.start:
        yield Fault(_("Visit"), _("the next session of this course"), _("another one"), _("Open the session of today."))
    elif local_day(session.start, act.look.policy.zone) != local_day(act.actor.at, act.look.policy.zone):
        yield Fault(
            _("Visit"), _("a visit booked for today"), _("another day"), _("Move the visit to today, then start.")
        )


def _name(actor: Actor, slug: str) -> str:
    """Return what a member of the clinic is called; who is none of them is called as the record does."""
    return Member.objects.filter(clinic=actor.clinic, slug=slug).values_list("name", flat=True).first() or slug


def _against_words(act: AtVisit, said: TimeOut) -> Iterator[Fault]:
    if len(set(said.identifiers)) < IDENTIFIERS:
        found = ", ".join(said.identifiers) or _("none")
        yield Fault(
            _("Who is here"),
            _("two identifiers said by the patient"),
            found,
            _("Ask for name and birth date."),
            field="identifiers",
        )
    planned = act.look.story.plan.sites if act.look.story.plan else ()
    for site in planned:
        if site not in said.sites:
            yield Fault(
                named(site), _("the site confirmed aloud"), _("not confirmed"), _("Say it aloud."), field="sites"
            )
    for site in said.sites:
        if site not in planned:
            yield Fault(named(site), _("a site of the plan"), _("another"), _("Change the plan first."), field="sites")


# -- passes ----------------------------------------------------------------------------------------------------------


def chart_pass(
    actor: Actor,
    visit: UUID,
    id: UUID,
    given: PassGiven,
    happened: datetime | None = None,
    in_force: PolicyInForce | None = None,
) -> Entry:
    """Return the entry of one pass; the same pass sent again gives the entry that is there."""
    return chart_and_look(actor, visit, id, given, happened, in_force).entry


@dataclass(frozen=True, slots=True)
class PassCharted:
    """A pass that stands in the chart, and the look that was taken with it there before anybody else could write."""

    entry: Entry
    look: Look


def chart_and_look(
    actor: Actor,
    visit: UUID,
    id: UUID,
    given: PassGiven,
    happened: datetime | None = None,
    in_force: PolicyInForce | None = None,
) -> PassCharted:
    """Return one pass as it is charted now, for a page that shows what has become of the session by it.

    Conflict if the session has not started, is signed or halted, or if somebody else charts this zone (the entries
    found are theirs); NotNow if a signed limit, a layer or a depth forbids it. The decision that a session rests on is
    kept at its start and its signature; a pass in between is asked again of the very entries and of the same edition.
    """
    with at_visit(actor, "session.chart", visit, "chart pass", in_force=in_force) as act:
        act.trace.detail = {"zone": str(given.given.site.zone), "punctures": given.given.punctures}
        if given.copied:
            act.trace.detail["copied"] = True
        if _SENT_BEFORE.rows(id):
            act.trace.detail["again"] = True
            return PassCharted(act.record(given, id=id), act.look)
        at = _within_session(act.charted, happened or actor.at, actor.at)
        _refuse_late(act.charted, at)
        _refuse_second_operator(actor, act.charted, given)
        _refuse_settled_copy(act.charted, given)
        after = with_lines(act, line_of(act, id, given, at))
        because, faults = tuple(against_passes(after)), tuple(faults_of_pass(act, given))
        if because or faults:
            raise NotNow((*because, *needle_slips(after)), (*faults, *volume_slips(act, given)))
        return PassCharted(act.record(given, id=id, happened=at), after)


_SENT_BEFORE = StandingQuery(lambda id: Entry.objects.filter(pk=id).values_list("id", flat=True))


def _within_session(charted: Charted, happened: datetime, at: datetime) -> datetime:
    began = charted.started[0].at if charted.started else happened
    return min(max(happened, began), at)


def _refuse_late(charted: Charted, at: datetime) -> None:
    if charted.started is None:
        raise Conflict(_("this session has not started"))
    if charted.signed is not None:
        raise Conflict(_("this session is signed: what is missing is added as an addendum"), (charted.signed[0].id,))
    if charted.ended is not None and at > charted.ended[1].at:
        raise Conflict(_("this session has ended"), (charted.ended[0].id,))
    if charted.paused is not None and at > charted.paused.at:
        raise Conflict(_("this session is halted: go on first"), (charted.paused.id,))


def _refuse_second_operator(actor: Actor, charted: Charted, given: PassGiven) -> None:
    there = charted.operator_in(given.given.site)
    if there and there != given.given.by:
        theirs = tuple(line.id for line, _ in charted.passes_in(given.given.site))
        raise Conflict(_("{who} charts this zone").format(who=_name(actor, there)), theirs)


def _refuse_settled_copy(charted: Charted, given: PassGiven) -> None:
    if given.confirms is not None and given.confirms not in {line.id for line, _ in charted.grey}:
        raise Conflict(_("this copy does not wait any more"), (given.confirms,))


def against_passes(after: Look) -> Iterator[Because]:
    """Yield what the outlook says against the passes of a session: signed limits, layers, depths."""
    treating, refusing = after.outlook.treating, [one.because for one in after.outlook.start.notices if one.refuses]
    yield from (check.because for check in treating.doses if check.state is not DoseState.WITHIN)
    if treating.anaesthetic is not None and treating.anaesthetic.state is not DoseState.WITHIN:
        yield from treating.anaesthetic.because
    for objection in treating.objections:
        if objection.weight is not Weight.WARNING and objection.because in refusing:
            yield objection.because


# -- stop, resume, reactions -----------------------------------------------------------------------------------------


def stop(actor: Actor, visit: UUID, words: str = "") -> Entry:
    """Return the entry that halts a session, at once and by anyone of the clinic; a second tap changes nothing."""
    with at_visit(actor, "emergency.record", visit, "stop session") as act:
        _must_be_open(act.charted)
        if act.charted.paused is not None and act.charted.paused.kind == "stopped":
            return Entry.objects.get(pk=act.charted.paused.id)
        return act.record(Stopped(words))


def react(actor: Actor, visit: UUID, seen: ReactionSeen) -> Entry:
    """Return the entry of a reaction seen during a session, which halts it.

    A symptom that the knowledge has is reported too, so that triage, tests and coming sessions hear of it.
    """
    with at_visit(actor, "report.record", visit, "record reaction") as act:
        _must_be_open(act.charted)
        if act.look.edition.get(Symptom, seen.what) is not None:
            act.record(SymptomReport(seen.what, onset=seen.at, at=seen.at, zone=seen.site.zone if seen.site else ""))
        return act.record(seen, happened=seen.at)


def resume(actor: Actor, visit: UUID, words: str = "") -> Entry:
    """Return the entry that lets a halted session go on; NotNow if a gate has closed meanwhile."""
    with at_visit(actor, "session.chart", visit, "resume session") as act:
        _must_be_open(act.charted)
        if act.charted.paused is None:
            raise Conflict(_("this session is not halted"))
        closed = [gate for gate in act.look.outlook.gates if gate.state is not GateState.OPEN]
        if closed:
            raise NotNow(tuple(reason for gate in closed for reason in gate.reasons))
        entry = act.record(Resumed(words))
        keep_decision(actor, act.look, "resume session", entry.id)
    return entry


def _must_be_open(charted: Charted) -> None:
    if charted.started is None:
        raise Conflict(_("this session has not started"))
    if charted.signed is not None:
        raise Conflict(_("this session is signed"), (charted.signed[0].id,))


# -- closing ---------------------------------------------------------------------------------------------------------


def reconcile(actor: Actor, visit: UUID, drawn: Drawn) -> Entry:
    """Return the entry of what was drawn up and wasted; a later one takes its place until the chart is signed.

    Faulty where more was drawn up than mixed and the note does not say of what: waste would hide any slip of a number.
    """
    with at_visit(actor, "session.chart", visit, "record volumes") as act:
        _must_be_open(act.charted)
        if faults := tuple(drawn_slips(act, drawn)):
            raise Faulty(faults)
        return act.record(drawn)


def end(actor: Actor, visit: UUID) -> Entry:
    """Return the entry that ends a session: the last puncture was made."""
    with at_visit(actor, "session.chart", visit, "end session") as act:
        _must_be_open(act.charted)
        if act.charted.ended is not None:
            return Entry.objects.get(pk=act.charted.ended[0].id)
        entry = act.record(Ended(actor.at))
        started = act.charted.started
        if started is not None and is_first_exposure(act.look.chart, started[1].formula):
            begin_observation(actor, act.visit.person_id, "session", course=act.visit.course_id, visit=visit)
    return entry


def score(actor: Actor, visit: UUID, outcome: SameDayOutcome) -> Entry:
    """Return the entry of what is seen right after a session (the glow of a face); Faulty for a score out of range."""
    with at_visit(actor, "measure.record", visit, "score the same day") as act:
        scale = act.look.edition.get(Scale, outcome.code)
        if scale is None or not scale.same_day or score_objection(scale, Decimal(outcome.score)):
            expected = (
                _("a score up to {highest}").format(highest=scale.highest) if scale else _("a scale of the same day")
            )
            raise Faulty([Fault(_("Score"), expected, str(outcome.score), _("Choose one of the scores shown."))])
        return act.record(outcome)


def sign(actor: Actor, visit: UUID, shown: Signed) -> Entry:
    """Return the signature of a session's chart.

    Faulty with everything that is open: what the device shows is not what is here, copies are not confirmed, volumes
    do not agree, the session has not ended.
    """
    with at_visit(actor, "session.sign", visit, "sign session") as act:
        _must_be_open(act.charted)
        because, faults = tuple(_volumes(act)), tuple(_open_ends(act.charted, shown))
        if because or faults:
            raise NotNow(because, faults)
        entry = act.record(shown)
        keep_decision(actor, act.look, "sign session", entry.id)
    return entry


def _volumes(act: AtVisit) -> Iterator[Because]:
    session = act.charted.session
    assert session is not None, "only a session that was started is signed"
    reconciled = draw_up(session, act.look.edition)
    if reconciled.balance is not Balance.AGREES:
        yield reconciled.because


def _open_ends(charted: Charted, shown: Signed) -> Iterator[Fault]:
    here = charted.tally
    if charted.ended is None:
        yield Fault(_("End"), _("the session ended"), _("still under way"), _("End it when the last puncture is made."))
    for _line, copied in charted.grey:
        site = copied.copy.given.site
        yield Fault(
            _("Copy in {place}").format(place=named(site)),
            _("confirmed or taken off"),
            _("grey"),
            _("Confirm it, or take it off."),
        )
    if (shown.passes, shown.punctures) != (len(charted.passes), here.punctures) or shown.volume != here.volume:
        yield Fault(
            _("What this device shows"),
            _("{passes} passes, {punctures} punctures, {volume}").format(
                passes=len(charted.passes), punctures=here.punctures, volume=here.volume
            ),
            _("{passes} passes, {punctures} punctures, {volume}").format(
                passes=shown.passes, punctures=shown.punctures, volume=shown.volume
            ),
            _("Wait until everything is saved, look at it again, then sign."),
        )


def add(actor: Actor, visit: UUID, words: str) -> Entry:
    """Return an addendum to a signed chart. It changes nothing that was signed."""
    with at_visit(actor, "session.sign", visit, "add to signed session") as act:
        if act.charted.signed is None:
            raise Conflict(_("this session is not signed yet: correct it where it stands"))
        if not words.strip():
            raise Faulty([Fault(_("Addendum"), _("what is added, in words"), _("nothing"), _("Write it."))])
        return act.record(Addendum(words))
