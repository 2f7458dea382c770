"""What check-ins show: whom to call first, what is due, what was told and what follows from it, in fixed words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nappage.actions.check_ins import PREGNANCY
from nappage.assessment.check_in import due_now
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoUse
from nappage.assessment.worklist import reports_of
from nappage.engine.contact import Contact
from nappage.engine.emergency import emergency_number
from nappage.engine.story import Channel, Reply
from nappage.engine.symptom import UNRECOGNISED, Level, Symptom, least
from nappage.engine.triage import ReportTriage
from nappage.rendering.figures import views
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.values.statement import Statement
from nappage.web.door.presenter import alarm_signs, beside, country_at, is_unlisted, reader_language
from nappage.web.screen import Asked
from nappage.web.urgency import KINDS

COMING = 4
NAMES = {
    "before-leaving": _("before you leave"),
    "24-hours": _("after 24 hours"),
    "72-hours": _("after 72 hours"),
    "day-7": _("day 7"),
    "day-14": _("day 14"),
    "week-4": _("week 4"),
    "week-8": _("week 8"),
    "week-12": _("week 12"),
    "month-6": _("month 6"),
}
WHOM = {"nurse": _("a nurse"), "clinician": _("a clinician"), "clinic": _("your clinic")}


def own_speaker(asked: Asked) -> Speaker:
    """Return the speaker for a page about oneself: in the reader's language, by the clock of where they are."""
    hide_weight = asked.identity is not None and asked.identity.hide_weight
    return Speaker(asked.look.edition, asked.zone, reader_language(), hide_weight)


def dials(asked: Asked) -> dict[str, Any]:
    """Return whom to call: the emergency number of where the person is, that of the clinic's country, the clinic."""
    policy, edition = asked.look.policy, asked.look.edition
    here = country_at(edition, asked.zone.key, reader_language())
    at_clinic = emergency_number(edition, policy)
    away = asked.look.story.away_zone
    return {
        "unlisted": away is not None and is_unlisted(edition, away.key),
        "number": here.numbers[0] if here else at_clinic,
        "place": here.name if here else "",
        "beside": at_clinic if here and at_clinic not in here.numbers else "",
        "phone": policy.phone,
        "english": bool(beside("x", own_speaker(asked))),
    }


def check_ins_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    look, speak = asked.look, own_speaker(asked)
    contacts, due = look.contacts, due_now(look)
    reports = list(reports_of(look))
    return {
        "dials": dials(asked),
        "alarms": alarm_signs(look.edition, speak),
        "due": [_contact(one, asked, speak) for one in due],
        "coming": [_contact(one, asked, speak) for one in contacts if one not in due][:COMING],
        "told": [report_row(entry, found, asked, speak) for entry, found in _latest_first(reports)],
        "ended": look.outlook.after.ended,
    }


def _latest_first(reports: list[tuple[UUID, ReportTriage]]) -> list[tuple[UUID, ReportTriage]]:
    return sorted(reports, key=lambda one: one[1].report.at, reverse=True)


def _contact(contact: Contact, asked: Asked, speak: Speaker) -> dict[str, Any]:
    names = dict.fromkeys(str(NAMES.get(part.follow_up.id, part.follow_up.id)) for part in contact.parts)
    return {
        "names": capital(", ".join(names)),
        "due": speak.moment(contact.due),
        "late": contact.is_late(asked.at),
        "until": speak.moment(contact.until),
    }


def report_row(entry: UUID, found: ReportTriage, asked: Asked, speak: Speaker) -> dict[str, Any]:
    """Return one report in the fixed words for patients (decision 24), with by when somebody sees to it."""
    by = found.answer_by(asked.look.policy.zone)
    is_urgent = found.level is Level.EMERGENCY
    return {
        "entry": entry,
        "level": found.level,
        "kind": KINDS[found.level] if found.is_open else "quiet",
        "words": capital(speak(found.words)),
        "english": _in_english(found.words, speak),
        "at": speak.moment(found.report.at),
        "by": speak.until(by) if by and found.is_open and not is_urgent else "",
        "whom": str(WHOM.get(found.whom, found.whom)),
        "is_open": found.is_open,
        "photo_asked": found.photo_asked,
        "emergency": is_urgent,
        "said": found.report.words,
    }


def _in_english(statement: Statement, speak: Speaker) -> str:
    if not beside("x", speak):
        return ""
    return capital(speak.in_language("en")(statement))


def told_page(asked: Asked, report: UUID) -> dict[str, Any] | None:
    """Return what follows from a report and from what was told with it, the most urgent first; None for no report."""
    look, speak = asked.look, own_speaker(asked)
    found = dict(reports_of(look))
    if report not in found:
        return None
    at = found[report].report.at
    rows = [report_row(entry, one, asked, speak) for entry, one in found.items() if one.report.at == at]
    album = PhotoAlbum(look.chart)
    return {
        "rows": rows,
        "level": rows[0]["level"],
        "emergency": any(row["emergency"] for row in rows),
        "today": rows[0]["level"] is Level.SAME_DAY,
        "dials": dials(asked),
        "photo_asked": any(row["photo_asked"] for row in rows),
        "photos": len(album.of_report(report)),
        "asks_consent": not album.allows(PhotoUse.RECORD),
        "may_agree": asked.actor.may("own.sign"),
        "report": report,
    }


def offered(asked: Asked) -> list[dict[str, Any]]:
    """Return the symptoms to choose from: what the check-in that is due looks for first, emergencies apart."""
    look, speak = asked.look, own_speaker(asked)
    every = look.edition.all(Symptom)
    looked_for = [id for contact in due_now(look) for part in contact.parts for id in part.follow_up.looks_for]
    rest = [one for one in every.values() if least(one) < Level.EMERGENCY and one.id not in (UNRECOGNISED, PREGNANCY)]
    first = [every[id] for id in dict.fromkeys(looked_for) if every[id] in rest]
    return [
        {"name": "first", "rows": [_choice(one, speak) for one in first]},
        {"name": "place", "rows": [_choice(one, speak) for one in rest if one not in first and not one.systemic]},
        {"name": "body", "rows": [_choice(one, speak) for one in rest if one not in first and one.systemic]},
    ]


def _choice(symptom: Symptom, speak: Speaker) -> dict[str, str]:
    return {"id": symptom.id, "words": capital(speak.text(symptom.words))}


def treated_zones(asked: Asked) -> tuple[str, ...]:
    """Return the zones of the sessions given, the last session's first."""
    story = asked.look.story
    given = [one for one in (*story.earlier, *story.sessions) if one.state.value == "given"]
    last_first = sorted(given, key=lambda one: one.start, reverse=True)
    sites = [site for one in last_first for site in (*one.sites, *(done.site for done in one.passes))]
    return tuple(dict.fromkeys(site.zone for site in sites))


def small_figure(zone: str) -> dict[str, Any] | None:
    """Return a figure with a zone marked on every side of it, None for a zone that is not drawn."""
    for view in views():
        if paths := [shape.path for shape in view.shapes if shape.site.zone == zone]:
            return {"view": view, "box": view.box, "paths": paths}
    return None


def said_today(asked: Asked) -> str:
    """Return what was said today from home about a pregnancy, "" for nothing."""
    today = local_day(asked.at, asked.zone)
    said = [
        reply.answer.value
        for _line, reply in asked.look.chart.of(Reply)
        if reply.question == PREGNANCY and reply.channel is Channel.PORTAL and local_day(reply.at, asked.zone) == today
    ]
    return said[-1] if said else ""
