"""What was drawn up, given and wasted, and how large one drop may be before the unit is questioned."""

from __future__ import annotations

import pytest

from nappage.engine import draw_up
from nappage.engine.agent import Modality
from nappage.engine.edition import Edition
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from support.fictional import session
from support.spec import Row, specified_by

title = "Draw-up"
text = """
The volume drawn is the volume given plus the volume wasted. A volume per puncture that no source describes for the
modality is questioned, because it is most often a slip between millilitre and microlitre.
"""


@pytest.mark.proves("S1", "H-39")
@specified_by("""
    | drawn   | wasted   | balance | difference |
    | 5.0 mL  | 0.2 mL   | agrees  | 0 mL       |
    | 5000 uL | 200 uL   | agrees  | 0 mL       |
    | 5.05 mL | 0.2 mL   | agrees  | 0.05 mL    |
    | 4.95 mL | 0.2 mL   | agrees  | -0.05 mL   |
    | 5.06 mL | 0.2 mL   | differs | 0.06 mL    |
    | 4.94 mL | 0.2 mL   | differs | -0.06 mL   |
    | 5.0 mL  |          | unknown |            |
    |         | 0.2 mL   | unknown |            |
""")
def test_drawn_is_given_plus_wasted(row: Row, edition: Edition) -> None:
    drawn, wasted = (Quantity.parse(row[name]) if row[name] else None for name in ("drawn", "wasted"))
    found = draw_up.draw_up(session(drawn=drawn, wasted=wasted), edition)
    assert str(found.given) == "4.8 mL"
    assert (found.balance.value, str(found.difference or "")) == (row["balance"], row["difference"])
    assert found.because.fact.code.startswith("draw-up.")


@pytest.mark.proves("H-11", "R003", "R182")
@specified_by("""
    | each                | modality             | questioned |
    | 0.02 mL             | intradermal          | no         |
    | 0.02 mL/{puncture}  | intradermal          | no         |
    | 20 uL               | intradermal          | no         |
    | 0.01 mL             | intradermal          | no         |
    | 0.009 mL            | intradermal          | yes        |
    | 0.2 mL              | intradermal          | no         |
    | 0.21 mL             | intradermal          | yes        |
    | 20 mL               | intradermal          | yes        |
    | 0.02 uL             | intradermal          | yes        |
    | 0.2 mL              | ablative-detergent   | no         |
    | 0.02 mL             | ablative-detergent   | yes        |
    | 20 mL               | unknown              | no         |
""")
def test_a_drop_that_no_source_describes_is_questioned(row: Row, edition: Edition) -> None:
    modalities = frozenset({Modality(row["modality"])})
    found = draw_up.implausible_punctures(session(each=row["each"]), modalities, edition)
    assert len(found) == (1 if row["questioned"] == "yes" else 0)


def test_a_drop_that_one_of_the_modalities_describes_is_not_questioned(edition: Edition) -> None:
    modalities = frozenset({Modality.ABLATIVE, Modality.PAIN})
    for each in ("0.02 mL", "0.5 mL"):
        assert draw_up.implausible_punctures(session(each=each), modalities, edition) == ()


def test_the_question_names_the_ranges_and_their_sources(edition: Edition) -> None:
    modalities = frozenset({Modality.ABLATIVE, Modality.PAIN})
    (found,) = draw_up.implausible_punctures(session(each="20 mL"), modalities, edition)
    assert found.fact["ranges"] == ("0.02-0.2 mL", "0.2-0.5 mL")
    assert Citation("R1") in found.sources
