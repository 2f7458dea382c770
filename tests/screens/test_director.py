"""The director's view, a copy of the record, and an erasure with its certificate, as they are met on the screen."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.entries import record
from nappage.actions.exports import MANIFEST
from nappage.actions.screening import decide
from nappage.assessment import edition_before as editions
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.look import Look, looks_at
from nappage.engine.story import HealthEvent
from nappage.library.edition import read_edition
from nappage.records.models import AuditEvent, Decision, Identity, Member, PersonKey
from nappage.sealing.seal import read_seal
from nappage.web.director import round as rounds
from support.cast import Cast, new_clinic
from support.device import Device
from support.later_edition import next_edition_in
from support.measured import FIRST, TWO_WEEKS, course_of
from support.pages import words_of_page
from support.world import START, World, world_of

Clock = Callable[[datetime], None]
GROUNDS = {"when": "now", "basis": "Recall, Regulation (EU) 2017/745", "until": "2036-03-03"}


@pytest.fixture(scope="module")
def shared(once_per_module: AbstractContextManager[None]) -> World:
    """Return a clinic with one of everything, made once for the module."""
    with once_per_module:
        return world_of(new_clinic())


@pytest.fixture
def world(shared: World, db: None, clock: Clock) -> World:
    clock(START)
    return shared


def words_of(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_it_counts_courses_beside_their_denominators(world: World) -> None:
    page = words_of_page(world.cast.client("director").get("/director/"))
    assert "Started 1 persons in whom a session was given" in page
    assert "Measured 0 of 1 started" in page
    assert "Lost 1 of 1, not measured again and nothing booked" in page
    assert "cannot show what a treatment does" in page


@pytest.mark.proves("H-32")
def test_the_courses_of_a_purpose_are_judged_together_at_the_checkpoint_with_everybody_begun(
    stranger: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(31):
        course = course_of(stranger, (), name=f"Demo patient {number:03}")
        first = FIRST + timedelta(days=number // 6, hours=number % 6)
        course.measured(first, "57.0")
        for visit in range(3):
            course.given(first + visit * TWO_WEEKS)
        if number:
            course.measured(first + 3 * TWO_WEEKS, f"{54.5 + number % 5 / 2:.1f}")
    clock(FIRST + 4 * TWO_WEEKS)
    page = words_of_page(stranger.client("director").get("/director/"))
    assert "Cellulite 30 of 31 −1.5 cm −1.9 cm to −1.1 cm a change beyond chance, whatever it comes from" in page
    assert "Lost 1 of 31" in page
    monkeypatch.setattr(rounds, "AT_ONCE", 7)
    device = stranger.client("director")
    assert gone_through(device, "/director/") == 5
    stepwise = words_of_page(device.get("/director/"))
    assert stepwise.partition("The installation")[0] == page.partition("The installation")[0]


def test_few_courses_tell_nothing(world: World) -> None:
    page = words_of_page(world.cast.client("director").get("/director/"))
    assert "Cellulite 0 of 1 – – too few to tell" in page


def test_it_shows_what_holds_and_for_whom(world: World) -> None:
    actor = world.cast.actor("physician", START)
    record(actor, "reply.record", world.person, HealthEvent("pregnancy", START, "patient"))
    page = world.cast.client("director").get("/director/")
    assert f'href="/patients/{world.person}/"' in page.content.decode()
    assert "On hold: " in words_of_page(page)
    assert f'href="/patients/{world.other.id}/"' not in page.content.decode()


def test_a_hold_names_who_paused_a_course(world: World) -> None:
    said = words_of_page(world.cast.client("director").get("/director/"))
    assert f"paused by {world.cast.physician.name} since" in said


def test_decisions_are_counted_by_person_and_month(world: World, clock: Clock) -> None:
    actor = world.cast.actor("physician", START)
    decide(
        actor, world.person, None, "clots", "specialist-agrees", "Seen by the vascular clinic last week, letter kept."
    )
    page = words_of_page(world.cast.client("director").get("/director/"))
    assert "Demo physician 0 0 0 0 0 1 1" in page
    assert "clots 1" in page
    clock(START + timedelta(days=62))
    assert "Demo physician 0 0 0 1 0 0 1" in words_of_page(world.cast.client("director").get("/director/"))


def test_a_credential_is_named_before_it_ends_and_after(world: World) -> None:
    Member.objects.filter(slug="injector-1").update(licensed_until=START.date() + timedelta(days=30))
    Member.objects.filter(slug="assistant-1").update(licensed_until=START.date() - timedelta(days=2))
    page = words_of_page(world.cast.client("director").get("/director/"))
    assert "Demo injector ends on 2 Apr 2026, in 30 days" in page
    assert "Demo assistant ended on 1 Mar 2026" in page
    assert "Demo physician ends" not in page


def test_with_one_edition_nothing_is_said_to_have_changed(world: World) -> None:
    page = words_of_page(world.cast.client("director").get("/director/edition/"))
    assert "Every decision of this clinic rests on this edition." in page


def test_another_edition_names_whom_it_touches_and_what_it_changes(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    before = read_edition(next_edition_in(tmp_path), cache)
    monkeypatch.setattr(editions, "user_cache_path", lambda _: cache)
    Decision.objects.create(
        clinic=world.cast.clinic, person_id=world.person, act="start session", at=START - timedelta(days=1),
        edition=before.digest, timezones=before.timezones, policy_version=1, outlook="0" * 64,
    )  # fmt: skip
    page = words_of_page(world.cast.client("director").get("/director/edition/"))
    assert edition_in_use().digest[:16] in page
    assert "precaution isotretinoin-recent removed" in page
    assert "of 2 patients something else follows now" in page
    monkeypatch.setattr(rounds, "AT_ONCE", 1)
    director = world.cast.client("director")
    assert "Patients looked at 0 of 2" in words_of_page(director.get("/director/edition/"))
    assert gone_through(director, "/director/edition/") == 2
    stepwise = words_of_page(director.get("/director/edition/"))
    assert "of 2 patients something else follows now" in stepwise
    monkeypatch.setattr(editions, "user_cache_path", lambda _: tmp_path / "nowhere")
    assert director.post("/director/edition/round/").headers["Location"] == "/director/edition/"
    page = words_of_page(world.cast.client("director").get("/director/edition/"))
    assert "The edition before is not kept on this machine" in page


def archive_of(world: World, which: str) -> ZipFile:
    answer = world.cast.client("director").post(f"/patients/{world.person}/export/", {"which": which})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    return ZipFile(BytesIO(answer.content))


def test_a_copy_of_the_record_is_whole_and_reads_as_a_paper(world: World, tmp_path: Path) -> None:
    with archive_of(world, "copy") as archive:
        assert {"record.pdf", MANIFEST, f"files/document/{world.document.id}"} <= set(archive.namelist())
        words = words_of(archive.read("record.pdf"), tmp_path)
        manifest = json.loads(archive.read(MANIFEST))
    name = Identity.objects.get(person=world.person).name
    assert name in words
    assert "Lots used" not in words or "A-101" in words
    assert "Who looked" not in words
    assert manifest["patient"] == [str(world.person)]


def test_the_pack_for_a_complaint_tells_who_looked_and_that_the_chain_is_whole(world: World, tmp_path: Path) -> None:
    with archive_of(world, "complaint") as archive:
        words = words_of(archive.read("record.pdf"), tmp_path)
    assert "Who looked and who did what" in words
    assert "nothing in it was changed or left out" in words
    assert AuditEvent.objects.filter(act="complaint pack", person=world.person).exists()


def test_the_plan_of_an_erasure_says_what_becomes_of_what(world: World) -> None:
    world.chair.visit.state = "left"
    world.chair.visit.save()
    page = words_of_page(world.cast.client("director").get(f"/patients/{world.person}/erasure/"))
    deleted, closed, kept = (page.index(words) for words in ("Deleted, and overwritten", "Closed:", "Kept under"))
    assert deleted < page.index("name, birth date, telephone") < closed < page.index("entries of the chart") < kept
    assert "nobody can read it, the clinic included" in page
    assert "lots that were used, for a recall" in page


def test_an_erasure_leaves_a_sealed_certificate_without_a_name(world: World, tmp_path: Path) -> None:
    world.chair.visit.state = "left"
    world.chair.visit.save()
    name = Identity.objects.get(person=world.person).name
    director = world.cast.client("director")
    assert director.post(f"/patients/{world.person}/erasure/", GROUNDS)["Location"] == "/director/"
    assert not PersonKey.objects.filter(person=world.person).exists()
    page = words_of_page(director.get("/director/"))
    assert "exposures kept until 3 Mar 2036" in page
    answer = director.get(f"/director/certificates/{world.person}/")
    assert read_seal(answer.content, clinic_key(world.cast.clinic.id, START).fingerprint).is_whole
    words = words_of(answer.content, tmp_path)
    assert name not in words
    assert str(world.person) in words.replace(" ", "")
    assert "Recall, Regulation (EU) 2017/745" in words
    for path in ("/", "/patients/", "/lots/", "/audit/", f"/lots/{world.lot.id}/trace/"):
        opened = director.get(path)
        assert opened.status_code == 200, path
        assert name not in opened.content.decode()
    assert director.get(f"/patients/{world.person}/").status_code == 404


def test_it_can_be_put_off_and_says_until_when(world: World, tmp_path: Path) -> None:
    world.chair.visit.state = "left"
    world.chair.visit.save()
    director = world.cast.client("director")
    said = GROUNDS | {"when": "later", "basis": "Ley 41/2002, art. 17"}
    assert director.post(f"/patients/{world.person}/erasure/", said).status_code == 302
    assert PersonKey.objects.filter(person=world.person).exists()
    assert "Put off until 3 Mar 2036" in words_of_page(director.get("/director/"))
    words = words_of(director.get(f"/director/certificates/{world.person}/").content, tmp_path)
    assert "Erasure put off" in words
    assert "Ley 41/2002, art. 17" in words


def test_what_was_typed_is_still_there_with_every_fault(world: World) -> None:
    name = Identity.objects.get(person=world.person).name
    said = {"when": "now", "basis": f"asked for by {name}", "until": "2020-01-01"}
    answer = world.cast.client("director").post(f"/patients/{world.person}/erasure/", said)
    assert answer.status_code == 422
    page = words_of_page(answer)
    assert "words that name nobody" in page
    assert "a day that is to come" in page
    assert "2020-01-01" in answer.content.decode()
    assert Identity.objects.filter(person=world.person).exists()


def test_nobody_is_erased_while_in_the_clinic(world: World) -> None:
    answer = world.cast.client("director").post(f"/patients/{world.person}/erasure/", GROUNDS)
    assert answer.status_code == 409
    assert Identity.objects.filter(person=world.person).exists()


def test_a_director_proves_who_they_are_first(world: World) -> None:
    client = world.cast.client("director", confirmed=False)
    assert client.post(f"/patients/{world.person}/erasure/", GROUNDS).status_code == 403
    assert Identity.objects.filter(person=world.person).exists()
    assert date(2026, 3, 3) == START.astimezone(UTC).date()


def gone_through(device: Device, page: str) -> int:
    """Return how many requests it takes until everybody was looked at, as a page without script sends them."""
    for number in range(1, 20):
        assert device.post(f"{page}round/").headers["Location"] == page
        if "Patients looked at" not in words_of_page(device.get(page)):
            return number
    raise AssertionError("a round that does not end")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Return whom the rounds of a test look at."""
    seen: list[UUID] = []

    def noted(courses: Mapping[UUID, UUID | None], *given: Any) -> Mapping[UUID, Look]:
        seen.extend(courses)
        return looks_at(courses, *given)

    monkeypatch.setattr(rounds, "looks_at", noted)
    return seen


