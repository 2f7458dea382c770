"""What the page after a session shows: lists with their times, what waits for whom, the reports on their line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.safestring import mark_safe

from nappage.assessment.followed import CheckOut, ContactTried, StaffIncident
from nappage.assessment.happening import Ended, Started
from nappage.assessment.leaving_check import LeavingCheck, leaving_check
from nappage.assessment.look import Look
from nappage.assessment.nodule import Nodule, nodules_of, unplaced
from nappage.assessment.worklist import owner_of, reports_of
from nappage.engine.contact import Contact, ContactMade
from nappage.engine.emergency import emergency_number
from nappage.engine.story import Site
from nappage.engine.triage import ReportTriage
from nappage.records.models import Document
from nappage.rendering.aftercare import aftercare_leaflet, asked_about, symptoms_asked
from nappage.rendering.given import Given
from nappage.rendering.leaflet import Leaflet
from nappage.rendering.sections_after import report_line
from nappage.rendering.symptom_line import draw_reports
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.web.members import member_names, watches_of
from nappage.web.plan.areas import all_sites, name_of
from nappage.web.plan.typed import key_of
from nappage.web.screen import Asked
from nappage.web.speaking import speaker
from nappage.web.urgency import KINDS

LISTS = ("do-not", "do", "expect", "ask")


def leaflet_of(asked: Asked, speak: Speaker) -> Leaflet:
    """Return the aftercare sheet of a patient."""
    look = asked.look
    assert asked.identity is not None, "a patient's screen has a patient"
    given = Given(
        found=look.outlook,
        policy=look.policy,
        edition=look.edition,
        speak=speak,
        contacts=tuple(one for one in look.contacts if one.day >= look.at.astimezone(look.policy.zone).date()),
        warnings=look.warnings,
        clinic=asked.member.clinic.name,
        patient=asked.identity.name,
        away=look.story.away_zone,
    )
    return aftercare_leaflet(given)


def after_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    look, speak = asked.look, speaker(asked)
    after = look.outlook.after
    leaflet = leaflet_of(asked, speak)
    sections = {section.name: section for section in leaflet.sections}
    names, check = members_of(asked), leaving_check(look)
    return {
        "ended": after.ended,
        "unended": is_running(look),
        "watches": [watch for watch in watches_of(look, names) if watch.after == "session"],
        "call": leaflet.call,
        "facts": leaflet.facts,
        "lists": [sections[name] for name in LISTS if name in sections],
        "flags": [sections[name] for name in ("call-now", "call-today", "call-soon") if name in sections],
        "often": sections.get("often-seen"),
        "contacts": [_contact(one, look, speak, names, check) for one in look.contacts],
        "made": list(_made(look, speak, names)),
        "reports": [report_row(entry, one, look, speak, names) for entry, one in reports_of(look)],
        # Drawn by ourselves, with every word escaped there.
        "drawing": mark_safe(draw_reports(after, look.at, speak)),
        "flagged": [_flagged(id, look, speak) for id in after.triage.flagged_formulas],
        "nodules": [nodule_row(one, speak, names, look.policy.zone) for one in nodules_of(look)],
        "unplaced": list(unplaced(look)),
        "checked": list(_checked(look, names)),
        "check": _check(check, look, speak, names) if check else None,
        "incidents": [(line, value, names.get(value.member)) for line, value in look.chart.of(StaffIncident)],
        "documents": Document.objects.filter(person=asked.person, kind="adverse-event").order_by("-at"),
        "away": look.story.away_zone.key if look.story.away_zone else "",
        "number": emergency_number(look.edition, look.policy),
    }


def _until(found: ReportTriage, zone: ZoneInfo, speak: Speaker) -> str:
    by = found.answer_by(zone) if found.is_open else None
    return speak.until(by) if by else ""


def members_of(asked: Asked) -> dict[str, str]:
    """Return the names of the clinic's members by their ids in the record."""
    return member_names(asked.actor.clinic)


def is_running(look: Look) -> bool:
    """Return whether the last session has begun and its end is not charted: no time can be counted from it yet."""
    started = [line.visit for line, _ in look.chart.of(Started)]
    return bool(started) and look.chart.latest(Ended, started[-1]) is None


def _flagged(id: str, look: Look, speak: Speaker) -> str:
    """Return the agents and lots of a formula that was given before an emergency or an allergic reaction."""
    formula = next((one for one in look.story.formulas if one.id == id), None)
    parts = formula.components if formula else ()
    named = [f"{speak.term(part.agent)} ({part.lot})" if part.lot else speak.term(part.agent) for part in parts]
    return f"{id}: {', '.join(named)}" if named else id


