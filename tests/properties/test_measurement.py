"""The engine's measurements, changes and geometry beside the naive ones, on random histories."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nappage.engine.area import areas_of
from nappage.engine.change import detectable_change
from nappage.engine.edition import Edition
from nappage.engine.geometry import least_spacing, tip_depth, wheal_diameter
from nappage.engine.layer import Layer, layers_at
from nappage.engine.measurement import measurements, tape_method
from nappage.engine.story import Pass, Side, Site, TapeReading
from nappage.engine.tally import tally
from nappage.engine.zone import Zone
from nappage.values.quantity import Quantity, Unit
from properties.naive_measurement import detectable_in_mm, visits_in_mm

MADRID = ZoneInfo("Europe/Madrid")
START = datetime(2026, 3, 27, 20, tzinfo=UTC)

amounts = st.decimals(min_value=10, max_value=120, places=1)
readings = st.builds(
    TapeReading,
    landmark=st.sampled_from(["thigh", "arm"]),
    value=st.builds(Quantity, amounts, st.sampled_from([Unit.CM, Unit.INCH])),
    at=st.integers(0, 96).map(lambda hours: START + timedelta(hours=hours)),
    side=st.sampled_from([Side.LEFT, Side.RIGHT]),
    sentinel=st.booleans(),
)


@given(st.lists(readings, max_size=14), st.integers(0, 96))
def test_measurements_are_those_of_the_naive_reading(edition: Edition, taken: list[TapeReading], hours: int) -> None:
    at = START + timedelta(hours=hours)
    found = {
        (place.landmark, place.side.value, place.sentinel, one.day.isoformat()): one.value.to(Unit.MM).amount
        for place, series in measurements(edition, MADRID, taken, at).items()
        for one in series
    }
    assert found == visits_in_mm(taken, at, MADRID)


@given(st.lists(readings, max_size=8))
def test_the_order_of_the_record_changes_nothing(edition: Edition, taken: list[TapeReading]) -> None:
    at = START + timedelta(hours=200)
    turned = list(reversed(taken))
    first, second = (measurements(edition, MADRID, some, at) for some in (taken, turned))
    assert {place: [(one.day, one.value) for one in series] for place, series in first.items()} == {
        place: [(one.day, one.value) for one in series] for place, series in second.items()
    }


@given(st.decimals(min_value="0.1", max_value=3, places=2), st.integers(1, 3), st.integers(1, 3))
def test_the_detectable_change_is_that_of_two_means(edition: Edition, error: Decimal, first: int, second: int) -> None:
    found = detectable_change(tape_method(edition), Quantity(error, Unit.CM), first, second)
    # Half a step of the tape, and what 2.77 and 1.96 x sqrt(2) differ by, which grows with the error.
    apart = 0.5 + abs(2.77 - 1.96 * math.sqrt(2)) * float(error) * 10
    expected = detectable_in_mm(float(error) * 10, first, second)
    assert math.isclose(float(found.amount) * 10, expected, abs_tol=apart + 1e-9)


@given(st.decimals(min_value="0.5", max_value=15, places=1), st.decimals(min_value=0, max_value=90, places=1))
def test_depth_is_the_height_of_the_triangle(length: Decimal, angle: Decimal) -> None:
    depth = tip_depth(Quantity(length, Unit.MM), Quantity(angle, Unit.DEGREE))
    assert math.isclose(float(depth.amount), float(length) * math.sin(math.radians(float(angle))), abs_tol=1e-9)
    assert depth.amount <= length


@given(st.decimals(min_value="0.01", max_value="0.5", places=2))
def test_the_wheal_grows_with_the_cube_root_of_its_volume(edition: Edition, volume: Decimal) -> None:
    found = wheal_diameter(edition, Quantity(volume, Unit.ML))
    expected = 5 * math.cbrt(float(volume) / 0.02)
    assert math.isclose(float(found.amount), expected, abs_tol=0.0501)
    _, least = least_spacing(edition, Quantity(volume, Unit.ML))
    assert math.isclose(float(least.amount), 1.2 * expected, abs_tol=0.0501)


@given(st.data())
def test_a_deeper_tip_never_reaches_an_outer_layer_again(edition: Edition, data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(sorted(edition.all(Zone))))
    depths = st.decimals(min_value="0.1", max_value=30, places=2)
    shallow, deep = sorted((data.draw(depths), data.draw(depths)))
    assume(shallow < deep)
    order = list(Layer)
    outer, inner = (
        [order.index(layer) for layer in layers_at(edition, zone, Quantity(depth, Unit.MM))]
        for depth in (shallow, deep)
    )
    assert outer
    assert inner
    assert min(outer) <= min(inner)
    assert max(outer) <= max(inner)
    assert inner == sorted(inner)


@pytest.mark.proves("K-13", "E16")
@given(
    st.lists(
        st.tuples(
            st.integers(0, 130),
            st.decimals(min_value=0, max_value="0.5", places=3),
            st.sampled_from([Unit.ML, Unit.UL]),
        ),
        max_size=6,
    )
)
def test_totals_do_not_depend_on_the_chart_mode(charted: list[tuple[int, Decimal, Unit]]) -> None:
    site = Site("thigh", Side.LEFT)
    as_passes = [Pass(site, "nappage", count, Quantity(drop, unit)) for count, drop, unit in charted]
    as_points = [Pass(site, "nappage", 1, one.volume_per_puncture) for one in as_passes for _ in range(one.punctures)]
    assert tally(as_passes) == tally(as_points)
    assert tally(as_passes) == tally(reversed(as_passes))
    in_microlitres = sum(count * drop * (1000 if unit is Unit.ML else 1) for count, drop, unit in charted)
    assert tally(as_passes).volume.to(Unit.UL).amount == in_microlitres


@pytest.mark.proves("U-09", "K-09")
@given(st.data())
def test_areas_never_lose_a_site_and_never_hold_one_twice(edition: Edition, data: st.DataObject) -> None:
    zones = st.sampled_from([*sorted(edition.all(Zone)), "nowhere"])
    sites = data.draw(st.lists(st.builds(Site, zones, st.sampled_from(Side)), max_size=6))
    areas = areas_of(edition, sites)
    names = [str(area) for area in areas]
    assert len(names) == len(set(names))
    assert {site.zone for site in sites} == {site.zone for area in areas for site in area.sites}
    more = areas_of(edition, [*sites, Site("thigh", Side.LEFT)])
    assert set(names) <= {str(area) for area in more}
