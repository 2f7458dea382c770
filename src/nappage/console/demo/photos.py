"""The demo's photos: drawings that nobody takes for a person, kept as photos are."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw, ImageFilter

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.identity_photos import keep_identity_photo
from nappage.actions.photo_ratings import pair_photos
from nappage.actions.photos import SignedUses, answer_uses, give_photo, keep_photo
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.photographed import PhotoUse
from nappage.assessment.policy_in_force import policy_in_force
from nappage.console.demo.clinic import DemoClinic
from nappage.photography.clean import CleanPhoto, photo_of
from nappage.records.models import Course, Identity
from nappage.rendering.consent_signature import Signed
from nappage.rendering.leaflet import leaflet_paper
from nappage.rendering.paper import as_pdf
from nappage.rendering.photo_consent import PhotoConsentText, photo_consent_leaflet
from nappage.rendering.wording import Speaker
from nappage.sealing.seal import sealed

WIDTH, HEIGHT = 900, 1200
SKIN, SHADE, WALL, FLOOR, CLOTH = "#cfa389", "#b98b70", "#d9dde0", "#c3c8cc", "#4b5966"
# Where the dimples of the drawing lie; the later drawing has some of them fewer.
DIMPLES = tuple((dx, dy) for dy in range(430, 760, 66) for dx in (-52, 4, 58))
SAID = {PhotoUse.RECORD: True, PhotoUse.RATING: True, PhotoUse.TEACHING: True, PhotoUse.PUBLICATION: False}


def photographed(home: DemoClinic, at: datetime) -> None:
    """Record the photos of the patient at the checkpoint, and the faces of two who come today."""
    person = _person(home, "Demo patient 015")
    course = Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True).first()
    first, now = at - timedelta(days=43), at - timedelta(minutes=5)
    answer_uses(home.actor("assistant", first), person, course, SAID, signed=_signed(home, person, first))
    taken: dict[tuple[str, datetime], UUID] = {}
    for pose in ("front", "side-right", "back"):
        for when, dimples in ((first, DIMPLES), (now, DIMPLES[:11])):
            if (pose, when) != ("back", now):
                made = legs(pose, dimples, 0 if when == first else 6)
                taken[pose, when] = keep_photo(home.actor("assistant", when), person, course, pose, made).id
    pair_photos(home.actor("assistant", now), person, course, taken["front", first], taken["front", now])
    where = "Talk to the team on skin types, slide 7"
    give_photo(home.actor("physician", now), person, course, taken["front", first], PhotoUse.TEACHING, where)
    for number, (name, hair) in enumerate((("Demo patient 014", "#3b2a20"), ("Demo patient 015", "#7a4a2a"))):
        actor = home.actor("reception", at + timedelta(minutes=number))
        keep_identity_photo(actor, _person(home, name), None, face(hair), agreed=True)


def _signed(home: DemoClinic, person: UUID, at: datetime) -> SignedUses:
    """Return the paper that the patient signed by typing the name."""
    edition, policy = edition_in_use(), policy_in_force(home.clinic.id, at).policy
    name = Identity.objects.get(person=person).name
    text = PhotoConsentText(Speaker(edition, policy.zone), name, home.clinic.name, SAID, policy.fictional)
    leaflet = photo_consent_leaflet(text, Signed(text.digest, name, at, policy.zone))
    pdf = as_pdf(leaflet_paper(leaflet, attach=True))
    paper = sealed(pdf, clinic_key(home.clinic.id, at), home.clinic.name, at, text.title)
    return SignedUses(text.digest, "typed", "assistant", paper)


def _person(home: DemoClinic, name: str) -> UUID:
    found: UUID = Identity.objects.values_list("person", flat=True).get(clinic=home.clinic.id, name=name)
    return found


def legs(pose: str, dimples: tuple[tuple[int, int], ...], aside: int) -> CleanPhoto:
    """Return a drawing of two legs, as a photo."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 1040, WIDTH, HEIGHT), fill=FLOOR)
    middles = (450,) if pose.startswith("side") else (330, 570)
    for middle in (one + aside for one in middles):
        pen.polygon(
            [(middle - 120, 250), (middle + 120, 250), (middle + 88, 800), (middle + 62, 1090), (middle - 62, 1090),
             (middle - 88, 800)],
            fill=SKIN,
        )  # fmt: skip
        for dx, dy in dimples if pose != "front" else dimples[::2]:
            pen.ellipse((middle + dx - 15, dy - 11, middle + dx + 15, dy + 11), fill=SHADE)
    pen.rounded_rectangle((min(middles) - 128 + aside, 150, max(middles) + 128 + aside, 330), 40, fill=CLOTH)
    return _as_photo(picture)


def face(hair: str) -> CleanPhoto:
    """Return a drawing of a head, as a photo."""
    picture = Image.new("RGB", (WIDTH, WIDTH), WALL)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((215, 90, 685, 640), fill=hair)
    pen.rounded_rectangle((380, 560, 520, 760), 60, fill=SHADE)
    pen.ellipse((150, 690, 750, 1200), fill=CLOTH)
    pen.ellipse((280, 200, 620, 650), fill=SKIN)
    return _as_photo(picture)


def _as_photo(picture: Image.Image) -> CleanPhoto:
    return photo_of(picture.filter(ImageFilter.GaussianBlur(5)))
