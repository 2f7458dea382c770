"""No way around the six exclusions: whoever sends whatever in whatever order, no session starts that must not (H-01).

Random people of a clinic ask, decide, plan, withdraw, replay old forms and send straight to the addresses of a session.
After each step every start that was recorded is judged twice: by the outlook of its instant, and by a naive reading of
the entries (naive_exclusions.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from nappage.assessment.happening import KIND_OF, PassGiven, Signed
from nappage.assessment.look import look_at_visit
from nappage.records.keys import new_key
from nappage.records.models import Entry, Member, Purpose, Room, Visit, VisitState
from properties.naive_exclusions import HEART, INSULIN, OTHERS, Page, against_start, starts
from support.cast import Cast
from support.course import WrittenCourse
from support.device import Device, stay_awake

pytestmark = pytest.mark.long

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
THE_SIX = ("pregnancy", "insulin", "stroke", "clots", "leg-swelling", "cancer")
BEHIND_A_YES = {
    "pregnancy": ("pregnancy", "pregnancy-possible"),
    "insulin": ("insulin-treated-diabetes",),
    "stroke": ("stroke", "tia"),
    "clots": ("deep-vein-thrombosis", "pulmonary-embolism"),
    "leg-swelling": ("leg-swelling-one-sided",),
    "cancer": ("cancer",),
}
DUTIES = ("physician", "prescriber", "injector", "assistant", "reception", "director", "auditor")
RULES = (
    "pregnancy",
    "insulin",
    "heart-medicines",
    "stroke",
    "cancer",
    "clots",
    "P01",
    "P05",
    "P07",
    "P08",
    "P09",
    "P11",
)
DECIDABLE = ("stroke", "cancer", "clots", "P01", "P07", "P08", "P09")
WORDS = "Seen with the specialist's letter of this week; acceptable."
TIME_OUT = {"identifiers": ["name", "birth-date"], "sites": ["thigh/right", "thigh/left"]}
PASS = {"site": "thigh/right", "technique": "nappage", "volume": "0.02", "depth": "3", "punctures": "120"}
NOT_THERE = ("admin/", "admin/records/entry/add/", "api/entries/", "patients/entries/", "session/start/")
SIGNED = {"passes": "1", "punctures": "120", "volume": "2.4 mL", "seen": "on"}
duties, answers = st.sampled_from(DUTIES), st.sampled_from(("no", "no", "yes", "unknown", "declined"))
treating = st.sampled_from(("injector", "physician"))
mostly_treating = st.sampled_from((*DUTIES, "injector", "injector", "physician"))


@dataclass
class Ground:
    """The clinic in which each history begins anew, and what all histories together came to."""

    cast: Cast
    course: WrittenCourse
    settings: Settings
    seen: Counter[str] = field(default_factory=Counter)


class Clinic(RuleBasedStateMachine):
    """One history of a clinic day: who does what at which instant."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cast, self.person, self.now = self.ground.cast, self.ground.course.person, START - timedelta(minutes=20)
        self.judged: set[UUID] = set()
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.devices: dict[str, Device] = {}
        self.ground.settings.NAPPAGE_CLOCK = lambda: self.now

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # -- the means ----------------------------------------------------------------------------------------------------

    @property
    def visit(self) -> UUID:
        """Return the visit of a session that was booked last."""
        found: UUID = Visit.objects.filter(person=self.person, purpose=Purpose.SESSION).latest("start").id
        return found

    def device(self, duty: str) -> Device:
        if duty not in self.devices:
            self.devices[duty] = self.cast.client(duty)
        return self.devices[duty]

    def send(self, duty: str, rest: str, typed: dict[str, Any]) -> int:
        """Send a form about the patient as somebody; whatever is answered, it is no fault of the server."""
        path = f"/patients/{self.person}/{rest}"
        self.sent.append((duty, path, typed))
        self.tick()
        status = int(self.device(duty).post(path, typed).status_code)
        assert status < 500, path
        return status

    def tick(self) -> None:
        """Let no two things happen at one instant, so that the outlook right before a start knows all but the start."""
        self.now += timedelta(milliseconds=1)

    def entries(self) -> list[UUID]:
        return list(Entry.objects.filter(person=self.person).order_by("-recorded_at").values_list("id", flat=True)[:12])

    # -- the clock ----------------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 5, 15, 240, 14 * 60, 24 * 60)))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        stay_awake(self.now)

    # -- what is told -------------------------------------------------------------------------------------------------

    @rule(duty=mostly_treating, said=st.fixed_dictionaries({}, optional={one: answers for one in THE_SIX}))
    def ask_everything(self, duty: str, said: dict[str, str]) -> None:
        asked = {f"q-{one}": "no" for one in self.questions()} | {"q-medicines": "yes", "q-allergies": "yes"}
        self.answer_all(duty, "screening/", asked, said)

    @rule(
        duty=treating,
        said=st.one_of(st.just({}), st.dictionaries(st.sampled_from(THE_SIX), answers, min_size=1, max_size=1)),
        decides=st.one_of(st.none(), st.sampled_from(DECIDABLE)),
    )
    def ask_decide_and_start(self, duty: str, said: dict[str, str], decides: str | None) -> None:
        """Do what a clinic does in the minutes before a session, with one thing gone wrong or none."""
        self.ask_everything("assistant", said)
        if decides:
            self.decide("physician", decides, WORDS)
        self.start(duty, ["name", "birth-date"])

    @rule(duty=treating)
    def come_and_start(self, duty: str) -> None:
        """Say no to everything, and start: this is allowed until something else stands against it."""
        self.ask_decide_and_start(duty, {}, None)

    @rule(duty=duties, question=st.sampled_from((*THE_SIX, "medicines")), answer=answers)
    def ask_one(self, duty: str, question: str, answer: str) -> None:
        self.answer_all(duty, f"screening/?again={question}", {}, {question: answer})

    def answer_all(self, duty: str, where: str, asked: dict[str, Any], said: dict[str, str]) -> None:
        typed = asked | {f"q-{question}": answer for question, answer in said.items()}
        for question, answer in said.items():
            if answer == "yes" and question in BEHIND_A_YES:
                typed |= {f"c-{question}": [BEHIND_A_YES[question][-1]], f"o-{question}": "none"}
        self.send(duty, where, typed)

    @staticmethod
    def questions() -> list[str]:
        from nappage.assessment.edition_in_use import edition_in_use
        from nappage.engine.question import Question

        return [one.id for one in edition_in_use().all(Question).values()]

    @rule(
        duty=mostly_treating,
        taken=st.lists(st.sampled_from((*HEART, *INSULIN, *OTHERS, "grandmother's tea")), unique=True, max_size=3),
        whole=answers,
        again=st.sampled_from(("", *THE_SIX)),
        answer=answers,
    )
    def list_medicines(self, duty: str, taken: list[str], whole: str, again: str, answer: str) -> None:
        rows: dict[str, Any] = {"med-TOTAL_FORMS": len(taken), "med-INITIAL_FORMS": 0}
        rows |= {"all-TOTAL_FORMS": 0, "all-INITIAL_FORMS": 0, "sitting": str(new_key()), "q-medicines": whole}
        for number, name in enumerate(taken):
            rows |= {f"med-{number}-name": name, f"med-{number}-prescribed": "yes", f"med-{number}-still": "now"}
        if again:
            rows |= {f"q-{again}": answer, f"c-{again}": BEHIND_A_YES[again][0], f"o-{again}": "none"}
        self.send(duty, f"intake/?again={again}" if again else "intake/", rows)

    @rule(
        duty=duties,
        question=st.sampled_from(THE_SIX),
        answer=st.sampled_from(("yes", "no")),
        words=st.sampled_from((WORDS, ".")),
    )
    def settle(self, duty: str, question: str, answer: str, words: str) -> None:
        typed = {"answer": answer, "means": "test-result", "words": words, f"c-{question}": BEHIND_A_YES[question][0]}
        self.send(duty, f"screening/settle/{question}/", typed)

    @rule(duty=mostly_treating, about=st.sampled_from(RULES), words=st.sampled_from((WORDS, WORDS, ".")))
    def decide(self, duty: str, about: str, words: str) -> None:
        self.send(duty, f"screening/decide/{about}/", {"code": "clinical-need-documented", "words": words})

    @rule(duty=duties, which=st.integers(0, 11))
    def confirm(self, duty: str, which: int) -> None:
        found = self.entries()
        self.send(duty, f"screening/confirm/{found[which % len(found)]}/", {})

    @rule(duty=duties, about=st.sampled_from((*RULES, "allergy-test", "screening", "area-cap", "interval")))
    def reason(self, duty: str, about: str) -> None:
        typed = {"rule": about, "code": "clinical-need-documented", "words": WORDS}
        self.send(duty, "plan/reason/", typed)
        prefixed = {f"for-{about}-{name}": value for name, value in typed.items()}
        self.send(duty, f"session/{self.visit}/reason/", prefixed)

    @rule(duty=mostly_treating, which=st.integers(0, 11))
    def strike(self, duty: str, which: int) -> None:
        found = self.entries()
        self.send(duty, f"entries/{found[which % len(found)]}/strike/", {"words": "Entered in error, I am sorry."})

    # -- plan, consent, test, visits ----------------------------------------------------------------------------------

    @rule(
        duty=duties,
        does=st.sampled_from(
            ("consent/withdraw/", "plan/course/", "plan/sign/", "consent/sign/", "allergy-test/give/")
        ),
    )
    def act(self, duty: str, does: str) -> None:
        self.send(duty, does, {"words": "", "version": str(new_key()), "volume": "0.05 mL", "what": "whole"})

    @rule(duty=duties, state=st.sampled_from(VisitState))
    def mark(self, duty: str, state: str) -> None:
        self.send(duty, f"visits/{self.visit}/mark/", {"state": state})

    @rule(duty=duties, purpose=st.sampled_from(("session", "consultation")), later=st.integers(0, 3))
    def book(self, duty: str, purpose: str, later: int) -> None:
        local = (self.now + timedelta(days=later, hours=1)).astimezone(self.zone)
        typed = {"purpose": purpose, "day": f"{local:%Y-%m-%d}", "clock": f"{local:%H:%M}", "minutes": "45"}
        room = Room.objects.filter(clinic=self.cast.clinic).first()
        assert room is not None
        self.send(duty, "visits/book/", typed | {"room": str(room.pk), "member": str(self.cast.injector.pk)})

    @property
    def zone(self) -> Any:
        return look_at_visit(Visit.objects.get(pk=self.visit), self.now).policy.zone

    # -- ways into a session ------------------------------------------------------------------------------------------

    @rule(duty=mostly_treating, identifiers=st.sampled_from((TIME_OUT["identifiers"], ["name"])))
    def start(self, duty: str, identifiers: list[str]) -> None:
        before = len(starts(self.person))
        self.send(duty, f"session/{self.visit}/start/", TIME_OUT | {"identifiers": identifiers})
        self.ground.seen["started" if len(starts(self.person)) > before else "refused"] += 1

    @rule(duty=mostly_treating, goes=st.sampled_from(("resume/", "copies/", "closing/end/", "closing/reopen/")))
    def go_on(self, duty: str, goes: str) -> None:
        self.send(duty, f"session/{self.visit}/{goes}", {"words": "Going on."})

    @rule(duty=mostly_treating)
    def chart(self, duty: str) -> None:
        typed = PASS | {"id": str(new_key()), "ago": "0", "operator": self.cast.members[duty].slug}
        self.send(duty, f"session/{self.visit}/passes", typed)

    @rule(duty=mostly_treating)
    def sign(self, duty: str) -> None:
        self.send(duty, f"session/{self.visit}/closing/volumes/", {"drawn": "2.6", "wasted": "0.2"})
        self.send(duty, f"session/{self.visit}/closing/sign/", SIGNED)

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 40), other=st.one_of(st.none(), duties))
    def replay(self, which: int, other: str | None) -> None:
        """Send an old form once more: by the same person, or carried over to another's screen."""
        duty, path, typed = self.sent[-1 - which % len(self.sent)]
        self.tick()
        answer = self.device(other or duty).post(path, typed)
        assert answer.status_code < 500, path

    @rule(duty=duties, path=st.sampled_from(NOT_THERE))
    def knock(self, duty: str, path: str) -> None:
        assert self.device(duty).post(f"/{path}", TIME_OUT).status_code == 404

    # -- what always holds --------------------------------------------------------------------------------------------

    @invariant()
    def every_start_was_allowed(self) -> None:
        for entry, (at, injector) in starts(self.person).items():
            if entry in self.judged:
                continue
            self.judged.add(entry)
            assert list(against_start(Page(self.person, at, self.zone), injector)) == []
            self.was_open(entry, at, injector)

    def was_open(self, entry: UUID, at: datetime, injector: str) -> None:
        """Ask the outlook as it was before this start was recorded."""
        visit = Visit.objects.get(pk=str(Entry.objects.get(pk=entry).visit))
        member = Member.objects.get(slug=injector, clinic=self.cast.clinic)
        # A microsecond earlier nothing of this start is known yet; everything else is.
        assert look_at_visit(visit, at - timedelta(microseconds=1), member).outlook.start.may_start

    @invariant()
    def nothing_is_charted_or_signed_before_a_start(self) -> None:
        for kind in (PassGiven, Signed):
            written = Entry.objects.filter(person=self.person, kind=KIND_OF[kind]).values_list("visit", "recorded_at")
            for visit, at in written:
                assert Entry.objects.filter(visit=visit, kind="started", recorded_at__lte=at).exists()


@pytest.fixture
def ground(cast: Cast, settings: Settings) -> Ground:
    """Return a course that could have its first session today, but for the questions of the day."""
    settings.NAPPAGE_CLOCK = lambda: START
    person = cast.register("Demo patient 014", START - timedelta(days=12))
    course, consulted = WrittenCourse(cast, person.id), START - timedelta(days=12)
    course.consulted(consulted)
    course.planned(consulted + timedelta(minutes=20))
    course.consented(consulted + timedelta(minutes=30))
    course.tested(START - timedelta(hours=24, minutes=30), late=START - timedelta(minutes=25))
    course.booked(START)
    return Ground(cast, course, settings)


@pytest.mark.proves("H-01", "K-21", "R046")
def test_no_session_starts_against_one_of_the_six(ground: Ground) -> None:
    Clinic.ground = ground
    thorough = settings().max_examples > 100
    run_state_machine_as_test(
        Clinic,
        settings=settings(
            max_examples=300 if thorough else 15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert ground.seen["started"] > 0
    assert ground.seen["refused"] > 0
