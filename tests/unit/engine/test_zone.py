from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.area import Area, AreaCap, over_cap
from nappage.engine.edition import Edition
from nappage.engine.figure import Figure
from nappage.engine.landmark import Landmark, TapeMethod, check_landmark, check_tape_method
from nappage.engine.layer import TargetLayer, check_target_layer, find_target_layer
from nappage.engine.objection import Weight
from nappage.engine.policy import Policy
from nappage.engine.scale import Level, Scale, check_scale
from nappage.engine.slot import slot_for
from nappage.engine.story import Side, Site
from nappage.engine.zone import Region, Zone, check_zone, find_zone
from nappage.values.citation import Citation
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import Elapsed

POLICY = Policy("clinic", "ES", ZoneInfo("UTC"), None, ())
THIGHS_AND_FLANK = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT), Site("flank", Side.LEFT))


@pytest.mark.proves("S1", "R014", "R015")
def test_a_third_area_is_refused_for_now_and_says_why(edition: Edition) -> None:
    excess = over_cap(edition, POLICY, THIGHS_AND_FLANK)
    assert excess is not None
    assert excess.weight is Weight.REASON_NEEDED
    assert excess.queue == (Site("flank", Side.LEFT),)
    assert excess.within == (
        Area("thigh", Side.RIGHT, (Site("thigh", Side.RIGHT),)),
        Area("thigh", Side.LEFT, (Site("thigh", Side.LEFT),)),
    )
    assert excess.because.rule == "two-areas"
    assert excess.because.fact.values == (
        ("areas", ("thigh/right", "thigh/left", "flank/left")),
        ("count", 3),
        ("cap", 2),
    )
    assert excess.because.remedy["areas"] == ("flank/left",)
    assert excess.because.sources == (Citation("000", "4"), Citation("decision", "1"))


def test_a_site_named_twice_is_one_site(edition: Edition) -> None:
    excess = over_cap(edition, replace(POLICY, area_cap=0), (Site("thigh", Side.LEFT), Site("thigh", Side.LEFT)))
    assert excess is not None
    assert excess.queue == (Site("thigh", Side.LEFT),)


def test_of_two_caps_the_stricter_holds(edition: Edition) -> None:
    published = edition.all(AreaCap)["two-areas"]
    caps = {rule.id: rule for rule in (published, replace(published, id="one-area", most=1))}
    excess = over_cap(replace(edition, entries={**edition.entries, AreaCap: caps}), POLICY, THIGHS_AND_FLANK)
    assert excess is not None
    assert (excess.because.rule, len(excess.within)) == ("one-area", 1)


@pytest.mark.proves("R023", "R123", "R142")
def test_a_slot_holds_the_treatment_of_the_texts_and_the_observation(edition: Edition) -> None:
    assert [slot_for(edition, areas).id for areas in (0, 1, 2, 3)] == ["one-area", "one-area", "two-areas", "two-areas"]
    slot = slot_for(edition, 1)
    assert slot.treatment == Interval(Elapsed(10), Elapsed(30))
    assert [str(slot_for(edition, areas).booked) for areas in (1, 2)] == ["45 min", "1 h"]


def test_every_zone_of_the_face_has_its_rules_and_every_lateral_zone_is_found(edition: Edition) -> None:
    for zone in edition.all(Zone).values():
        assert zone.face_rules is (zone.region is Region.FACE)
        assert find_zone(edition, zone.name.upper()) is zone


def test_faults_of_a_zone_are_found(edition: Edition) -> None:
    figure = Figure(Interval(Quantity.parse("1 mm"), Quantity.parse("1 mm")), (Citation("nobody"),))
    zone = replace(
        edition.all(Zone)["flank"],
        id="new",
        names=("stomach",),
        part_of="medial-thigh",
        landmarks=("waist", "nose"),
        skin=(figure,),
        treated=figure,
    )
    assert [(fault.thing, fault.found) for fault in check_zone(zone, "z", edition)] == [
        ("z.skin", "nobody"),
        ("z.treated", "nobody"),
        ("z.names", "'new'"),
        ("z.names", "'Flank'"),
        ("z.names", "'stomach'"),
        ("z.part_of", "'medial-thigh'"),
        ("z.landmarks", "'nose'"),
    ]
    orphan = replace(edition.all(Zone)["medial-thigh"], part_of="nowhere")
    assert [fault.thing for fault in check_zone(orphan, "z", edition)][-1] == "z.part_of"


def test_faults_of_layers_landmarks_and_scales_are_found(edition: Edition) -> None:
    layer = replace(edition.all(TargetLayer)["muscle"], names=("mesoderm",))
    assert [fault.found for fault in check_target_layer(layer, "l", edition)] == ["'muscle'", "'Muscle'", "'mesoderm'"]
    landmark = replace(edition.all(Landmark)["waist"], day_to_day=Figure(layer_depth(edition), (Citation("nobody"),)))
    assert [fault.thing for fault in check_landmark(landmark, "m", edition)] == ["m.day_to_day"]
    pain = edition.all(Scale)["pain"]
    crossed = replace(pain, lowest=Decimal(11))
    assert [fault.thing for fault in check_scale(crossed, "s", edition)] == ["s.lowest", "s.levels", "s.levels"]
    outside = replace(pain, levels=(Level(Decimal(11), "more"),))
    assert [fault.found for fault in check_scale(outside, "s", edition)] == ["11"]
    assert not list(check_scale(replace(pain, lowest=None), "s", edition))


def layer_depth(edition: Edition) -> Interval[Quantity]:
    layer = find_target_layer(edition, "intradermal")
    assert layer is not None
    assert layer.depth is not None
    return layer.depth.value


def test_two_tape_methods_would_judge_one_change_twice(edition: Edition) -> None:
    method = edition.all(TapeMethod)["tape"]
    assert not list(check_tape_method(method, "t", edition))
    both = replace(edition, entries={**edition.entries, TapeMethod: {"tape": method, "other": method}})
    assert [fault.found for fault in check_tape_method(method, "t", both)] == ["several"]
