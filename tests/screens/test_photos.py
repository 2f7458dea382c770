"""Photos at the door: consent for each use, stored clean and sealed, opened only by who may, and noted each time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from nappage.actions.acting import Conflict
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.entries import strike
from nappage.actions.photos import answer_uses
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import Better, PhotoConsent, PhotoUse
from nappage.photography.clean import LARGEST_FILE
from nappage.records.models import AuditEvent, Document, Entry, Identity
from nappage.records.sealed import SealingKey, Unreadable
from nappage.rendering.wording import LANGUAGES, catalogue
from nappage.sealing.seal import read_seal
from support.albums import CONTENT, album_by
from support.cast import Cast
from support.charts import Laid, lay
from support.photographs import PLACE, SCRIPT, bomb, drawing, jpeg, polyglot
from support.stories import example

NOW = datetime(2026, 3, 3, 9, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
BY_NAME = {"explained_by": "injector-1", "manner": "typed", "strokes": "", "name": "Demo patient 014", "witness": ""}
YES = {"record": "yes", "words": "", **BY_NAME}
STROKES = "M 10.0,40.0 L 30.5,20.0 L 60.0,44.2"


@pytest.fixture
def laid(cast: Cast, clock: Callable[[datetime], None]) -> Laid:
    """Return S1's patient with a plan for cellulite, on the day of the first session."""
    clock(NOW)
    return lay(cast, example("s1-thighs-first-session"))


def at(laid: Laid, rest: str = "") -> str:
    return f"/patients/{laid.person}/photos/{rest}"


def album(laid: Laid, when: datetime = LATER) -> PhotoAlbum:
    return PhotoAlbum(chart_of(laid.person, laid.course, when))


def send(
    cast: Cast, laid: Laid, content: bytes, *, name: str = "photo.jpg", pose: str = "front", duty: str = "assistant"
) -> Any:
    """Send a file as the photo of a pose."""
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return cast.client(duty).post(at(laid, f"take/{pose}/"), {"photo": file, "words": "a tan"})


def allow(cast: Cast, laid: Laid, **more: str) -> None:
    """Say yes to photos for the record, on a paper that takes no time to be made."""
    with patch("nappage.web.photos.uses.sealed_uses", lambda *_given: b"%PDF-1.7 of a test"):
        assert cast.client("assistant").post(at(laid, "uses/"), YES | more).status_code == 302


