"""What stands on top of every patient's screen: who it is, what holds, where in the course, and the stage rail.

The front desk sees who it is, what is next and "On hold", and nothing that tells why (S5).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nappage.assessment.chart import Chart
from nappage.assessment.happening import Signed, Started
from nappage.assessment.identity_photo import identity_photo
from nappage.assessment.look import Look
from nappage.engine.checkpoint import Continuation
from nappage.engine.gate import GateName, GateState
from nappage.engine.precaution import Precaution
from nappage.records.models import Identity, Visit, VisitState
from nappage.records.person_links import linked_since, links_around
from nappage.rendering.body_weight import rules_of_weight
from nappage.rendering.given_session import begun_session
from nappage.rendering.naming import inside, schedule, sentence
from nappage.rendering.outlook_sheet import ON_HOLD
from nappage.rendering.sections_screening import matching
from nappage.rendering.wording import Speaker
from nappage.values.age import age_on
from nappage.values.local_time import local, local_day
from nappage.values.statement import Because
from nappage.web.from_home import from_home_words
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

STAGES = (
    ("Intake", "intake"),
    ("Screening", "screening"),
    ("Plan", "plan"),
    ("Consent", "consent"),
    ("Preparation", "preparation"),
    ("Allergy test", "allergy-test"),
    ("Session", "session"),
    ("After", "after"),
    ("Measures", "measures"),
    ("Checkpoint", "checkpoint"),
)
Chip = dict[str, str]
_ENDS = frozenset({"ended", "signed"})
_HALTS = _ENDS | {"stopped", "reaction"}
_GOES_ON = frozenset({"started", "pass", "resumed"})
WAITING = (VisitState.BOOKED, VisitState.HERE)


def patient_context(asked: Asked, stage: str) -> dict[str, Any]:
    """Return the context of a patient's screen: banner and rail, to which the screen adds its own."""
    identity, look = asked.identity, asked.look
    assert identity is not None, "a patient's screen has a patient"
    reads = asked.member.may("chart.read")
    return {
        "person": asked.person,
        "look": look,
        "reads_chart": reads,
        "hide_weight": identity.hide_weight,
        "banner": {
            "name": identity.name,
            "born": identity.born,
            "age": age_on(identity.born, local_day(asked.at, look.policy.zone)),
            "sex": identity.sex,
            "chips": list(_chips(asked) if reads else _chips_without_reason(asked)),
            "next": _next(look),
            "photo_url": photo_url(identity),
        },
        "rail": list(_rail(asked, stage, _standing(look) if reads else {})),
        **_stopping(asked),
    }


def photo_url(identity: Identity) -> str:
    """Return the identity photo itself, as an address that leads nowhere but into the page; empty without one."""
    face = identity_photo(identity)
    return f"data:image/jpeg;base64,{b64encode(face).decode()}" if face else ""


def _chips(asked: Asked) -> Iterator[Chip]:
    look, speak = asked.look, speaker(asked)
    for allergy in look.story.allergies:
        yield {"kind": "alarm", "text": _("Allergy: {what}").format(what=allergy.to)}
    yield from holding(look, speak, hide_weight=bool(asked.identity and asked.identity.hide_weight))
    yield from _links(asked)
    yield {"kind": "information", "text": _position(look, speak)}
    yield from ({"kind": "information", "text": words} for words in from_home_words(look, speak))


def _chips_without_reason(asked: Asked) -> Iterator[Chip]:
    if asked.look.outlook.start.holds:
        yield {"kind": "hold", "text": ON_HOLD}
    yield from _links(asked)


def holding(look: Look, speak: Speaker, *, hide_weight: bool) -> Iterator[Chip]:
    """Yield what holds the course, then what waits for a physician before the next visit; each once."""
    hidden = rules_of_weight(look.outlook) if hide_weight else frozenset()
    decided = {reason.rule for gate in look.outlook.gates for reason in gate.decided_by}
    waiting = (found.because for found in matching(look.outlook) if found.precaution.level.holds)
    seen: set[str] = set()
    for because in (*look.outlook.start.holds, *waiting):
        text = ON_HOLD if because.rule in hidden else _("On hold: {why}").format(why=_why(because, look, speak))
        if because.rule not in decided and text.casefold() not in seen:
            seen.add(text.casefold())
            yield {"kind": "hold", "text": text}


def _why(because: Because, look: Look, speak: Speaker) -> str:
    rule = look.edition.get(Precaution, because.rule)
    return inside(rule.title) if rule else inside(sentence(speak(because.fact)).rstrip("."))


def _links(asked: Asked) -> Iterator[Chip]:
    """Yield the other records of the same person, by the names they are kept under."""
    links = links_around(asked.person, asked.at)
    if links:
        others = linked_since(asked.person, links)
        merged = {link.merged_id for link in links}
        names = Identity.objects.filter(person__in=others).values_list("person", "name")
        words = _("Kept record: {name}") if asked.person in merged else _("Also recorded as: {name}")
        for _person, name in names.order_by("folded"):
            yield {"kind": "information", "text": words.format(name=name)}


