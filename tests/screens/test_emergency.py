"""The pages of an emergency: at hand for everybody, and of one patient on the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from nappage.actions.entries import record
from nappage.actions.sittings import set_pin
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import EmergencyStep
from nappage.assessment.line import Line
from nappage.engine.story import SymptomReport
from nappage.records.models import AuditEvent, Clinic, Entry, Person
from nappage.web.binding import Binding
from support.cast import Cast
from support.course import ready_for_first_session
from support.device import Device, SetClock

AT = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)


@pytest.fixture
def key() -> str:
    """Return an id such as a device makes one for a tap."""
    return str(uuid4())


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(AT)
    return cast.register("Demo patient 014", AT)


def tapped(at: datetime, id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "protocol": "anaphylaxis", "step": "adrenaline", "dose": "0.5 mg", "at": at.isoformat(), **more}


def send(device: Device, person: Person, *steps: dict[str, Any], sent: datetime = AT, bound: str = "") -> Any:
    body = {"sent": sent.isoformat(), "steps": list(steps)}
    headers = {"Accept": "application/json", **({"X-Bound": bound} if bound else {})}
    path = f"/patients/{person.id}/emergency/steps/"
    return device.post(path, body, content_type="application/json", headers=headers)


def steps_of(person: Person) -> list[tuple[Line, EmergencyStep]]:
    return list(chart_of(person.id, None, AT + timedelta(days=1)).of(EmergencyStep))


# -- at hand ---------------------------------------------------------------------------------------------------------


def test_it_opens_without_a_log_in_with_the_number_of_the_only_clinic(cast: Cast, client: Client) -> None:
    page = client.get("/emergency/").content.decode()
    assert 'href="tel:112"' in page
    assert cast.clinic.name in page
    for title in ("Anaphylaxis", "Local anaesthetic toxicity", "Vascular occlusion", "Faint"):
        assert title in page
    assert "over 12 years" in page
    assert "6 to 12 years" in page
    assert "no clinician has reviewed" in page


def test_of_several_clinics_it_is_that_of_who_was_here_last(cast: Cast, stranger: Cast) -> None:
    device = stranger.client("injector")
    assert stranger.clinic.name in device.get("/emergency/").content.decode()
    device.post("/log-out/")
    assert stranger.clinic.name in device.get("/emergency/").content.decode()
    unknown = Client().get("/emergency/").content.decode()
    assert "Call the emergency number of your country" in unknown
    assert cast.clinic.name not in unknown


def test_it_opens_where_nothing_is_set_up_yet(db: None, client: Client) -> None:
    assert not Clinic.objects.exists()
    assert client.get("/emergency/").status_code == 200


def test_it_is_the_same_page_for_everybody_so_that_a_device_may_keep_it(cast: Cast, person: Person) -> None:
    by_nobody = Client().get("/emergency/")
    by_injector = cast.client("injector").get("/emergency/")
    assert by_nobody.content == by_injector.content
    assert "max-age" in by_nobody["Cache-Control"]
    assert b"Demo patient" not in by_injector.content
    assert b"csrf" not in by_injector.content


def test_the_worker_keeps_the_page_and_changes_when_the_page_does(cast: Cast, client: Client) -> None:
    first = client.get("/emergency/worker.js")
    assert first["Content-Type"] == "text/javascript"
    text = first.content.decode()
    assert 'const PAGE = "/emergency/";' in text
    assert "/static/nappage/emergency.js" in text
    assert client.get("/emergency/worker.js").content == first.content
    Clinic.objects.filter(pk=cast.clinic.pk).update(name="Another name")
    assert client.get("/emergency/worker.js").content != first.content


@pytest.mark.parametrize("asked", ["nonsense", "94614bea-8c2c-4270-bf1c-ed631f8309c1"])
def test_without_a_log_in_it_knows_no_patient(cast: Cast, client: Client, asked: str) -> None:
    assert client.get(f"/emergency/?person={asked}").status_code == 200


# -- of one patient --------------------------------------------------------------------------------------------------


def test_from_a_patient_s_page_it_is_that_patient_s(cast: Cast, person: Person) -> None:
    response = cast.client("assistant").get(f"/emergency/?person={person.id}")
    assert response["Location"] == f"/patients/{person.id}/emergency/"


def test_it_shows_the_dose_for_this_patient_s_age_only(cast: Cast, person: Person) -> None:
    page = cast.client("injector").get(f"/patients/{person.id}/emergency/").content.decode()
    assert "0.5 mg" in page
    assert "0.3 mg" not in page
    assert "over 12 years" not in page


@pytest.mark.proves("H-03")
def test_a_step_joins_the_record_at_the_time_it_was_tapped(cast: Cast, person: Person, key: str) -> None:
    device = cast.client("injector")
    response = send(device, person, tapped(AT - timedelta(minutes=3), key))
    assert response.json() == {"saved": [key]}
    ((line, step),) = steps_of(person)
    assert (line.at, line.recorded_at, line.by) == (AT - timedelta(minutes=3), AT, "injector-1")
    assert (step.protocol, step.step, str(step.dose)) == ("anaphylaxis", "adrenaline", "0.5 mg")
    page = device.get(f"/patients/{person.id}/emergency/").content.decode()
    assert "11:27:00" in page
    assert "Anaphylaxis, Demo injector" in page


def test_a_step_sent_twice_is_one_step(cast: Cast, person: Person, key: str) -> None:
    device = cast.client("injector")
    step = tapped(AT, key)
    assert send(device, person, step).json() == send(device, person, step, sent=AT + timedelta(minutes=9)).json()
    assert len(steps_of(person)) == 1


def test_a_wrong_clock_of_the_device_moves_nothing(cast: Cast, person: Person, key: str) -> None:
    an_hour_ahead = AT + timedelta(hours=1)
    send(cast.client("injector"), person, tapped(an_hour_ahead - timedelta(minutes=2), key), sent=an_hour_ahead)
    ((line, _),) = steps_of(person)
    assert line.at == AT - timedelta(minutes=2)


def test_two_times_the_same_step_are_two_steps(cast: Cast, person: Person, key: str) -> None:
    send(cast.client("injector"), person, tapped(AT, key), tapped(AT + timedelta(minutes=5), str(uuid4())))
    assert len(steps_of(person)) == 2


def test_steps_tapped_before_the_lock_are_those_of_who_tapped(
    cast: Cast, person: Person, clock: SetClock, key: str
) -> None:
    set_pin(cast.actor("physician", AT), "508317")
    device = cast.client("injector", bound=False)
    tapped_by_injector = Binding(cast.injector.id, person.id).token()
    clock(AT + timedelta(minutes=3), awake=False)
    assert send(device, person, tapped(AT, key), bound=tapped_by_injector).status_code == 423
    device.post("/lock/unlock/", {"member": str(cast.physician.id), "secret": "508317"})
    assert send(device, person, tapped(AT, key), bound=tapped_by_injector).status_code == 200
    ((line, _),) = steps_of(person)
    assert line.by == "injector-1"
    event = AuditEvent.objects.get(act="record emergency-step")
    assert (event.member, event.detail) == (cast.physician.id, {"steps": 1, "tapped by": "injector-1"})


@pytest.mark.proves("H-13")
def test_steps_of_another_patient_are_refused(cast: Cast, person: Person, key: str) -> None:
    other = cast.register("Demo patient 041", AT)
    device = cast.client("injector", bound=False)
    response = send(device, person, tapped(AT, key), bound=Binding(cast.injector.id, other.id).token())
    assert response.status_code == 409
    assert steps_of(person) == steps_of(other) == []


def test_steps_that_were_tapped_without_a_log_in_are_those_of_who_sends_them(
    cast: Cast, person: Person, key: str
) -> None:
    send(cast.client("assistant", bound=False), person, tapped(AT, key))
    ((line, _),) = steps_of(person)
    assert line.by == "assistant-1"


def test_the_same_id_for_another_step_is_refused(cast: Cast, person: Person, key: str) -> None:
    device = cast.client("injector")
    send(device, person, tapped(AT, key))
    assert send(device, person, tapped(AT, key, step="lay-flat", dose="")).status_code == 409
    assert len(steps_of(person)) == 1


def test_what_cannot_be_read_is_refused_with_every_fault(cast: Cast, person: Person) -> None:
    response = send(cast.client("injector"), person, {"id": "x"})
    assert response.status_code == 422
    assert len(response.json()["faults"]) == 4
    path = f"/patients/{person.id}/emergency/steps/"
    assert cast.client("injector").post(path, "{", content_type="application/json").status_code == 422
    assert steps_of(person) == []


def test_without_script_each_step_is_a_form_that_counts_once(cast: Cast, person: Person, key: str) -> None:
    device = cast.client("reception")
    page = f"/patients/{person.id}/emergency/"
    sent = {"id": key, "protocol": "faint", "step": "legs-up", "dose": ""}
    assert device.post(page, sent)["Location"] == f"{page}#faint"
    assert device.post(page, sent).status_code == 302
    ((line, step),) = steps_of(person)
    assert (line.id, step.step, line.by) == (UUID(key), "legs-up", "reception-1")


def test_a_form_that_cannot_be_read_records_nothing_and_says_why(cast: Cast, person: Person) -> None:
    response = cast.client("injector").post(f"/patients/{person.id}/emergency/", {"id": "x", "protocol": "faint"})
    assert response.status_code == 422
    assert b"a UUID made by the device" in response.content
    assert steps_of(person) == []


@pytest.mark.proves("S4")
def test_after_trouble_breathing_it_shows_that_every_later_session_is_held(cast: Cast, clock: SetClock) -> None:
    clock(AT)
    course = ready_for_first_session(cast, AT)
    device = cast.client("injector")
    page = f"/patients/{course.person}/emergency/"
    assert "Held until a clinician decides" not in device.get(page).content.decode()
    for symptom in ("lip-swelling", "breathing"):
        record(cast.actor("assistant", AT), "report.record", course.person, SymptomReport(symptom, onset=AT, at=AT))
    shown = device.get(page).content.decode()
    assert "Call 112 now." in shown
    assert "Every later session is on hold." in shown
    held = shown.partition("Held until a clinician decides")[2]
    assert held.count("on hold") >= 2
    assert "booked" not in held


def test_the_front_desk_helps_and_learns_nothing_of_the_chart(cast: Cast, person: Person) -> None:
    report = SymptomReport("lip-swelling", onset=AT, at=AT)
    record(cast.actor("assistant", AT), "report.record", person.id, report)
    page = cast.client("reception").get(f"/patients/{person.id}/emergency/").content.decode()
    assert "Demo patient 014" in page
    for said in ("Reported", "Call 112 now.", "Allergy:", "Held until"):
        assert said not in page


def test_an_auditor_reads_and_taps_nothing(cast: Cast, person: Person, key: str) -> None:
    device = cast.client("auditor")
    assert device.get(f"/patients/{person.id}/emergency/").status_code == 200
    assert send(device, person, tapped(AT, key)).status_code == 403
    assert Entry.objects.filter(kind="emergency-step").count() == 0
