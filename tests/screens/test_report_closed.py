"""A closed report: who may close an emergency, what holds until a physician says otherwise, a photo kept with it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nappage.actions.acting import Conflict
from nappage.actions.reports import lift_hold
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.assessment.followed import HoldLifted
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoConsent, PhotoUse
from nappage.assessment.worklist import reports_of
from nappage.engine.story import SymptomReport
from nappage.records.models import AuditEvent, Decision, Document
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock
from support.photographs import SCRIPT, jpeg, polyglot

TOLD, LATER = "2026-10-06 12:00", "2026-10-06 14:00"
FOUND = "Seen by a physician: swelling gone after adrenaline."
WHY = "Cause found: nuts at lunch, not a product of ours."
REFUSED, CONFLICT, MOVED, FORBIDDEN, NOT_FOUND = 422, 409, 302, 403, 404


@pytest.fixture
def flanks(cast: Cast, clock: SetClock) -> Laid:
    """Return S4 after its first session, with the patient's yes to photos for the record."""
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at(LATER))
    return laid


@pytest.fixture
def emergency(flanks: Laid) -> UUID:
    """Return the report of an emergency: lips that swelled half an hour after the session."""
    at = flanks.at(TOLD)
    return say(flanks, TOLD, SymptomReport("lip-swelling", onset=at, at=at))


def post(laid: Laid, report: UUID, path: str, said: dict[str, object], duty: str = "physician") -> int:
    url = f"/patients/{laid.person}/after/report/{report}/{path}"
    status: int = laid.cast.client(duty).post(url, said).status_code
    return status


def shown(laid: Laid, report: UUID, duty: str = "physician") -> str:
    answer = laid.cast.client(duty).get(f"/patients/{laid.person}/after/report/{report}/")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def held_by(laid: Laid, at: str = "2026-10-06 15:00") -> bool:
    """Return whether what was reported holds the sessions of the course."""
    return any(found.holds_sessions for _entry, found in reports_of(laid.look(at))) and bool(
        laid.look(at).outlook.course.holds
    )


@pytest.mark.proves("H-06")
def test_an_emergency_holds_the_sessions_and_closing_it_lifts_nothing(flanks: Laid, emergency: UUID) -> None:
    assert held_by(flanks)
    assert post(flanks, emergency, "", {"found": FOUND}, "injector") == REFUSED
    assert post(flanks, emergency, "", {"found": FOUND}) == MOVED
    assert not dict(reports_of(flanks.look(LATER)))[emergency].is_open
    assert held_by(flanks)


@pytest.mark.proves("H-06")
def test_a_physician_says_apart_why_the_sessions_may_go_on(flanks: Laid, emergency: UUID) -> None:
    assert post(flanks, emergency, "", {"found": FOUND}) == MOVED
    assert post(flanks, emergency, "hold/", {"why": WHY}) == MOVED
    assert not held_by(flanks)
    ((line, lifted),) = chart_of(flanks.person, flanks.course, flanks.at(LATER)).of(HoldLifted)
    assert (lifted.report, line.by) == (emergency, "physician-1")
    assert WHY in shown(flanks, emergency)
    assert Decision.objects.filter(person=flanks.person, act="report.lift-hold").exists()
    assert AuditEvent.objects.filter(act="lift hold of report", person=flanks.person).count() == 1
    assert post(flanks, emergency, "hold/", {"why": WHY}) == CONFLICT


def test_no_hold_is_lifted_while_the_report_is_open(flanks: Laid, emergency: UUID) -> None:
    assert post(flanks, emergency, "hold/", {"why": WHY}) == CONFLICT
    with pytest.raises(Conflict):
        lift_hold(flanks.cast.actor("physician", flanks.at(LATER)), flanks.person, flanks.course, emergency, WHY)
    assert held_by(flanks)


