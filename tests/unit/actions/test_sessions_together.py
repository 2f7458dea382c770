"""Two tablets at the very same time: each writes in its turn, and the second sees what the first wrote."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.entries import strike
from nappage.actions.passes import confirm, copy_last
from nappage.records.keys import new_key
from nappage.records.models import Entry
from support.cast import Cast
from support.sessions import LEFT, RIGHT, SECOND_DAY, Chair, at_the_chair, given, two_weeks_later, under_way
from support.stories import example

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Return what each act gave, or the refusal it met, all begun at one moment in threads of their own."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        ready.wait()
        try:
            return act()
        except (Conflict, NotNow) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.proves("E13", "H-19")
def test_two_zones_at_once_both_append_and_the_totals_sum(cast: Cast) -> None:
    chair = under_way(cast)

    def charting(who: str, site: object) -> Callable[[], object]:
        return lambda: [chair.chart(given(site, 4, by=f"{who}-1"), who=who) for _ in range(6)]  # type: ignore[arg-type]

    at_once(charting("injector", RIGHT), charting("physician", LEFT))
    assert len(chair.charted().passes) == 12
    assert chair.charted().tally.punctures == 48


@pytest.mark.proves("H-10", "H-19")
def test_of_two_passes_that_together_go_over_the_limit_one_is_refused(cast: Cast) -> None:
    chair = under_way(cast)
    found = at_once(
        lambda: chair.chart(given(RIGHT, 200)),
        lambda: chair.chart(given(LEFT, 200, by="physician-1"), who="physician"),
    )
    assert sorted(type(one).__name__ for one in found) == ["Entry", "NotNow"]
    assert chair.charted().tally.punctures == 200


@pytest.mark.proves("H-18")
def test_one_pass_sent_by_two_requests_at_once_is_one_pass(cast: Cast) -> None:
    chair, id = under_way(cast), new_key()
    found = at_once(*[lambda: chair.chart_as(id, given()) for _ in range(3)])
    assert [one.id for one in found if isinstance(one, Entry)] == [id] * 3
    assert chair.charted().tally.punctures == 120


def test_of_two_starts_at_once_one_is_refused(cast: Cast) -> None:
    chair = at_the_chair(cast)
    found = at_once(lambda: chair.start(), lambda: chair.start(who="physician"))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Entry"]


@pytest.mark.proves("H-39")
def test_one_copy_confirmed_on_two_tablets_at_once_is_given_once(cast: Cast) -> None:
    first: Chair = under_way(cast, example("s1-thighs-first-session").screened(SECOND_DAY))
    first.chart(given(RIGHT))
    second = two_weeks_later(first)
    (copy,) = copy_last(second.actor(), second.visit.id)
    found = at_once(*[lambda: confirm(second.actor(), second.visit.id, copy.id, new_key()) for _ in range(2)])
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Entry"]
    assert second.charted().tally.punctures == 120


def test_of_two_who_take_the_same_entry_back_at_once_one_is_told_that_it_was(cast: Cast) -> None:
    chair = under_way(cast)
    entry = chair.chart(given(RIGHT, 4)).id
    found = at_once(*[lambda: strike(chair.actor("physician"), entry, "tapped twice") for _ in range(2)])
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Entry"]
    assert Entry.objects.filter(strikes=entry).count() == 1
