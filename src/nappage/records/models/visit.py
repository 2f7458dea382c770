"""A visit that is booked: who comes when, to which room and whom, and for what. Moving it is an update, audited."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.course import Course
from nappage.records.models.member import Member
from nappage.records.models.person import Person


class Purpose(models.TextChoices):
    """What a visit is for."""

    CONSULTATION = "consultation", "consultation"
    TEST = "test", "allergy test"
    READING = "reading", "test reading"
    SESSION = "session", "session"
    FOLLOW_UP = "follow-up", "follow-up"


class VisitState(models.TextChoices):
    """Booked is a wish; here means arrived; left, missed and cancelled end it."""

    BOOKED = "booked", "booked"
    HERE = "here", "here"
    LEFT = "left", "left"
    MISSED = "missed", "did not come"
    CANCELLED = "cancelled", "cancelled"


class Room(models.Model):
    """A treatment room."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["clinic", "name"], name="room_name_once_per_clinic"),)

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """Something that is there once and that a visit needs beside a room: an injector gun, a camera stand."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["clinic", "name"], name="device_name_once_per_clinic"),)

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """One booked visit of one person. A session that waits for its allergy test names that test's visit: a pair."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="visits")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    state = models.CharField(max_length=12, choices=VisitState.choices, default=VisitState.BOOKED)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True)
    test = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="session")
    start = models.DateTimeField()
    end = models.DateTimeField()
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=60)

    class Meta:
        ordering = ("start", "id")
        indexes = (
            models.Index(fields=["clinic", "start"], name="visit_by_day"),
            models.Index(fields=["person", "start"], name="visit_by_person"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="visit_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(test__isnull=True) | Q(purpose=Purpose.SESSION), name="visit_with_test_is_a_session"
            ),
        )


class Slot(models.Model):
    """Five minutes of a room, a member or a device, taken by one visit: unique, so that nothing is booked twice."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="slots")
    taken = models.UUIDField()
    start = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["taken", "start"], name="slot_taken_once"),)
