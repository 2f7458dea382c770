"""What one's own record shows, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.carried import Wanted
from nappage.assessment.erasure import plan_erasure
from nappage.assessment.passport import passport_of
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoUse
from nappage.assessment.record_request import RecordRequest, requests_of
from nappage.records.models import AuditEvent, Document, Member, PortalAccess
from nappage.rendering.passport_sheet import passport_sheet
from nappage.web.erasure.presenter import certificate_of, planned
from nappage.web.measures.presenter import places_shown
from nappage.web.screen import Asked
from nappage.web.speaking import own_speaker
from nappage.web.verification.presenter import passport_speaker

# What of the passport is read here; its papers are listed with links instead.
SECTIONS = ("measures", "sessions", "allergies", "tests", "readings")
PAPERS = ("application/pdf",)
SHOWN = 200
ROLES: Mapping[str, Any] = {
    "director": gettext_lazy("The director of the clinic"),
    "prescriber": gettext_lazy("A prescriber"),
    "injector": gettext_lazy("An injector"),
    "assistant": gettext_lazy("An assistant"),
    "reception": gettext_lazy("The front desk"),
    "auditor": gettext_lazy("An auditor"),
    "proxy": gettext_lazy("Who helps you"),
}
LOOKS: Mapping[str, Any] = {
    "look": gettext_lazy("opened your record"),
    "open photo": gettext_lazy("opened a photo of you"),
    "export patient": gettext_lazy("made a copy of your record"),
    "complaint pack": gettext_lazy("made a copy of your record"),
    "give photo": gettext_lazy("gave a photo of you out of the record"),
    "issue passport": gettext_lazy("made a passport of your record"),
    "refused": gettext_lazy("was refused"),
}
# Of oneself a sentence is another one in most languages: the verb follows who did it.
BY_YOU: Mapping[str, Any] = {
    "look": gettext_lazy("You opened your record"),
    "open photo": gettext_lazy("You opened a photo of you"),
    "export patient": gettext_lazy("You made a copy of your record"),
    "complaint pack": gettext_lazy("You made a copy of your record"),
    "give photo": gettext_lazy("You gave a photo of you out of the record"),
    "issue passport": gettext_lazy("You made a passport of your record"),
    "refused": gettext_lazy("You were refused"),
}
YOU = "patient"
TITLES: Mapping[str, Any] = {
    "consent": gettext_lazy("Consent"),
    "adverse-event": gettext_lazy("Report of an adverse event"),
    "photo-consent": gettext_lazy("Consent to photos"),
}


def record_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows: measures with what a tape can tell, what was given, photos, papers, wishes."""
    speak = passport_speaker()
    told = passport_sheet(passport_of(asked.actor.clinic, asked.person, asked.person, asked.at), speak)
    by_name = {section.name: section for section in told.sections}
    mine = asked.actor.may("own.export")
    return {
        "sections": [by_name[name] for name in SECTIONS],
        "pictures": [place.picture for place in places_shown(asked, own_speaker(asked))],
        "photos": list(_photos(asked)) if mine else [],
        "papers": list(_papers(asked)),
        "mine": mine,
        "requests": [_request(asked, one) for one in requests_of(asked.look)] if mine else [],
        "erasure": planned(plan_erasure(asked.person, asked.at)) if mine else [],
    }


def album_of(asked: Asked) -> PhotoAlbum:
    """Return the person's own photos."""
    return PhotoAlbum(asked.look.chart)


def _photos(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the photos, the last first; none once the person took back that they may be in the record."""
    album = album_of(asked)
    if album.allows(PhotoUse.RECORD):
        for id, (line, taken) in reversed(list(album.photos.items())):
            yield {"id": id, "at": line.at.astimezone(asked.zone), "width": taken.width, "height": taken.height}


def _papers(asked: Asked) -> Iterator[dict[str, Any]]:
    kept = Document.objects.filter(person=asked.person, clinic=asked.actor.clinic, media_type__in=PAPERS)
    for one in kept.order_by("-at", "id"):
        title = TITLES.get(one.kind) or one.kind.replace("-", " ").capitalize()
        yield {"id": one.id, "title": title, "at": one.at.astimezone(asked.zone)}


def _request(asked: Asked, one: RecordRequest) -> dict[str, Any]:
    words = _("A copy of my record") if one.wanted is Wanted.COPY else _("Erase my record")
    answer = one.answer
    put_off = answer is not None and one.wanted is Wanted.ERASURE
    return {
        "words": words,
        "at": one.at.astimezone(asked.zone),
        "due": one.due.astimezone(asked.zone),
        "answered": answer.at.astimezone(asked.zone) if answer else None,
        "certificate": certificate_of(answer, asked.zone) if answer and put_off else None,
    }


def trail_page(asked: Asked) -> dict[str, Any]:
    """Return who looked at the record and the photos, by role and time, the last first."""
    events = AuditEvent.objects.filter(clinic=asked.actor.clinic, person=asked.person, act__in=LOOKS)
    latest = list(events.order_by("-number")[:SHOWN])
    roles = _roles(asked, {event.member for event in latest if event.member})
    rows = [{"at": event.at.astimezone(asked.zone), **_said(roles.get(event.member), event.act)} for event in latest]
    return {"rows": list(_each_minute_once(rows)), "most": SHOWN}


def _said(who: Any, act: str) -> dict[str, Any]:
    """Return who did what; of the person themselves one sentence."""
    return {"who": "", "did": BY_YOU[act]} if who == YOU else {"who": who, "did": LOOKS[act]}


def _each_minute_once(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows; what one role did several times within a minute stands there once."""
    before = None
    for row in rows:
        same = (row["at"].replace(second=0, microsecond=0), str(row["who"]), str(row["did"]))
        if same != before:
            yield row
        before = same


def _roles(asked: Asked, ids: set[UUID]) -> dict[UUID | None, Any]:
    """Return what each of them is, in words: a role, never a name."""
    found: dict[UUID | None, Any] = {None: _("The program itself")}
    for id, duties in Member.objects.filter(pk__in=ids, clinic=asked.actor.clinic).values_list("id", "duties"):
        found[id] = ROLES.get(duties[0] if duties else "", _("Somebody of the clinic"))
    for access in PortalAccess.objects.filter(pk__in=ids, person=asked.person):
        found[access.id] = ROLES.get(access.duty, YOU)
    return found