def _position(look: Look, speak: Speaker) -> str:
    """Return where in the course this person is; on its day a session that has begun is the one they are at."""
    course, plan = look.outlook.course, look.story.plan
    if plan is None:
        return _("No plan yet")
    begun = begun_session(look.outlook)
    number = course.coming[0].number if course.coming and begun is None else len(course.given)
    where = _("Session {number} of {all}").format(number=number, all=plan.sessions)
    if begun is not None and begun.end is not None:
        where = _("Session {number} of {all} given").format(number=number, all=plan.sessions)
    if plan.signed_at is None:
        where = _("Plan not signed")
    return ", ".join(filter(None, (where, speak.term(plan.indication), schedule(look.edition, plan.variant))))


def _next(look: Look) -> str:
    """Return when this person is expected next, and where; a time alone is today's. A session that began is no more."""
    today = local_day(look.at, look.policy.zone)
    begun = {line.visit for line, _started in look.chart.of(Started)}
    waiting = [one for one in look.chart.visits if one.state in WAITING and one.id not in begun]
    coming = [one for one in waiting if _day(one, look) >= today]
    if not coming:
        return _("nothing booked")
    visit = min(coming, key=lambda one: one.start)
    start = local(visit.start, look.policy.zone)
    when = f"{start:%H:%M}" if start.date() == today else date_format(start, "D j M, H:i")
    return ", ".join(filter(None, (when, str(visit.room or ""), visit.get_purpose_display())))


def _day(visit: Visit, look: Look) -> Any:
    return local_day(visit.start, look.policy.zone)


def _stopping(asked: Asked) -> dict[str, Any]:
    """Return where one tap stops the session that is running now, for whoever is there; nothing else is asked for."""
    visit = running_visit(asked.look.chart)
    if visit is None or not asked.member.may("emergency.record"):
        return {}
    return {"running": visit, "stop_url": reverse("session-stop", kwargs={"person": asked.person})}


def running_visit(chart: Chart) -> UUID | None:
    """Return the visit whose session has begun and has neither ended, nor been signed, nor is halted."""
    for line, _started in reversed(list(chart.of(Started))):
        later = [each for each in chart.standing if each.visit == line.visit and each.kind in _HALTS | _GOES_ON]
        if not any(each.kind in _ENDS for each in later) and (not later or later[-1].kind in _GOES_ON):
            return line.visit
    return None


def _rail(asked: Asked, stage: str, standing: dict[str, str]) -> Iterator[dict[str, Any]]:
    for number, (label, name) in enumerate(STAGES, 1):
        url = _within_reach(asked, name)
        if url:
            state = standing.get(name, "open")
            yield {"label": _(label), "url": url, "number": number, "state": state, "is_here": name == stage}


def way_on(rail: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the first stop of a rail behind the one that is shown and not yet done, None where there is none."""
    here = next((place for place, stop in enumerate(rail) if stop["is_here"]), len(rail))
    return next((stop for stop in rail[here + 1 :] if stop["state"] != "done"), None)


def _within_reach(asked: Asked, name: str) -> str:
    """Return the address of a stage, or nothing where there is none or the member may not open it."""
    needs = _needs(name)
    return reverse(name, kwargs={"person": asked.person}) if needs and asked.member.may(needs) else ""


@cache
def _needs(stage: str) -> str:
    """Return the permission that stands on the view of a stage, nothing where there is no such stage."""
    try:
        return str(getattr(resolve(reverse(stage, kwargs={"person": _ANYBODY})).func, "permission", ""))
    except (NoReverseMatch, Resolver404):
        return ""


_ANYBODY = UUID(int=0)


def _is_signed_today(look: Look) -> bool:
    """Return whether the session of this day is signed: the rail ticks it until the day is over."""
    zone, signed = look.policy.zone, {line.visit for line, _ in look.chart.of(Signed)}
    days = {local_day(line.at, zone) for line, _ in look.chart.of(Started) if line.visit in signed}
    return local_day(look.at, zone) in days


def _standing(look: Look) -> dict[str, str]:
    """Return what is done and what is held, by stage; a stage that is neither is left out."""
    found, story = look.outlook, look.story
    opened = {gate.name: gate.state is GateState.OPEN for gate in found.gates}
    matched = any(one.precaution.level.holds for one in matching(found))
    checkpoint = found.course.checkpoint
    done = {
        "intake": bool(story.replies),
        "screening": opened[GateName.SCREENING],
        "plan": story.plan is not None and story.plan.signed_at is not None,
        "consent": opened[GateName.CONSENT],
        "allergy-test": opened[GateName.ALLERGY_TEST],
        "session": _is_signed_today(look),
    }
    held = {
        "screening": matched or bool(story.disagreements),
        "consent": any(consent.withdrawn_at for consent in story.consents),
        "session": bool(found.start.holds),
        "after": any(one.is_open for one in found.after.triage.reports),
        "checkpoint": checkpoint is not None and checkpoint.continuation is not Continuation.GO_ON,
    }
    marked = {name: "done" for name, is_done in done.items() if is_done}
    return {name: "held" for name, is_held in held.items() if is_held and name not in marked} | marked
