"""Depth: where a tip lies, which layer that is in which zone, and what stands against it."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.geometry import points, tip_depth, wheal_diameter
from nappage.engine.layer import find_target_layer, layers_at, lies_in
from nappage.engine.objection import Weight
from nappage.engine.policy import Policy
from nappage.engine.story import Pass, Session, SessionState
from nappage.engine.technique import Placement, find_technique, objections, spacing_objection
from nappage.values.quantity import Quantity
from nappage.values.rounding import to_nearest
from support.open_visit import AT, THIGHS, look
from support.spec import Row, specified_by

title = "Depth and technique"
text = "Layer and depth are recorded apart. The bound of 1-4 mm holds for intradermal techniques only."


WEIGHTS = {
    "outside-bound": Weight.REASON_NEEDED,
    "not-approved": Weight.REASON_NEEDED,
    "other-layer": Weight.WARNING,
    "layer-unknown": Weight.NOTE,
}


def quantity(written: str) -> Quantity | None:
    return Quantity.parse(written) if written else None


def policy(*techniques: str) -> Policy:
    return Policy("clinic", "ES", ZoneInfo("Europe/Madrid"), None, (), techniques=techniques)


@pytest.mark.proves("R180", "R177")
@specified_by("""
    | length | angle  | depth  |
    | 2 mm   | 15 deg | 0.5 mm |
    | 2 mm   | 45 deg | 1.4 mm |
    | 4 mm   | 15 deg | 1 mm   |
    | 4 mm   | 30 deg | 2 mm   |
    | 4 mm   | 60 deg | 3.5 mm |
    | 4 mm   | 90 deg | 4 mm   |
    | 6 mm   | 15 deg | 1.6 mm |
    | 6 mm   | 60 deg | 5.2 mm |
    | 13 mm  | 30 deg | 6.5 mm |
    | 13 mm  | 45 deg | 9.2 mm |
    | 1.3 cm | 60 deg | 11.3 mm |
    | 13 mm  | 0 deg  | 0 mm   |
""")
def test_depth_is_length_times_sine(row: Row) -> None:
    depth = tip_depth(Quantity.parse(row["length"]), Quantity.parse(row["angle"]))
    assert str(to_nearest(depth, Quantity.parse("0.1 mm"))) == row["depth"]


@pytest.mark.proves("R061", "R064")
@specified_by("""
    | zone          | depth   | layers                                       |
    | thigh         | 1.55 mm | epidermis, dermis                            |
    | thigh         | 1.7 mm  | epidermis, dermis, superficial-subcutis      |
    | thigh         | 1.9 mm  | epidermis, dermis, superficial-subcutis      |
    | thigh         | 2 mm    | superficial-subcutis                         |
    | thigh         | 3 mm    | superficial-subcutis                         |
    | thigh         | 5.74 mm | superficial-subcutis                         |
    | thigh         | 7 mm    | superficial-subcutis, deep-subcutis          |
    | thigh         | 7.9 mm  | superficial-subcutis, deep-subcutis          |
    | thigh         | 8 mm    | deep-subcutis                                |
    | thigh         | 12 mm   | deep-subcutis, muscle                        |
    | thigh         | 12.3 mm | deep-subcutis, muscle                        |
    | thigh         | 12.4 mm | muscle                                       |
    | medial-thigh  | 6 mm    | deep-subcutis                                |
    | anterior-thigh | 6 mm   | superficial-subcutis                         |
    | abdomen       | 3 mm    | superficial-subcutis, deep-subcutis          |
    | abdomen       | 13 mm   | superficial-subcutis, deep-subcutis, muscle  |
    | eyelid        | 0.8 mm  | epidermis, dermis, superficial-subcutis, deep-subcutis, muscle |
    | eyelid        | 0.5 mm  | epidermis, dermis                            |
    | scalp         | 1 mm    | epidermis, dermis, superficial-subcutis, deep-subcutis, muscle |
    | nowhere       | 1 mm    | epidermis, dermis, superficial-subcutis, deep-subcutis, muscle |
