"""Check-ins from home: few taps, the engine's answer in fixed words, what is urgent before every question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nappage.assessment.chart import chart_of
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoConsent, PhotoUse
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.worklist import reports_of, worklist
from nappage.engine.contact import ContactMade, Told
from nappage.engine.story import Channel, HealthEvent, Reply, SymptomReport
from nappage.engine.symptom import Level
from nappage.records.models import Entry, Relation
from nappage.values.answer import Answer
from support.after_session import given_session
from support.cast import Cast
from support.charts import Laid
from support.device import Phone, SetClock
from support.photographs import jpeg

HERE = "/my/check-ins/"


@pytest.fixture
def flanks(cast: Cast, clock: SetClock) -> Laid:
    """Return S4 right after its first session: flanks, a non-lytic formula, Tue 6 Oct 2026, 11:00 to 11:25."""
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at("2026-10-06 11:45"))
    return laid


@pytest.fixture
def phone(flanks: Laid, cast: Cast) -> Phone:
    return cast.phone(flanks.person, at=flanks.at("2026-10-06 11:30"))


def text(phone: Phone, path: str = HERE, status: int = 200) -> str:
    """Return the main part of a page as text, blanks folded."""
    answer = phone.get(path)
    assert answer.status_code == status, answer.status_code
    return said(answer.content.decode())


def said(html: str) -> str:
    main = html.split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def told(phone: Phone, symptom: str | list[str], **typed: object) -> tuple[UUID, str]:
    """Tell symptoms as the pages ask them, and return the entry of the first and what is said of it."""
    symptoms = [symptom] if isinstance(symptom, str) else symptom
    form: dict[str, object] = {"symptom": symptoms, "words": typed.pop("words", "")}
    for one in symptoms:
        form |= {f"{one}-began": "today", f"{one}-size_1": "mm"}
    answer = phone.post(f"{HERE}tell/", form | typed)
    assert answer.status_code == 302, said(answer.content.decode())
    path = answer.headers["Location"]
    return UUID(path.rstrip("/").rsplit("/", 1)[1]), text(phone, path)


def levels(laid: Laid, at: str) -> list[Level]:
    return [found.level for _entry, found in reports_of(laid.look(at))]


# -- what is urgent first --------------------------------------------------------------------------------------------


@pytest.mark.proves("H-26", "S4")
def test_the_number_and_the_alarm_signs_stand_before_everything_else(phone: Phone) -> None:
    page = text(phone)
    assert page.index("Call 112") < page.index("Trouble breathing") < page.index("Your check-in")
    html = phone.get(HERE).content.decode()
    assert 'href="tel:112"' in html
    assert 'href="/emergency-numbers/"' in html


@pytest.mark.proves("H-26", "S4")
def test_one_tap_tells_an_emergency_and_nothing_more_is_asked(flanks: Laid, phone: Phone) -> None:
    answer = phone.post(f"{HERE}alarm/", {"symptom": "breathing"})
    page = phone.get(answer.headers["Location"]).content.decode()
    assert said(page).index("Call 112") < said(page).index("Trouble breathing: emergency")
    assert "<input" not in page.split("<main", 1)[1].split("<footer", 1)[0]
    look = flanks.look("2026-10-06 11:45")
    assert levels(flanks, "2026-10-06 11:45") == [Level.EMERGENCY]
    assert [hold.rule for hold in look.outlook.course.holds] == ["symptom/breathing/1"]
    assert look.outlook.after.triage.flagged_formulas == ("F1",)
    (first, *_rest) = worklist(flanks.cast.clinic.id, policy_in_force(flanks.cast.clinic.id, look.at), look.at, look.at)
    assert (first.person, first.owner, first.report and first.report.level) == (
        flanks.person,
        "injector-1",
        Level.EMERGENCY,
    )


@pytest.mark.parametrize("symptom", ["bruise", "", "nothing-like-it"])
def test_only_an_alarm_sign_is_told_by_one_tap(phone: Phone, symptom: str) -> None:
    assert phone.post(f"{HERE}alarm/", {"symptom": symptom}).status_code == 404
    assert not Entry.objects.filter(kind="report").exists()


# -- the check-in that is due ------------------------------------------------------------------------------------------


def test_one_tap_says_that_all_is_well_and_settles_what_is_due(flanks: Laid, phone: Phone, clock: SetClock) -> None:
    clock(flanks.at("2026-10-09 12:00"))
    page = text(phone)
    assert "Your check-in" in page
    assert "Tue 13 Oct 2026" in page  # day 7, among those that come
    assert phone.post(f"{HERE}well/").status_code == 302
    look = flanks.look("2026-10-09 12:00")
    made = [value for _line, value in look.chart.of(ContactMade)]
    assert [(one.told, one.by) for one in made] == [(Told.NOTHING, "patient")]
    assert not any(one.is_due(look.at) for one in look.contacts)
    assert "No check-in is due now." in text(phone)
    assert phone.post(f"{HERE}well/").status_code == 409


def test_that_nothing_troubles_closes_no_bump(flanks: Laid, phone: Phone, clock: SetClock) -> None:
    clock(flanks.at("2026-10-09 08:00"))
    entry, page = told(phone, "lump", **{"lump-zone": "flank", "lump-size_0": "8", "lump-features": []})
    assert "noted; we look at it with you" in page
    clock(flanks.at("2026-10-13 18:00"))
    assert phone.post(f"{HERE}well/").status_code == 302
    assert dict(reports_of(flanks.look("2027-04-01 10:00")))[entry].is_open
    assert "still with your clinic" in text(phone)


def test_a_check_in_is_the_clinics_task_once_it_is_late(
    flanks: Laid, phone: Phone, cast: Cast, clock: SetClock
) -> None:
    phone.post(f"{HERE}well/")  # what is asked before leaving

    def waiting(at: str) -> list[date]:
        now = flanks.at(at)
        found = worklist(cast.clinic.id, policy_in_force(cast.clinic.id, now), now, now)
        return [one.contact.day for one in found if one.contact]

    clock(flanks.at("2026-10-07 12:00"))
    assert waiting("2026-10-07 12:00") == []  # due, and asked on the telephone
    assert waiting("2026-10-08 08:00") == [date(2026, 10, 7)]  # nobody answered by the end of the day


def test_without_access_the_clinic_asks_from_the_beginning(flanks: Laid, cast: Cast) -> None:
    now = flanks.at("2026-10-07 12:00")
    found = worklist(cast.clinic.id, policy_in_force(cast.clinic.id, now), now, now)
    assert date(2026, 10, 7) in [one.contact.day for one in found if one.contact]


# -- what troubles ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("S4", "H-08", "R055")
def test_the_diary_of_s4_in_the_words_for_patients(flanks: Laid, phone: Phone, clock: SetClock) -> None:
    clock(flanks.at("2026-10-06 12:10"))
    assert "Warmth where the injections were: often seen" in told(phone, "warmth")[1]
    clock(flanks.at("2026-10-07 12:00"))
    _entry, page = told(phone, "bruise", **{"bruise-zone": "flank", "bruise-size_0": "30"})
    assert "A bruise: often seen until Tue 13 Oct 2026, 11:25" in page
    bump = {"lump-zone": "flank", "lump-size_0": "8", "lump-began": "earlier", "lump-day": "2026-10-08"}
    clock(flanks.at("2026-10-09 08:30"))
    assert "noted; we look at it with you" in told(phone, "lump", **bump)[1]
    clock(flanks.at("2026-10-27 20:00"))
    page = told(phone, "lump", **bump)[1]
    assert "we call you; call us by tomorrow" in page
    assert "by Thu 29 Oct 2026, 20:00" in page
    clock(flanks.at("2026-11-03 21:25"))
    worse = {**bump, "lump-size_0": "15", "lump-features": ["tender", "red", "draining"]}
    page = told(phone, "lump", **worse)[1]
    assert "A bump under the skin: call us today" in page
    assert "Add a photo" in page
    assert "often seen" not in page


@pytest.mark.proves("H-26")
def test_several_symptoms_and_own_words_are_one_form_and_the_most_urgent_stands_first(
    flanks: Laid, phone: Phone
) -> None:
    _entry, page = told(phone, ["bruise", "itch"], words="and I can't breathe well")
    assert page.index("Call 112") < page.index(": emergency")
    assert set(levels(flanks, "2026-10-06 11:45")) == {Level.EMERGENCY}
    assert {value.words for _line, value in flanks.look("2026-10-06 11:45").chart.of(SymptomReport)} == {
        "and I can't breathe well"
    }


def test_what_was_typed_is_there_when_something_is_missing(phone: Phone) -> None:
    typed = {"symptom": ["fever"], "fever-value_0": "thirty", "fever-value_1": "Cel", "words": "since noon"}
    answer = phone.post(f"{HERE}tell/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="thirty"' in page
    assert "since noon" in page
    assert "When did it begin?" in said(page)
    assert not Entry.objects.filter(kind="report").exists()


@pytest.mark.proves("H-12", "H-26")
@pytest.mark.parametrize(
    ("symptom", "typed", "question", "expected"),
    [
        ("fever", {"fever-value_0": "385", "fever-value_1": "Cel"}, "fever-value-385-c", "34 °C to 43 °C"),
        ("lump", {"lump-size_0": "900", "lump-size_1": "cm"}, "lump-size-900-cm", "1 mm to 400 mm"),
        ("pain", {"pain-value_0": "38", "pain-value_1": "1"}, "pain-value-38", "0 to 10"),
    ],
)
def test_an_unlikely_number_is_asked_about_once_and_one_tap_keeps_it(
    flanks: Laid, phone: Phone, symptom: str, typed: dict[str, str], question: str, expected: str
) -> None:
    form = {"symptom": [symptom], f"{symptom}-began": "today", f"{symptom}-size_1": "mm", "words": "hot", **typed}
    answer = phone.post(f"{HERE}tell/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"expected {expected}" in said(page)
    assert "what you meant?" in said(page)
    assert "112" in said(page), "whom to call stands there while it is asked"
    assert f'name="{question}"' in page
    assert all(f'value="{value}"' in page for value in typed.values())
    assert phone.post(f"{HERE}tell/", form | {question: "typed"}).status_code == 302
    assert levels(flanks, "2026-10-06 11:45"), "what was confirmed is judged"


@pytest.mark.proves("H-12")
@pytest.mark.parametrize(("language", "asks"), [("fr", "385 °C : est-ce bien"), ("es", "385 °C: ¿es lo que")])
def test_an_unlikely_number_is_asked_about_in_the_language_of_who_tells(phone: Phone, language: str, asks: str) -> None:
    form = {"symptom": ["fever"], "fever-began": "today", "fever-value_0": "385", "fever-value_1": "Cel"}
    page = said(phone.post(f"{HERE}tell/", form, headers={"accept-language": language}).content.decode())
    assert asks in page
    assert "what you meant" not in page


@pytest.mark.proves("H-12")
@pytest.mark.parametrize(
    ("began", "day", "expected"),
    [
        ("earlier", "2026-10-07", "a day that has been"),
        ("unknown", "2026-11-01", "a day that has been"),
        ("earlier", "2026-10-06", "a day that fits “Before that”"),
        ("today", "2026-10-05", "a day that fits “Earlier today”"),
        ("yesterday", "2026-10-06", "a day that fits “Yesterday”"),
        ("hour", "2026-10-01", "a day that fits “In the last hour”"),
        ("unknown", "2026-10-01", "a day that fits “Don&#x27;t know”"),
    ],
)
def test_a_day_to_come_or_beside_the_beginning_that_was_chosen_is_not_dropped_in_silence(
    phone: Phone, began: str, day: str, expected: str
) -> None:
    form = {"symptom": ["bruise"], "bruise-began": began, "bruise-day": day, "bruise-size_1": "mm"}
    answer = phone.post(f"{HERE}tell/", form)
    assert answer.status_code == 422
    assert f"expected {expected}" in said(answer.content.decode())
    assert f'value="{day}"' in answer.content.decode()
    assert not Entry.objects.filter(kind="report").exists()


@pytest.mark.parametrize(
    ("began", "day"),
    [("hour", "2026-10-06"), ("today", "2026-10-06"), ("yesterday", "2026-10-05"), ("earlier", "2026-10-04")],
)
def test_a_day_that_says_the_same_as_the_beginning_is_taken(phone: Phone, began: str, day: str) -> None:
    told(phone, "bruise", **{"bruise-began": began, "bruise-day": day})


def test_nothing_chosen_is_said_and_the_same_form_is_recorded_once(flanks: Laid, phone: Phone) -> None:
    assert phone.get(f"{HERE}tell/?next=1").status_code == 422
    form = {"symptom": ["bruise"], "bruise-began": "unknown", "bruise-size_1": "mm", "sitting": str(UUID(int=9))}
    first, again = (phone.post(f"{HERE}tell/", form).headers["Location"] for _time in range(2))
    assert first == again
    assert Entry.objects.filter(person=flanks.person, kind="report").count() == 1


def test_what_begins_on_the_day_of_the_session_began_after_it(flanks: Laid, phone: Phone) -> None:
    told(phone, "bruise", **{"bruise-zone": "flank"})
    (report,) = [value for _line, value in flanks.look("2026-10-06 11:45").chart.of(SymptomReport)]
    assert report.onset in (flanks.at("2026-10-06 11:25"), flanks.at("2026-10-06 11:45"))
    assert levels(flanks, "2026-10-06 11:45") == [Level.OFTEN_SEEN]


def test_the_more_urgent_end_of_a_day_counts(flanks: Laid, phone: Phone, clock: SetClock) -> None:
    """Pain that began on the third day may have been new after 72 h."""
    clock(flanks.at("2026-10-10 09:00"))
    _entry, page = told(phone, "pain", **{"pain-began": "yesterday", "pain-zone": "flank"})
    assert "call us today" in page


# -- photos -----------------------------------------------------------------------------------------------------------


def photo_form(**more: object) -> Mapping[str, object]:
    return {"photo": SimpleUploadedFile("IMG_0001.jpg", jpeg(), "image/jpeg"), **more}


@pytest.mark.proves("H-29")
def test_a_photo_is_kept_with_the_persons_own_yes_and_the_clinic_sees_it_with_the_report(
    flanks: Laid, phone: Phone, cast: Cast
) -> None:
    entry, _page = told(phone, "bruise", **{"bruise-zone": "flank"})
    refused = phone.post(f"{HERE}told/{entry}/photo/", photo_form())
    assert refused.status_code == 422
    assert "yes to photos for the record" in said(refused.content.decode())
    assert phone.post(f"{HERE}told/{entry}/photo/", photo_form(agreed="on")).status_code == 302
    album = PhotoAlbum(chart_of(flanks.person, flanks.course, flanks.at("2026-10-06 11:45")))
    (photo,) = album.of_report(entry)
    assert [value.use for _line, value in album.chart.of(PhotoConsent)] == [PhotoUse.RECORD]
    assert "1 photo is with your clinic." in text(phone, f"{HERE}told/{entry}/")
    seen = cast.client("assistant").get(f"/patients/{flanks.person}/after/report/{entry}/").content.decode()
    assert f"/photos/{photo}/preview" in seen or str(photo) in seen


def test_who_helps_cannot_agree_to_photos_for_somebody(flanks: Laid, cast: Cast) -> None:
    until = flanks.at("2026-12-06 11:45")
    helper = Phone(
        cast.access(
            flanks.person, at=flanks.at("2026-10-06 11:30"), relation=Relation.PROXY, name="Demo helper", until=until
        )
    )
    entry, page = told(helper, "bruise", **{"bruise-zone": "flank"})
    assert "Photos need the person’s own yes." in page
    assert helper.post(f"{HERE}told/{entry}/photo/", photo_form(agreed="on")).status_code == 422
    assert Entry.objects.get(pk=entry).by == "proxy"


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a"])
def test_what_is_no_photo_is_refused_in_words(phone: Phone, content: bytes) -> None:
    entry, _page = told(phone, "bruise")
    form = {"photo": SimpleUploadedFile("../../x.jpg", content, "image/jpeg"), "agreed": "on"}
    answer = phone.post(f"{HERE}told/{entry}/photo/", form)
    assert answer.status_code == 422
    assert "Photo" in said(answer.content.decode())


# -- a pregnancy ------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S5", "R046")
def test_a_pregnancy_told_from_home_holds_what_is_booked_at_once(flanks: Laid, phone: Phone, clock: SetClock) -> None:
    clock(flanks.at("2026-10-08 12:00"))
    answer = phone.post(f"{HERE}pregnancy/", {"pregnant": "yes", "tested": "on", "last_period": "2026-09-10"})
    page = text(phone, answer.headers["Location"])
    assert "We call you today." in page
    look = flanks.look("2026-10-08 12:00")
    assert [hold.rule for hold in look.outlook.course.holds] == ["pregnancy"]
    assert look.outlook.course.silenced
    assert [(one.condition, one.by, one.since) for _line, one in look.chart.of(HealthEvent)][-1] == (
        "pregnancy", "patient", date(2026, 9, 10),
    )  # fmt: skip
    assert "no risk" not in page


@pytest.mark.proves("E08")
@pytest.mark.parametrize("answer", ["unknown", "declined"])
def test_not_known_and_rather_not_say_are_never_a_no(flanks: Laid, phone: Phone, answer: str) -> None:
    page = phone.post(f"{HERE}pregnancy/", {"pregnant": answer})
    assert "Nothing is given before this is known." in text(phone, page.headers["Location"])
    look = flanks.look("2026-10-06 11:45")
    (reply,) = [one for _line, one in look.chart.of(Reply) if one.channel is Channel.PORTAL]
    assert reply.answer is Answer.UNKNOWN
    assert not look.outlook.start.may_start


def test_it_can_be_told_again_when_more_is_known(phone: Phone) -> None:
    phone.post(f"{HERE}pregnancy/", {"pregnant": "unknown"})
    assert "Are you pregnant" not in text(phone, f"{HERE}pregnancy/")
    assert "Are you pregnant" in text(phone, f"{HERE}pregnancy/?again=1")