@pytest.mark.parametrize(
    ("duty", "why", "status"),
    [
        ("injector", WHY, REFUSED),
        ("physician", "ok", REFUSED),
        ("reception", WHY, FORBIDDEN),
        ("auditor", WHY, FORBIDDEN),
    ],
)
def test_nobody_but_a_physician_with_a_reason_lifts_it(
    duty: str, why: str, status: int, flanks: Laid, emergency: UUID
) -> None:
    assert post(flanks, emergency, "", {"found": FOUND}) == MOVED
    assert post(flanks, emergency, "hold/", {"why": why}, duty) == status
    assert held_by(flanks)


def test_what_holds_nothing_has_no_hold_to_lift(flanks: Laid) -> None:
    at = flanks.at(TOLD)
    quiet = say(flanks, TOLD, SymptomReport("bruise", onset=at, at=at, zone="flank"))
    assert post(flanks, quiet, "hold/", {"why": WHY}) == CONFLICT


def test_another_clinic_closes_lifts_and_sends_nothing(flanks: Laid, emergency: UUID, stranger: Cast) -> None:
    client = stranger.client("physician")
    for path in ("", "hold/", "photo/"):
        url = f"/patients/{flanks.person}/after/report/{emergency}/{path}"
        assert client.post(url, {"found": FOUND, "why": WHY}).status_code == NOT_FOUND


# -- a photo with the report -----------------------------------------------------------------------------------------


def photo(content: bytes) -> dict[str, object]:
    return {"photo": SimpleUploadedFile("lips.jpg", content, "image/jpeg")}


def photos_of(laid: Laid) -> list[UUID | None]:
    album = PhotoAlbum(chart_of(laid.person, laid.course, laid.at("2026-10-06 16:00")))
    return [taken.report for _line, taken in album.photos.values()]


def test_staff_keep_a_photo_with_a_report_where_the_patient_said_yes(flanks: Laid, emergency: UUID) -> None:
    url = f"/patients/{flanks.person}/after/report/{emergency}/photo/"
    refused = flanks.cast.client("assistant").post(url, photo(jpeg()))
    assert refused.status_code == REFUSED
    assert "Ask the patient on the page of photos" in refused.content.decode()
    assert photos_of(flanks) == []
    say(flanks, TOLD, PhotoConsent(PhotoUse.RECORD, True, "assistant-1"))
    assert post(flanks, emergency, "photo/", photo(jpeg()), "assistant") == MOVED
    assert photos_of(flanks) == [emergency]
    assert Document.objects.filter(person=flanks.person, kind="photo").count() == 1
    page = flanks.cast.client("assistant").get(f"/patients/{flanks.person}/after/report/{emergency}/").content.decode()
    (found,) = set(re.findall(rf"/patients/{flanks.person}/photos/([0-9a-f-]{{36}})/", page))
    assert flanks.cast.client("assistant").get(f"/patients/{flanks.person}/photos/{found}/picture/").status_code == 200


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""])
def test_what_is_no_photo_is_refused_and_nothing_of_it_is_kept(content: bytes, flanks: Laid, emergency: UUID) -> None:
    say(flanks, TOLD, PhotoConsent(PhotoUse.RECORD, True, "assistant-1"))
    assert post(flanks, emergency, "photo/", photo(content), "assistant") == REFUSED
    assert photos_of(flanks) == []
    assert not Document.objects.filter(person=flanks.person, kind="photo").exists()


def test_of_a_file_with_a_script_behind_the_photo_only_the_photo_is_kept(flanks: Laid, emergency: UUID) -> None:
    say(flanks, TOLD, PhotoConsent(PhotoUse.RECORD, True, "assistant-1"))
    assert post(flanks, emergency, "photo/", photo(polyglot()), "assistant") == MOVED
    kept = open_document(Document.objects.get(person=flanks.person, kind="photo"))
    assert SCRIPT in polyglot()
    assert SCRIPT not in kept


def test_a_report_of_nobody_takes_no_photo_and_no_photo_is_asked_for_again(flanks: Laid, emergency: UUID) -> None:
    say(flanks, TOLD, PhotoConsent(PhotoUse.RECORD, True, "assistant-1"))
    assert post(flanks, UUID(int=7), "photo/", photo(jpeg()), "assistant") == CONFLICT
    assert post(flanks, emergency, "photo/", {}, "assistant") == REFUSED
    assert photos_of(flanks) == []
