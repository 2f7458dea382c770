"""Charting in whatever order: no sum over a signed limit, no pass lost or doubled by a network that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from typing import cast as cast_to
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from nappage.actions.acting import NotNow
from nappage.assessment.happening import PassGiven
from nappage.records.keys import new_key
from support.cast import Cast
from support.sessions import LEFT, RIGHT, Chair, under_way
from support.sessions import given as given_pass

pytestmark = pytest.mark.django_db
# Each example writes to a database: a tenth of what the pure properties draw.
FEW = settings(
    max_examples=max(10, settings.default.max_examples // 10) if settings.default else 10,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
OPERATOR = {RIGHT: "injector", LEFT: "physician"}
# F1 holds 30 mg of A and 2 mL of B in 5 mL: 6 mg and 0.4 mL in each. Signed: 40 mg and 4 mL a session.
A_IN_ONE, A_AT_MOST, B_IN_ONE, B_AT_MOST = Decimal(6), Decimal(40), Decimal("0.4"), Decimal(4)

passes = st.builds(
    lambda site, punctures, each: given_pass(site, punctures, f"{each} mL", f"{OPERATOR[site]}-1"),
    st.sampled_from([RIGHT, LEFT]),
    st.integers(1, 200),
    st.sampled_from(["0.01", "0.02", "0.05", "0.1"]),
)


def volume(charted: PassGiven) -> Decimal:
    return charted.given.volume_per_puncture.amount * charted.given.punctures


@contextmanager
def as_if() -> Iterator[None]:
    """Take back whatever is written in the block: the next example begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.proves("H-10")
@FEW
@given(st.lists(passes, max_size=8))
def test_no_accepted_order_of_passes_goes_over_a_signed_limit_and_none_within_it_is_refused(
    cast: Cast, charted: list[PassGiven]
) -> None:
    with as_if():
        chair = under_way(cast)
        total = Decimal(0)
        for one in charted:
            after = total + volume(one)
            fits = after * A_IN_ONE <= A_AT_MOST and after * B_IN_ONE <= B_AT_MOST
            try:
                chair.chart(one, who=OPERATOR[one.given.site])
            except NotNow:
                assert not fits
            else:
                assert fits
                total = after
        assert chair.charted().tally.volume.amount == total
        for check in chair.look().outlook.treating.doses if total else ():
            assert check.given is not None
            assert check.limit is not None
            assert check.given <= check.limit


@dataclass
class Kept:
    """A pass in a tablet's journal."""

    id: UUID
    charted: PassGiven


@dataclass
class Tablet(RuleBasedStateMachine):
    """A tablet that charts, loses its network, its answers and its power, and sends what it kept in whatever order."""

    chair: Chair
    made: list[Kept] = field(default_factory=list)
    journal: list[Kept] = field(default_factory=list)
    arrived: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()

    def teardown(self) -> None:
        """Send all that is left, look once more, and take the example back."""
        for kept in list(self.journal):
            self._send(kept, answered=True)
        assert self.chair.charted().tally.punctures == sum(kept.charted.given.punctures for kept in self.made)
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)

    @rule(site=st.sampled_from([RIGHT, LEFT]), punctures=st.integers(1, 20))
    def chart(self, site: Any, punctures: int) -> None:
        """Tap: the pass is in the journal, and nowhere else."""
        kept = Kept(new_key(), given_pass(site, punctures, "0.001 mL", f"{OPERATOR[site]}-1"))
        self.made.append(kept)
        self.journal.append(kept)

    @precondition(lambda self: self.journal)
    @rule(which=st.integers(0), answered=st.booleans())
    def send(self, which: int, answered: bool) -> None:
        """Send one of those kept; the answer comes, or the power goes before it does."""
        self._send(self.journal[which % len(self.journal)], answered)

    @precondition(lambda self: self.arrived)
    @rule(which=st.integers(0))
    def send_again(self, which: int) -> None:
        """Send one that the server has long had: a tablet that was off wakes up."""
        self._send([kept for kept in self.made if kept.id in self.arrived][which % len(self.arrived)], answered=True)

    @invariant()
    def what_arrived_stands_once(self) -> None:
        """Each pass that reached the server counts once, however often it was sent, and no other counts."""
        charted = self.chair.charted()
        assert {line.id for line, _ in charted.passes} == self.arrived
        expected = sum(kept.charted.given.punctures for kept in self.made if kept.id in self.arrived)
        assert charted.tally.punctures == expected

    def _send(self, kept: Kept, answered: bool) -> None:
        self.chair.chart_as(kept.id, kept.charted, who=OPERATOR[kept.charted.given.site])
        self.arrived.add(kept.id)
        if answered and kept in self.journal:
            self.journal.remove(kept)

    __hash__ = object.__hash__


@pytest.mark.proves("H-18", "E16", "H-19")
def test_kill_and_resend_any_subset_in_any_order_and_the_totals_are_equal(cast: Cast) -> None:
    chair = under_way(cast)
    machine = cast_to(Any, lambda: Tablet(chair))
    run_state_machine_as_test(machine, settings=settings(FEW, stateful_step_count=12))