def test_nothing_is_taken_or_shown_before_the_patient_said_yes(cast: Cast, laid: Laid) -> None:
    page = cast.client("assistant").get(at(laid))
    assert "has not said yes to photos" in page.content.decode()
    assert send(cast, laid, jpeg()).status_code == 302
    assert not Document.objects.filter(kind="photo").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_is_signed_under_exactly_what_was_answered_and_the_paper_is_kept(
    language: str, cast: Cast, laid: Laid, tmp_path: Path
) -> None:
    drawn = YES | {"manner": "drawn", "strokes": STROKES, "teaching": "no", "witness": "Demo witness"}
    answer = cast.client("assistant").post(at(laid, f"uses/?language={language}"), drawn)
    assert answer.status_code == 302
    (_line, said) = album(laid).consents[PhotoUse.RECORD]
    assert (said.given, said.manner, said.explained_by) == (True, "drawn", "injector-1")
    assert album(laid).consents[PhotoUse.TEACHING][1].paper is None
    assert said.paper is not None
    paper = Document.objects.get(pk=said.paper, kind="photo-consent")
    pdf = open_document(paper)
    assert read_seal(pdf, clinic_key(cast.clinic.id, NOW).fingerprint).is_whole
    (tmp_path / "paper.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, text=True, check=True)
    read = " ".join(done.stdout.split())
    words = catalogue(language)
    for code in ("title", "record", "record-means", "teaching-means", "know-back", "declaration"):
        assert words[f"photos.{code}"] in read, code
    assert words["photos.publication"] not in read
    assert paper.text_digest in read.replace(" ", "")
    assert "Demo witness" in read
    assert f"/documents/{paper.id}/" in cast.client("physician").get(at(laid)).content.decode()


def test_a_yes_without_a_signature_is_asked_for_one_and_nothing_is_kept(cast: Cast, laid: Laid) -> None:
    for lacking in ({"manner": ""}, {"name": "Somebody Else"}, {"manner": "drawn"}, {"explained_by": ""}):
        answer = cast.client("assistant").post(at(laid, "uses/"), YES | {"words": "as she says"} | lacking)
        assert answer.status_code == 422, lacking
        assert "as she says" in answer.content.decode()
        assert re.search(
            r'name="record"[^>]*value="yes"[^>]*checked|checked[^>]*name="record"', answer.content.decode()
        )
    assert album(laid).consents == {}
    assert not Document.objects.filter(kind="photo-consent").exists()
    with pytest.raises(Conflict):
        answer_uses(cast.actor("assistant", NOW), laid.person, laid.course, {PhotoUse.RECORD: True})


def test_a_no_needs_no_signature_and_a_yes_that_stands_is_not_signed_again(cast: Cast, laid: Laid) -> None:
    unsigned = {"words": "", **dict.fromkeys(BY_NAME, "")}
    assert cast.client("assistant").post(at(laid, "uses/"), unsigned | {"teaching": "no"}).status_code == 302
    allow(cast, laid)
    both = unsigned | {"record": "yes", "rating": "no"}
    assert cast.client("assistant").post(at(laid, "uses/"), both).status_code == 302
    assert Document.objects.filter(kind="photo-consent").count() == 1


def test_each_use_is_asked_by_itself_and_a_yes_to_one_says_nothing_of_another(cast: Cast, laid: Laid) -> None:
    allow(cast, laid, teaching="no")
    found = album(laid)
    assert found.allows(PhotoUse.RECORD)
    assert not any(found.allows(use) for use in PhotoUse if use is not PhotoUse.RECORD)
    assert PhotoUse.PUBLICATION not in found.consents
    allow(cast, laid)
    assert Entry.objects.filter(kind="photo-consent").count() == 2


@pytest.mark.proves("H-29")
def test_a_photo_is_kept_without_its_place_sealed_and_noted(cast: Cast, laid: Laid) -> None:
    allow(cast, laid)
    answer = send(cast, laid, polyglot(), name="../../etc/passwd\x00.svg")
    assert (answer.status_code, answer.headers["Location"]) == (302, at(laid, "take/oblique-right/"))
    ((line, taken),) = album(laid).photos.values()
    kept = Document.objects.get(pk=taken.document)
    for hidden in (PLACE, SCRIPT, b"passwd", b"\xff\xd8\xff"):
        assert hidden not in bytes(kept.sealed)
    sent = cast.client("physician").get(at(laid, f"{line.id}/picture/"))
    assert sent.status_code == 200
    assert sent["Cache-Control"] == "no-store, private"
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(BytesIO(sent.content)).size == (taken.width, taken.height) == (640, 480)
    for hidden in (PLACE, SCRIPT, b"Exif"):
        assert hidden not in sent.content
    opened = AuditEvent.objects.get(act="open photo", thing=line.id)
    assert (opened.member, opened.person) == (cast.physician.id, laid.person)
    page = cast.client("physician").get(at(laid, f"{line.id}/")).content.decode()
    assert "Demo physician" in page


@pytest.mark.parametrize(
    ("content", "expected", "found"),
    [
        (bomb(), "at most 64 million pixels", "30000 x 30000"),
        (drawing(), "a photo as JPEG, PNG, WebP or HEIC", "SVG"),
        (b"<!doctype html>" + SCRIPT, "a photo as JPEG", "HTML"),
        (jpeg()[:3000], "a photo as JPEG", "a file that cannot be read to its end"),
        (bytes(LARGEST_FILE + 5), "a file of at most 40 MB", "40 MB"),
        (b"hello", "a photo as JPEG", "something else"),
    ],
    ids=["bomb", "svg", "html", "cut off", "too long", "text"],
)
def test_what_is_no_photo_is_refused_in_four_parts_and_the_next_one_is_taken(
    cast: Cast, laid: Laid, content: bytes, expected: str, found: str
) -> None:
    allow(cast, laid)
    answer = send(cast, laid, content, name="<svg onload=alert(1)>.jpg")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert expected in page
    assert found in page
    assert "onload" not in page
    assert "a tan</textarea>" in page
    assert not Document.objects.filter(kind="photo").exists()
    assert send(cast, laid, jpeg()).status_code == 302
    assert Document.objects.filter(kind="photo").count() == 1


def test_a_file_is_asked_for_where_none_came(cast: Cast, laid: Laid) -> None:
    allow(cast, laid)
    answer = cast.client("assistant").post(at(laid, "take/front/"), {"words": "a tan"})
    assert answer.status_code == 422
    assert "Fill it in." in answer.content.decode()


def test_the_sequence_is_that_of_the_indication_and_another_pose_is_not_there(cast: Cast, laid: Laid) -> None:
    allow(cast, laid)
    page = cast.client("assistant").get(at(laid)).content.decode()
    assert re.findall(r"pose__words\">(\d)\. ([^<]+)", page)[:2] == [
        ("1", "From the front"),
        ("2", "From the right front"),
    ]
    assert cast.client("assistant").get(at(laid, "take/face-left/")).status_code == 404
    assert send(cast, laid, jpeg(), pose="face-left").status_code == 404


def test_the_last_photo_of_the_pose_lies_over_the_next(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    page = cast.client("assistant").get(at(laid, "take/front/")).content.decode()
    assert f'id="ghost" data-part="18" src="{at(laid, f"{made.later}/picture/")}"' in page
    assert "camera__ghost" not in cast.client("assistant").get(at(laid, "take/back/")).content.decode()


@pytest.mark.proves("H-29")
def test_after_the_consent_is_taken_back_nobody_opens_a_photo(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    every = [at(laid, f"{made.later}/picture/"), at(laid, f"{made.earlier}/preview/")]
    physician = cast.client("physician")
    assert [physician.get(path).status_code for path in every] == [200, 200]
    listed = physician.get(at(laid, "uses/record/withdraw/")).content.decode()
    assert listed.count(at(laid, str(made.later))) == listed.count(at(laid, str(made.earlier))) == 1
    physician.post(at(laid, "uses/record/withdraw/"), {"words": "no more"})
    assert [physician.get(path).status_code for path in every] == [403, 403]
    assert physician.get(f"/photo-ratings/{made.pair}/left/").status_code == 403
    assert at(laid, f"{made.later}/preview/") not in physician.get(at(laid)).content.decode()


def test_a_withdrawal_lists_where_each_photo_went(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    allow(cast, laid, teaching="yes")
    physician, give = cast.client("physician"), at(laid, f"{made.later}/give/")
    refused = physician.post(give, {"use": "publication", "where": "the clinic's site"})
    assert refused.status_code == 422
    assert physician.post(give, {"use": "teaching", "where": " "}).status_code == 422
    assert physician.post(give, {"use": "teaching", "where": "Course of spring, slide 12"}).status_code == 302
    physician.post(at(laid, "uses/teaching/withdraw/"), {"words": ""})
    page = physician.get(at(laid, "uses/teaching/withdraw/")).content.decode()
    assert "Course of spring, slide 12" in page
    assert "No consent to this use stands." in page
    assert not album(laid).allows(PhotoUse.TEACHING)
    assert album(laid).allows(PhotoUse.RECORD)
    assert physician.post(at(laid, "uses/teaching/withdraw/"), {"words": ""}).status_code == 409


def test_a_photo_of_another_person_is_not_in_this_album(cast: Cast, laid: Laid) -> None:
    other = cast.register("Demo patient 099", NOW)
    made = album_by(cast.actor("assistant", NOW), other.id)
    assert cast.client("physician").get(at(laid, f"{made.later}/picture/")).status_code == 404


def test_a_photo_taken_in_error_is_taken_back_and_opens_no_more(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    physician, path = cast.client("physician"), at(laid, f"{made.later}/picture/")
    assert physician.get(path).status_code == 200
    strike(cast.actor("physician", NOW), made.later, "another patient stood there")
    assert physician.get(path).status_code == 404
    assert set(album(laid).photos) == {made.earlier}
    assert album(laid).pairs == {}


def test_once_the_key_is_gone_a_photo_is_no_more_than_noise(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    kept = Document.objects.get(entry=made.later, kind="photo")
    assert CONTENT not in bytes(kept.sealed)
    assert open_document(kept) == CONTENT
    with pytest.raises(Unreadable):
        SealingKey.new().open(bytes(kept.sealed), kept.id.bytes)


def test_two_photos_stand_beside_each_other_without_script(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    page = cast.client("physician").get(at(laid, "compare/front/")).content.decode()
    assert [found in page for found in (f"{made.earlier}/picture/", f"{made.later}/picture/")] == [True, True]
    assert page.index("Before,") < page.index("After,")


# -- masked rating ---------------------------------------------------------------------------------------------------


def test_a_rater_sees_two_photos_and_no_name(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    name = Identity.objects.get(person=laid.person).name
    rater = cast.client("injector")
    assert f"/photo-ratings/{made.pair}/" in rater.get("/photo-ratings/").content.decode()
    page = rater.get(f"/photo-ratings/{made.pair}/").content.decode().split("<main")[1]
    for hidden in (name, str(laid.person), str(made.earlier), str(made.later), "2026"):
        assert hidden not in page
    assert rater.get(f"/photo-ratings/{made.pair}/left/").status_code == 200
    assert rater.get(f"/photo-ratings/{made.pair}/above/").status_code == 404


def test_a_pair_is_rated_once_by_each_and_by_nobody_who_knows_it(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("injector", NOW), laid.person)
    path = f"/photo-ratings/{made.pair}/"
    assert cast.client("injector").get(path).status_code == 404
    assert cast.client("prescriber").post(path, {"better": ""}).status_code == 422
    assert cast.client("prescriber").post(path, {"better": "left", "words": ""}).status_code == 302
    assert cast.client("prescriber").post(path, {"better": "right", "words": ""}).status_code == 404
    assert cast.client("physician").post(path, {"better": "neither", "words": ""}).status_code == 302
    said = [rating.better for _line, rating in album(laid).ratings(made.pair)]
    assert said == [Better.LEFT, Better.NEITHER]
    page = cast.client("physician").get(at(laid, "compare/front/")).content.decode()
    assert "2 of 3 raters" in page
    assert "the later one looks better 1" in page


def test_the_fourth_rater_is_not_asked(cast: Cast, laid: Laid) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    path = f"/photo-ratings/{made.pair}/"
    for duty in ("prescriber", "injector", "physician"):
        assert cast.client(duty).post(path, {"better": "left", "words": ""}).status_code == 302
    cast.director.duties = ["director", "injector"]
    cast.director.save()
    assert cast.client("director").get(path).status_code == 404


def test_the_order_of_a_pair_is_drawn_and_needs_its_own_consent(
    cast: Cast, laid: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = album_by(cast.actor("assistant", NOW), laid.person)
    drawn = iter([1, 0])
    monkeypatch.setattr("nappage.actions.photo_ratings.secrets.randbelow", lambda _many: next(drawn))
    both = {"before": str(made.earlier), "after": str(made.later)}
    for _number in range(2):
        assert cast.client("assistant").post(at(laid, "compare/front/pair/"), both).status_code == 302
    pairs = [pair for _line, pair in album(laid).pairs.values()][1:]
    assert [(pair.left, pair.right) for pair in pairs] == [(made.earlier, made.later), (made.later, made.earlier)]
    assert cast.client("assistant").post(at(laid, "compare/front/pair/"), both | {"after": "x"}).status_code == 409
    cast.client("assistant").post(at(laid, "uses/rating/withdraw/"), {"words": ""})
    assert cast.client("assistant").post(at(laid, "compare/front/pair/"), both).status_code == 409
    assert cast.client("injector").get(f"/photo-ratings/{made.pair}/").status_code == 404


# -- who it is -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-13")
def test_the_face_stands_with_the_name_and_at_the_time_out(cast: Cast, laid: Laid) -> None:
    path = f"/patients/{laid.person}/identity/photo/"
    start = f"/patients/{laid.person}/session/{laid.visits[0].id}/"
    desk = cast.client("reception")
    without = cast.client("injector").get(start).content.decode()
    assert "No photo yet" in without
    assert path in without
    assert desk.post(path, {"photo": SimpleUploadedFile("x.jpg", jpeg())}).status_code == 422
    assert desk.post(path, {"photo": SimpleUploadedFile("x.jpg", drawing()), "agreed": "on"}).status_code == 422
    assert desk.post(path, {"photo": SimpleUploadedFile("x.jpg", jpeg()), "agreed": "on"}).status_code == 302
    page = cast.client("injector").get(start).content.decode()
    assert page.count("data:image/jpeg;base64,") == 2
    assert "No photo yet" not in page
    kept = bytes(Identity.objects.get(person=laid.person).photo)
    assert kept
    assert b"\xff\xd8\xff" not in kept
    assert album(laid).allows(PhotoUse.IDENTITY)


def test_the_face_goes_with_its_consent(cast: Cast, laid: Laid) -> None:
    path = f"/patients/{laid.person}/identity/photo/"
    cast.client("assistant").post(path, {"photo": SimpleUploadedFile("x.jpg", jpeg()), "agreed": "on"})
    assert Identity.objects.get(person=laid.person).photo
    cast.client("reception").post(at(laid, "uses/identity/withdraw/"), {"words": ""})
    assert not Identity.objects.get(person=laid.person).photo
    assert isinstance(album(laid).consents[PhotoUse.IDENTITY][1], PhotoConsent)


def test_no_photo_lies_in_a_folder_or_a_cache(cast: Cast, laid: Laid, settings: object) -> None:
    assert not getattr(settings, "MEDIA_URL", "").strip("/")
    album_by(cast.actor("assistant", NOW), laid.person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM records_document")
        assert all(b"a photo, as far" not in bytes(sealed) for (sealed,) in cursor.fetchall())


def test_an_id_of_nothing_is_nowhere(cast: Cast, laid: Laid) -> None:
    assert cast.client("physician").get(at(laid, f"{UUID(int=9)}/picture/")).status_code == 404
    assert cast.client("physician").get(at(laid, "uses/selling/withdraw/")).status_code == 404