def _contact(
    contact: Contact, look: Look, speak: Speaker, names: dict[str, str], check: LeavingCheck | None
) -> dict[str, Any]:
    tried = [(line.at, value.words) for line, value in look.chart.of(ContactTried) if value.day == contact.day]
    owner = owner_of(look, day=contact.day)
    return {
        "day": contact.day,
        "due": contact.due,
        "until": contact.until,
        "is_due": contact.is_due(look.at),
        "is_late": contact.is_late(look.at),
        "checks": check_names(contact),
        "about": ", ".join(asked_about(contact, look.edition, speak)),
        "before_leaving": check is not None and check.part in contact.parts,
        "owner": owner,
        "owner_name": names.get(owner, owner),
        "tried": tried,
        "from_clock": any(part.due for part in contact.parts),
        "by_clock": any(part.until for part in contact.parts),
    }


def check_names(contact: Contact) -> str:
    """Return the follow-ups of a contact in words: "24 hours, day 7"."""
    return ", ".join(dict.fromkeys(part.follow_up.id.replace("-", " ") for part in contact.parts))


def _made(look: Look, speak: Speaker, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for line, made in reversed(list(look.chart.of(ContactMade))):
        checks = ", ".join(id.replace("-", " ") for id in made.follow_ups)
        yield {
            "at": line.at,
            "by": names.get(line.by, line.by),
            "checks": checks,
            "told": made.told,
            "words": made.words,
        }


def report_row(entry: UUID, found: ReportTriage, look: Look, speak: Speaker, names: dict[str, str]) -> dict[str, Any]:
    line = report_line(found, speak, look.policy)
    owner = owner_of(look, report=entry)
    return {
        "entry": entry,
        "level": found.level,
        "kind": KINDS[found.level] if found.is_open else "quiet",
        "words": line.words,
        "beneath": line.beneath,
        "sources": line.sources,
        "said": found.report.words,
        "is_open": found.is_open,
        "closed_at": found.report.closed_at,
        "by": _until(found, look.policy.zone, speak),
        "is_late": bool(found.is_open and (by := found.answer_by(look.policy.zone)) and by < look.at),
        "owner": owner,
        "owner_name": names.get(owner, owner),
    }


def nodule_row(nodule: Nodule, speak: Speaker, names: dict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """Return one nodule as a row: where, since when, every size, what was seen last, how urgent, who owns it."""
    last = nodule.last
    asked = {"tender": last.tender, "red": last.red, "hot": last.warm, "draining": last.draining}
    return {
        "person": nodule.person,
        "key": key_of(nodule.site),
        "where": name_of(nodule.site, speak),
        "since": nodule.first_seen,
        "sizes": [(line.at, speak.quantity(seen.size)) for line, seen in nodule.seen],
        "signs": [name for name, answer in asked.items() if answer.value == "yes"],
        "unknown": [name for name, answer in asked.items() if answer.value == "unknown"],
        "level": nodule.triage.level if nodule.triage and nodule.triage.is_open else None,
        "kind": KINDS[nodule.triage.level] if nodule.triage and nodule.triage.is_open else "quiet",
        "by": _until(nodule.triage, zone, speak) if nodule.triage else "",
        "session": nodule.session,
        "lots": nodule.lots,
        "owner": names.get(nodule.owner, nodule.owner),
        "gone": nodule.gone,
    }


def _check(check: LeavingCheck, look: Look, speak: Speaker, names: dict[str, str]) -> dict[str, Any]:
    """Return the check before leaving: what it asks about, from when and by when, and who made it."""
    texts = {one.instruction: one.text["en"] for one in look.outlook.after.leaving}
    return {
        "line": texts[check.line],
        "about": ", ".join(symptoms_asked(check.part.follow_up, look.edition, speak)),
        "part": check.part,
        "made": check.made,
        "by": names.get(check.made.by, check.made.by) if check.made else "",
        "is_open": check.is_open(look.at),
        "day": local_day(check.part.due or check.part.session, look.policy.zone),
    }


def _checked(look: Look, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the lists gone through before leaving, the last one first."""
    texts = {one.instruction: one.text["en"] for one in look.outlook.after.leaving}
    # The check stands apart, by whether it counts.
    check = next((one.instruction for one in look.outlook.after.leaving if one.follow_up), "")
    by_entry: dict[UUID, dict[str, Any]] = {}
    for line, value in look.chart.of(CheckOut):
        row = by_entry.setdefault(line.id, {"at": line.at, "by": names.get(line.by, line.by), "lines": []})
        row["words"] = value.words
        if value.instruction != check:
            row["lines"].append((texts.get(value.instruction, value.instruction), value.done))
    yield from reversed(list(by_entry.values()))


def treated_sites(look: Look) -> list[Site]:
    """Return the sites of the sessions given, the plan's, and then every other one of the edition."""
    given = [site for _, started in look.chart.of(Started) for site in started.sites]
    planned = look.story.plan.sites if look.story.plan else ()
    return list(dict.fromkeys((*reversed(given), *planned, *all_sites(look.edition))))