""")
def test_a_depth_reaches_the_layers_that_published_means_allow(row: Row, edition: Edition) -> None:
    reached = layers_at(edition, row["zone"], Quantity.parse(row["depth"]))
    assert ", ".join(layer.value for layer in reached) == row["layers"]


@specified_by("""
    | target               | zone  | depth  | lies in it |
    | intradermal          | thigh | 1.5 mm | yes        |
    | intradermal          | thigh | 1.6 mm | unknown    |
    | intradermal          | thigh | 3 mm   | no         |
    | mesoderm             | thigh | 3 mm   | no         |
    | superficial subcutis | thigh | 3 mm   | yes        |
    | subcutis             | thigh | 7 mm   | yes        |
    | superficial-subcutis | thigh | 7 mm   | unknown    |
    | deep-subcutis        | thigh | 3 mm   | no         |
    | intradermal          | scalp | 1 mm   | unknown    |
""")
def test_a_target_layer_is_met_or_not_or_not_known(row: Row, edition: Edition) -> None:
    target = find_target_layer(edition, row["target"])
    assert target is not None
    assert lies_in(edition, target, row["zone"], Quantity.parse(row["depth"])).value == row["lies in it"]


@pytest.mark.proves("K-12", "R179", "S1")
@specified_by("""
    | zone  | technique  | aims at              | depth  | approved   | of the bound  | of the layer  |
    | thigh | nappage    | superficial subcutis | 3 mm   |            |               |               |
    | thigh | nappage    | intradermal          | 3 mm   |            |               | other-layer   |
    | thigh | nappage    | intradermal          | 1.5 mm |            |               |               |
    | thigh | nappage    | intradermal          | 1 mm   |            |               |               |
    | thigh | nappage    | intradermal          | 0.9 mm |            | outside-bound |               |
    | scalp | nappage    | intradermal          | 4 mm   |            |               | layer-unknown |
    | scalp | nappage    | intradermal          | 4.1 mm |            | outside-bound | layer-unknown |
    | thigh | nappage    | intradermal          | 6 mm   |            | outside-bound | other-layer   |
    | thigh | hypodermic | subcutaneous         | 6 mm   |            | not-approved  |               |
    | thigh | hypodermic | subcutaneous         | 6 mm   | hypodermic |               |               |
    | thigh | nappage    | subcutaneous         | 6 mm   | hypodermic | not-approved  |               |
    | thigh | magic      | subcutaneous         | 6 mm   | magic      | not-approved  |               |
    | thigh | nappage    | intradermal          | 6 mm   | nappage    | outside-bound | other-layer   |
    | thigh | nappage    | intradermal          |        |            |               |               |
    | thigh | nappage    |                      | 3 mm   |            |               |               |
""")
def test_a_depth_is_judged_against_its_target_layer(row: Row, edition: Edition) -> None:
    placement = Placement(row["zone"], row["technique"], row["aims at"], quantity(row["depth"]))
    found = objections(edition, policy(*row["approved"].split()), placement)
    told = [one.because.fact.code.split(".")[1] for one in found]
    assert told == [one for one in (row["of the bound"], row["of the layer"]) if one]
    assert [one.weight for one in found] == [WEIGHTS[one] for one in told]


@specified_by("""
    | aims at     | technique   | depth  | objections                                               |
    | subcutis    | hypodermic  | 3 mm   |                                                          |
    | subcutis    | hypodermic  |        |                                                          |
    | subcutis    | hypodermic  | 1.5 mm | layer.depth-not-for-modality, depth.other-layer          |
    | intradermal | hypodermic  | 1.5 mm | layer.not-for-modality                                   |
    | subcutis    | nappage     | 3 mm   | technique.not-for-modality                               |
    | subcutis    |             | 3 mm   | technique.not-for-modality                               |
    |             | hypodermic  |        | layer.not-for-modality                                   |
    | mesoderm    | nappage     |        | layer.not-for-modality, technique.not-for-modality       |
