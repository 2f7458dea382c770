"""The forms of photos: the file, the answers to each use, where one goes, what a rater says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.photos import GIVEN_OUT
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import Better, PhotoUse
from nappage.rendering.photo_consent import told_of_photos
from nappage.rendering.wording import Speaker, catalogue
from nappage.web.forms import AnswerField

LONGEST_WORDS = 400
_WORDS = catalogue("en")
# What staff call each use, and what it means: the words of the paper that is signed.
USES = {use: (_WORDS[f"photos.{use.value}"], _WORDS[f"photos.{use.value}-means"]) for use in PhotoUse}
BETTER = {
    Better.LEFT: _("Left looks better"),
    Better.RIGHT: _("Right looks better"),
    Better.NEITHER: _("Both look alike"),
    Better.CANNOT_TELL: _("These cannot be compared"),
}


class _Words(forms.Form):
    words = forms.CharField(
        label=_("Words"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 2})
    )


class PhotoForm(_Words):
    """A photo, from the camera of the tablet or from a file."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(
            {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "capture": "environment"}
        ),
    )
    field_order = ("photo", "words")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["words"].label = _("What is different this time, if anything")
        self.fields["words"].help_text = _("A tan, other underwear, other light, bladder, bloating.")


class FaceForm(forms.Form):
    """A photo of the face, with the patient's word that it may be kept."""

    photo = forms.FileField(
        label=_("Photo of the face"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "capture": "user"}),
    )
    agreed = forms.BooleanField(label=_("The patient agrees that this photo is kept to tell who it is"))


class UsesForm(_Words):
    """The patient's answer to each use of photos; no answer is no answer, and allows nothing."""

    def __init__(self, album: PhotoAlbum, speak: Speaker, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for use in PhotoUse:
            known = album.consents.get(use)
            said = {None: "", True: "yes", False: "no"}[known[1].given if known else None]
            self.fields[use.value] = AnswerField(
                label=told_of_photos(speak, use.value),
                help_text=told_of_photos(speak, f"{use.value}-means"),
                required=False,
                unknown=False,
                initial=said,
            )
        self.fields["words"].label = _("In the patient's words, if they wish")
        self.order_fields([*(use.value for use in USES), "words"])

    @property
    def answers(self) -> dict[PhotoUse, bool]:
        """Return what was answered."""
        said = self.cleaned_data
        return {use: said[use.value] == "yes" for use in USES if said.get(use.value)}


class WithdrawForm(_Words):
    """A withdrawal needs no words."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["words"].label = _("In the patient's words, if they wish")


class GiveForm(forms.Form):
    """Where a photo goes."""

    use = forms.ChoiceField(label=_("For"), choices=())
    where = forms.CharField(
        label=_("Where it goes"),
        max_length=LONGEST_WORDS,
        help_text=_("So that it can be called back: place and date."),
    )

    def __init__(self, album: PhotoAlbum, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offered: Any = self.fields["use"]
        allowed = [(use.value, USES[use][0]) for use in GIVEN_OUT if album.allows(use)]
        offered.choices = [("", _("Choose one")), *allowed]


class RatingForm(_Words):
    """What a rater says of a pair."""

    better = forms.ChoiceField(
        label=_("What do you see?"),
        widget=forms.RadioSelect,
        choices=[(one.value, label) for one, label in BETTER.items()],
    )
    field_order = ("better", "words")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["words"].label = _("What it rests on, in a few words")
