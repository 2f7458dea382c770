"""Photos: the patient's word on each use, a photo stored clean and sealed, each look at it, each use of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting, in_reach, refuse
from nappage.actions.audit import append_event
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.document_kept import open_document
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoConsent, PhotoTaken, PhotoUse, PhotoUsed
from nappage.engine.pose import pose_sequence
from nappage.photography.apart import clean_apart
from nappage.photography.clean import LARGEST_FILE, LONGEST_SIDE, MOST_PIXELS, SHORTEST_SIDE, CleanPhoto, Trouble, Unfit
from nappage.records.keys import new_key
from nappage.records.models import Document, Entry, Identity, Member
from nappage.values.fault import Fault, Faulty

PHOTO, PREVIEW, JPEG = "photo", "photo-preview", "image/jpeg"
CONSENT, PDF = "photo-consent", "application/pdf"
SHORTEST_PLACE = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A photo of the record in the clear, for one answer and nothing else."""

    entry: UUID
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class SignedUses:
    """The paper under which the patient put a name: the hash of its exact text, the manner, who explained, the PDF."""

    digest: str
    manner: str
    explained_by: str
    paper: bytes


def answer_uses(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    answers: Mapping[PhotoUse, bool],
    words: str = "",
    signed: SignedUses | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of the patient's answers to uses of photos; an answer that stands already is not repeated.

    Conflict for a new yes that nobody signed. A photo that tells who somebody is goes with its consent: nothing of it
    is left.
    """
    with acting(actor, "consent.take", person, act="answer uses of photos") as trace:
        album = PhotoAlbum(take_turn(actor, person, course).chart)
        if signed is None and any(new_yes(album, answers)):
            raise Conflict(_("a yes to a use of photos is signed"))
        said = PhotoConsent(PhotoUse.RECORD, False, signed.explained_by if signed else actor.slug, words.strip())
        yes = _signed_yes(actor, person, said, signed) if signed else replace(said, given=True)
        new = [(use, given) for use, given in answers.items() if _is_new(album, use, given)]
        kept = tuple(append(actor, person, replace(yes if given else said, use=use)) for use, given in new)
        _forget_face(person, answers)
        trace.detail = {use.value: given for use, given in answers.items()}
    return kept


def _is_new(album: PhotoAlbum, use: PhotoUse, given: bool) -> bool:
    known = album.consents.get(use)
    return known is None or known[1].given != given


def new_yes(album: PhotoAlbum, answers: Mapping[PhotoUse, bool]) -> Iterator[PhotoUse]:
    """Yield each use that is allowed from now on and was not before."""
    yield from (use for use, given in answers.items() if given and not album.allows(use))


def _signed_yes(actor: Actor, person: UUID, said: PhotoConsent, signed: SignedUses) -> PhotoConsent:
    """Return a yes under the paper that was signed, which is kept."""
    digest, id = signed.digest, new_key()
    paper = keep_document(actor, person, CONSENT, PDF, signed.paper, text_digest=digest, entry=id)
    return replace(said, given=True, paper=paper.id, manner=signed.manner)


def withdraw_use(actor: Actor, person: UUID, course: UUID | None, use: PhotoUse, words: str = "") -> Entry:
    """Return the entry of a consent to one use taken back; Conflict where none stands."""
    with acting(actor, "consent.withdraw", person, act="withdraw use of photos") as trace:
        album = PhotoAlbum(take_turn(actor, person, course).chart)
        if not album.allows(use):
            raise Conflict(_("no consent to this use stands"))
        entry = append(actor, person, PhotoConsent(use, False, actor.slug, words.strip()))
        _forget_face(person, {use: False})
        trace.thing, trace.detail = entry.id, {"use": use.value}
    return entry


def _forget_face(person: UUID, answers: Mapping[PhotoUse, bool]) -> None:
    if answers.get(PhotoUse.IDENTITY) is False:
        Identity.objects.filter(person=person).update(photo=b"")


def take_photo(actor: Actor, person: UUID, course: UUID | None, pose: str, content: bytes, words: str = "") -> Entry:
    """Return the entry of a photo, made anew from its pixels and sealed; its file's name and everything else is gone.

    Faulty where the file is no photo, Conflict without the patient's consent or for a pose that is not asked for.
    """
    return keep_photo(actor, person, course, pose, cleaned(content), words)


def keep_photo(actor: Actor, person: UUID, course: UUID | None, pose: str, made: CleanPhoto, words: str = "") -> Entry:
    """Return the entry of a photo that was made anew already."""
    with acting(actor, "photo.take", person, act="take photo") as trace:
        look = take_turn(actor, person, course)
        if not PhotoAlbum(look.chart).allows(PhotoUse.RECORD):
            raise Conflict(_("the patient has not said yes to photos for the record"))
        plan = look.story.plan
        sequence = pose_sequence(look.edition, plan.indication if plan else "")
        if sequence is None or pose not in {one.id for one in sequence.poses}:
            raise Conflict(_("this pose is not in the sequence of this plan"))
        id = new_key()
        photo, preview = keep_documents_of(actor, person, made, id)
        taken = PhotoTaken(pose, photo.id, preview.id, made.width, made.height, words.strip())
        entry = append(actor, person, taken, id=id)
        trace.thing, trace.detail = entry.id, {"pose": pose, "digest": photo.digest}
    return entry


def keep_documents_of(actor: Actor, person: UUID, made: CleanPhoto, entry: UUID) -> tuple[Document, Document]:
    """Return the sealed documents of a photo and of its small picture; call it inside `acting`."""
    photo = _kept(actor, person, PHOTO, made.jpeg, entry)
    return photo, _kept(actor, person, PREVIEW, made.preview, entry)


def _kept(actor: Actor, person: UUID, kind: str, jpeg: bytes, entry: UUID) -> Document:
    return keep_document(actor, person, kind, JPEG, jpeg, text_digest="", entry=entry)


def cleaned(content: bytes) -> CleanPhoto:
    """Return a photo made anew; Faulty, in four parts, where the file is none."""
    try:
        return clean_apart(content)
    except Unfit as unfit:
        raise Faulty([_fault(unfit)]) from None


def _fault(unfit: Unfit) -> Fault:
    found = unfit.found
    expected, remedy = _("a photo as JPEG, PNG, WebP or HEIC"), _("Take the photo with the camera and send that.")
    if unfit.trouble is Trouble.TOO_MANY_BYTES:
        expected = _("a file of at most {most} MB").format(most=LARGEST_FILE // 1024**2)
    elif unfit.trouble is Trouble.TOO_MANY_PIXELS:
        expected = _("at most {most} million pixels").format(most=MOST_PIXELS // 1_000_000)
        remedy = _("Set the camera to fewer pixels: {side} on the longer side are kept.").format(side=LONGEST_SIDE)
    elif unfit.trouble is Trouble.TOO_SMALL:
        expected = _("at least {least} pixels on each side").format(least=SHORTEST_SIDE)
    elif unfit.trouble is Trouble.DAMAGED:
        found, remedy = _("a file that cannot be read to its end"), _("Take the photo again.")
    elif not found:
        found = _("something else")
    return Fault(_("Photo"), expected, found, remedy)


def open_photo(actor: Actor, album: PhotoAlbum, photo: UUID, *, small: bool = False) -> Opened:
    """Return a photo in the clear; the trail says who opened which. Denied once the patient took the consent back."""
    person = album.chart.person
    _line, taken = album.photos[photo]
    permission = "photo.read" if isinstance(actor.who, Member) else "own.export"
    if not album.allows(PhotoUse.RECORD) or not actor.may(permission) or not in_reach(actor, person):
        refuse(actor, permission, person)
    document = Document.objects.get(
        pk=taken.preview if small else taken.document, person=person, clinic=actor.clinic, entry=photo
    )
    jpeg = open_document(document)
    with transaction.atomic():
        detail = {"screen": "photo-preview" if small else "photo"}
        append_event(actor.clinic, actor.at, actor.who.id, "open photo", person, photo, detail)
    return Opened(photo, jpeg)


def give_photo(actor: Actor, person: UUID, course: UUID | None, photo: UUID, use: PhotoUse, where: str) -> Entry:
    """Return the entry of a photo that goes out of the record, by name of the place, so that it can be called back."""
    with acting(actor, "photo.give", person, act="give photo") as trace:
        album = PhotoAlbum(take_turn(actor, person, course).chart)
        if photo not in album.photos:
            raise Conflict(_("this photo does not stand in the record"))
        if not album.allows(use) or use not in GIVEN_OUT:
            raise Conflict(_("the patient has not said yes to this use of photos"))
        if len(where.strip()) < SHORTEST_PLACE:
            expected, remedy = _("where it goes, so that it can be called back"), _("Name the place and the date.")
            raise Faulty([Fault(_("Where"), expected, where.strip() or _("nothing"), remedy)])
        entry = append(actor, person, PhotoUsed(photo, use, where.strip()))
        trace.thing, trace.detail = photo, {"use": use.value}
    return entry


# The uses for which a photo leaves the record.
GIVEN_OUT = (PhotoUse.TEACHING, PhotoUse.PUBLICATION)
