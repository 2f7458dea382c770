"""Photo ratings: a pair is put together, its order drawn by lot, and up to three rate it without knowing whose it is.

Who took one of the photos knows it, and does not rate.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import Better, PairRating, PhotoPair, PhotoUse
from nappage.records.models import Entry


def pair_photos(actor: Actor, person: UUID, course: UUID | None, one: UUID, other: UUID) -> Entry:
    """Return the entry of a pair for masked rating; which photo stands left is drawn.

    Conflict without the patient's consent to it, and for photos that are not two of one pose.
    """
    with acting(actor, "photo.take", person, act="pair photos") as trace:
        album = PhotoAlbum(take_turn(actor, person, course).chart)
        if not album.allows(PhotoUse.RATING):
            raise Conflict(_("the patient has not said yes to masked rating"))
        if one == other or not {one, other} <= set(album.photos):
            raise Conflict(_("a pair is two photos that stand in the record"))
        poses = {album.photos[photo][1].pose for photo in (one, other)}
        if len(poses) != 1:
            raise Conflict(_("a pair is two photos of one pose"))
        left, right = (one, other) if secrets.randbelow(2) else (other, one)
        entry = append(actor, person, PhotoPair(poses.pop(), left, right))
        trace.thing = entry.id
    return entry


def rate_pair(actor: Actor, person: UUID, course: UUID | None, pair: UUID, better: Better, words: str = "") -> Entry:
    """Return the entry of one rating; Conflict from whoever knows the pair, has rated it, or comes as the fourth."""
    with acting(actor, "photo.rate", person, act="rate pair of photos") as trace:
        album = PhotoAlbum(take_turn(actor, person, course).chart)
        if pair not in album.pairs or not album.awaits(pair, actor.slug):
            raise Conflict(_("this pair does not wait for your rating"))
        entry = append(actor, person, PairRating(pair, better, words.strip()))
        trace.thing = pair
    return entry
