from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition, Review
from nappage.engine.objection import Weight
from nappage.engine.policy import Policy
from nappage.engine.story import Pass, Side, Site
from nappage.engine.technique import (
    ModalityLayer,
    Placement,
    Technique,
    check_modality_layer,
    check_technique,
    objections,
    reach,
    spacing_objection,
)
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity

Q = Quantity.parse
POLICY = Policy("clinic", "ES", ZoneInfo("UTC"), None, ())


def charted(depth: str | None, length: str | None, angle: str | None) -> Placement:
    given = [Q(one) if one else None for one in (depth, length, angle)]
    return Placement.of(
        Pass(Site("thigh", Side.LEFT), "nappage", 1, Q("0.02 mL"), given[0], given[1], given[2], "intradermal", "i")
    )


def test_a_placement_is_what_the_pass_recorded() -> None:
    assert charted("1 mm", "4 mm", "30 deg") == Placement(
        "thigh", "nappage", "intradermal", Q("1 mm"), Q("4 mm"), Q("30 deg")
    )


@pytest.mark.parametrize(
    ("depth", "length", "angle", "codes"),
    [
        ("1.5 mm", "4 mm", "30 deg", []),
        ("1.2 mm", "4 mm", "15 deg", ["depth.beyond-needle"]),
        ("1 mm", "4 mm", "14 deg", ["depth.beyond-needle"]),
        (None, "4 mm", "90 deg", ["depth.other-layer"]),
        (None, "4 mm", None, []),
        (None, None, "90 deg", []),
        ("1.2 mm", "4 mm", None, []),
        ("4 mm", "4 mm", None, ["depth.other-layer"]),
        ("1.2 mm", "1 mm", None, ["depth.beyond-needle"]),
    ],
)
def test_a_depth_is_no_deeper_than_needle_and_angle_reach(
    edition: Edition, depth: str | None, length: str | None, angle: str | None, codes: list[str]
) -> None:
    found = objections(edition, POLICY, charted(depth, length, angle))
    assert [one.because.fact.code for one in found] == codes
    for one in found:
        assert one.weight is Weight.WARNING


def test_a_depth_equal_to_the_reach_is_reached(edition: Edition) -> None:
    assert reach(charted(None, "3 mm", "30 deg")) == Q("1.5 mm")
    assert objections(edition, POLICY, charted("1.5 mm", "3 mm", "30 deg")) == ()


def test_an_objection_names_its_rule_fact_remedy_and_sources(edition: Edition) -> None:
    bound, layer = objections(edition, POLICY, charted("6 mm", None, None))
    assert bound.because.rule == "intradermal"
    assert bound.because.fact.values == (
        ("depth", Q("6 mm")),
        ("low", Q("1 mm")),
        ("high", Q("4 mm")),
        ("layer", "intradermal"),
    )
    assert bound.because.remedy.code == "depth.choose"
    assert Citation("003", "30") in bound.because.sources
    assert layer.because.rule == "target-layer"
    assert layer.because.fact["reached"] == ("superficial-subcutis", "deep-subcutis")
    assert layer.because.sources == (
        Citation("Gibney-2010"),
        Citation("Laurent-2007"),
        Citation("V", "superficial fascia by ultrasound, n=150"),
    )


def test_the_rule_about_detergents_names_where_they_may_go(edition: Edition) -> None:
    (found,) = objections(edition, POLICY, Placement("abdomen", "hypodermic", "intradermal"), ["ablative-detergent"])
    assert found.because.rule == "detergent-in-fat"
    assert found.because.remedy["layers"] == ("subcutis", "superficial-subcutis", "deep-subcutis")
    assert objections(edition, POLICY, Placement("abdomen", "nappage", "intradermal"), ["lipolytic-stimulator"]) == ()


def test_a_detergent_is_held_by_the_depth_that_needle_and_angle_give(edition: Edition) -> None:
    shallow = Placement("abdomen", "hypodermic", "subcutis", None, Q("4 mm"), Q("15 deg"))
    found = objections(edition, replace(POLICY, techniques=("hypodermic",)), shallow, ["ablative-detergent"])
    assert [(one.because.fact.code, one.weight) for one in found] == [
        ("layer.depth-not-for-modality", Weight.NO_OVERRIDE),
        ("depth.other-layer", Weight.WARNING),
    ]


def test_a_spacing_that_is_too_close_is_told_the_least(edition: Edition) -> None:
    found = spacing_objection(edition, Q("0.02 mL"), Q("5 mm"), "intradermal")
    assert found is not None
    assert found.because.rule == "papule"
    assert found.because.remedy["least"] == Q("6 mm")


def test_faults_of_techniques_and_rules_are_found(edition: Edition) -> None:
    common = {"sources": (Citation("J"),), "since": date(2026, 1, 1), "review": Review.UNREVIEWED}
    stranger = Technique(
        id="new",
        name="Nappage",
        aims_at=("bone",),
        review_due=date(2027, 1, 1),
        **common,  # type: ignore[arg-type]  # one dict of mixed values
    )
    assert [(fault.thing, fault.found) for fault in check_technique(stranger, "t", edition)] == [
        ("t.aims_at", "'bone'"),
        ("t.names", "'new'"),
        ("t.names", "'Nappage'"),
    ]
    rule = ModalityLayer(
        id="r",
        modality="m",
        aims_at=("bone", "subcutis"),
        techniques=("hypodermic", "magic"),
        review_due=date(2027, 1, 1),
        **common,  # type: ignore[arg-type]  # one dict of mixed values
    )
    assert [(fault.thing, fault.found) for fault in check_modality_layer(rule, "r", edition)] == [
        ("r.aims_at", "'bone'"),
        ("r.techniques", "'magic'"),
    ]


def test_only_a_film_and_a_thread_are_not_metered(edition: Edition) -> None:
    assert sum(not technique.metered for technique in edition.all(Technique).values()) == 2