""")
def test_a_detergent_stays_in_the_fat_whatever_anybody_signs(row: Row, edition: Edition) -> None:
    placement = Placement("abdomen", row["technique"], row["aims at"], quantity(row["depth"]))
    approved = policy("hypodermic", "nappage")
    found = objections(edition, approved, placement, ["ablative-detergent", "other"])
    assert ", ".join(one.because.fact.code for one in found) == row["objections"]
    of_modality = [one for one in found if "modality" in one.because.fact.code]
    assert all(one.weight is Weight.NO_OVERRIDE for one in of_modality)


@specified_by("""
    | volume  | wheal   | spacing | aims at     | objection             |
    | 0.01 mL | 4 mm    | 4.8 mm  | intradermal |                       |
    | 0.01 mL | 4 mm    | 4.7 mm  | intradermal | spacing.papules-merge |
    | 0.02 mL | 5 mm    | 6 mm    | intradermal |                       |
    | 0.02 mL | 5 mm    | 5.9 mm  | intradermal | spacing.papules-merge |
    | 20 uL   | 5 mm    | 0.6 cm  | intradermal |                       |
    | 0.1 mL  | 8.5 mm  | 1 cm    | intradermal | spacing.papules-merge |
    | 0.2 mL  | 10.8 mm | 1 cm    | subcutis    |                       |
    | 0.5 mL  | 14.6 mm | 1 cm    |             |                       |
""")
def test_papules_keep_apart(row: Row, edition: Edition) -> None:
    volume = Quantity.parse(row["volume"])
    assert str(wheal_diameter(edition, volume)) == row["wheal"]
    found = spacing_objection(edition, volume, Quantity.parse(row["spacing"]), row["aims at"])
    assert (found.because.fact.code if found else "") == row["objection"]
    assert found is None or found.weight is Weight.WARNING


def test_a_charted_spacing_is_told_where_papules_run_into_each_other(edition: Edition) -> None:
    """Said once for the whole session, and no reason is asked for; a spacing that nobody charted says nothing."""
    near = Pass(THIGHS[0], "papule", 12, Quantity.parse("0.1 mL/{puncture}"), layer="intradermal")
    charted = [replace(near, spacing=Quantity.parse(spacing)) for spacing in ("9 mm", "9 mm", "2 cm")]
    given = Session(AT, SessionState.GIVEN, formula="F1", sites=THIGHS, injector="nurse")
    found = look(edition, sessions=(replace(given, passes=(near, *charted)),))
    merging = [one for one in found.start.notices if one.because.fact.code == "spacing.papules-merge"]
    assert [(str(one.because.fact["spacing"]), str(one.because.fact["volume"])) for one in merging] == [
        ("9 mm", "0.1 mL")
    ]
    assert not any(one.refuses for one in merging)


@specified_by("""
    | area    | spacing | points |
    | 100 cm2 | 3 mm    | 1111   |
    | 100 cm2 | 5 mm    | 400    |
    | 100 cm2 | 10 mm   | 100    |
    | 100 cm2 | 1.5 cm  | 44     |
    | 100 cm2 | 30 mm   | 11     |
    | 50 cm2  | 1 cm    | 50     |
""")
def test_an_area_holds_as_many_points_as_a_square_lattice(row: Row) -> None:
    assert str(points(Quantity.parse(row["area"]), Quantity.parse(row["spacing"]))) == row["points"]


@pytest.mark.proves("R181", "R178", "K-14")
@specified_by("""
    | said                   | technique        |
    | Nappage                | nappage          |
    | flick of the wrist     | nappage          |
    | IDS                    | nappage          |
    | point by point         | point-by-point   |
    | IDP                    | deep-intradermal |
    | mesogun                | gun              |
    | injection lipolysis    | hypodermic       |
    | acupuncture            |                  |
""")
def test_a_technique_is_found_by_its_names(row: Row, edition: Edition) -> None:
    found = find_technique(edition, row["said"])
    assert (found.id if found else "") == row["technique"]