def test_a_large_clinic_is_gone_through_a_few_people_at_a_time(
    stranger: Cast, clock: Clock, looked_at: list[UUID]
) -> None:
    course_of(stranger, ("56.9",), name="Demo patient 400")
    someone = [stranger.register(f"Demo patient {number:03}", START).id for number in range(129)][7]
    clock(FIRST + TWO_WEEKS)
    device = stranger.client("director")
    page = words_of_page(device.get("/director/"))
    assert "Patients looked at 0 of 130" in page
    assert "No session was given yet" not in page
    assert "They are shown once every patient was looked at." in page
    assert looked_at == []
    assert gone_through(device, "/director/") == 4
    page = words_of_page(device.get("/director/"))
    assert "Started 1 persons in whom a session was given" in page
    assert "Nothing holds." in page
    record(
        stranger.actor("physician", FIRST + TWO_WEEKS),
        "reply.record",
        someone,
        HealthEvent("pregnancy", START, "patient"),
    )
    clock(FIRST + TWO_WEEKS + timedelta(hours=3))
    page = words_of_page(device.get("/director/"))
    assert "From the charts of 130 patients as they stood on 17 Mar 2026" in page
    assert "Demo patient 007 D. P. 0. On hold: pregnancy" in page
    assert sorted(looked_at) == sorted(set(looked_at))
    assert len(looked_at) == 130
    assert device.post("/director/round/", {"again": "1"}).status_code == 302
    assert "Patients looked at 40 of 130" in words_of_page(device.get("/director/"))


def test_a_page_with_script_goes_on_by_itself_until_everybody_was_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 1)
    director, by_script = world.cast.client("director"), {"HX-Request": "true"}
    first = director.post("/director/round/", headers=by_script)
    assert "Patients looked at 1 of 2" in words_of_page(first)
    assert 'hx-trigger="load, submit"' in first.content.decode()
    last = director.post("/director/round/", headers=by_script)
    assert (last.content, last.headers["HX-Refresh"]) == (b"", "true")
