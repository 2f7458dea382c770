"""An entry: one thing that was recorded about one person, appended and never changed (docs/adr/0006).

Its words are the form of the case file, sealed with the person's key. A correction is a new entry of the kind `struck`
that names the one it takes back; both stay.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.course import Course
from nappage.records.models.person import Person


class Entry(models.Model):
    """One recorded thing. `id` may come from the device that wrote it: the same entry sent twice is one entry.

    `at` is when it happened, `recorded_at` when the server took it, `visit` the visit it belongs to, if any.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="entries")
    visit = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    strikes = models.UUIDField(null=True)
    sealed = models.BinaryField()

    class Meta:
        ordering = ("recorded_at", "id")
        indexes = (
            models.Index(fields=["person", "recorded_at"], name="entry_by_person"),
            # Lists of the whole clinic ask for one kind of some weeks: reports, sessions begun, contacts made.
            models.Index(fields=["clinic", "kind", "recorded_at"], name="entry_by_kind"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(by=""), name="entry_says_by_whom"),
            models.CheckConstraint(
                condition=(Q(strikes__isnull=True) & ~Q(kind="struck")) | Q(strikes__isnull=False, kind="struck"),
                name="entry_strikes_only_as_struck",
            ),
            models.UniqueConstraint(
                fields=["strikes"], name="entry_is_struck_once", condition=Q(strikes__isnull=False)
            ),
        )
