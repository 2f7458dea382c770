"""What stands in the way of signing a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.indication import Indication, plan_findings
from nappage.engine.policy import Activation
from nappage.engine.story import Plan
from support.clinic_days import CLINIC, FAR_AHEAD, plan
from support.spec import Row, specified_by

title = "What stands in the way of signing a plan"
text = """
Every purpose that the sources name is known and switched off until a director activates it with a citation. Some stay
off even then unless a written protocol is attached. A plan is signed only with its assessments, a schedule of the
purpose, what would count as enough, and, where girth is followed, an untreated sentinel area.
"""

BODY = plan("cellulite", "001-body", 10)


def found(edition: Edition, agreed: Plan, **changed: object) -> dict[str, str]:
    policy = replace(CLINIC, **changed)  # type: ignore[arg-type]
    return {one.because.fact.code: one.weight.value for one in plan_findings(edition, agreed, policy)}


@pytest.mark.proves("H-34", "H-25", "U-14", "R067", "R073", "R074")
@specified_by("""
    | indication    | activated | protocol | found                                                         |
    | cellulite     | no        |          | indication.not-activated                                      |
    | cellulite     | yes       |          |                                                               |
    | localised-fat | no        |          | indication.not-activated assessment.missing                   |
    | weight-loss   | yes       |          | indication.off assessment.missing                             |
    | weight-loss   | yes       | attached | assessment.missing                                            |
    | weight-loss   | no        |          | indication.not-activated indication.off assessment.missing    |
    | anxiety       | yes       |          | indication.off assessment.missing variant.not-for-indication  |
    | anxiety       | yes       | attached | assessment.missing variant.not-for-indication                 |
    | arthritis     | yes       |          | indication.off assessment.missing variant.not-for-indication  |
    | astrology     | yes       |          | indication.unknown                                            |
""")
def test_an_indication_is_off_until_activated(edition: Edition, row: Row) -> None:
    active = (Activation(row["indication"], "fictional", FAR_AHEAD, row["protocol"]),)
    codes = found(
        edition, plan(row["indication"], "001-body", 10), indications=active if row["activated"] == "yes" else ()
    )
    codes.pop("variant.duration", None)
    assert list(codes) == row["found"].split()
    assert set(codes.values()) <= {"refuses"}


@pytest.mark.proves("H-24", "R078", "R164")
@specified_by("""
    | indication         | variant       | recorded                     | missing           |
    | pigment-lightening | 003-adaptive  |                              | lesion-assessment |
    | pigment-lightening | 003-adaptive  | phototype                    | lesion-assessment |
    | pigment-lightening | 003-adaptive  | lesion-assessment phototype  |                   |
    | hair-loss          | 003-adaptive  |                              | alopecia-type     |
    | hair-loss          | 003-adaptive  | alopecia-type                |                   |
    | weight-loss        | 001-body      |                              | diet-evaluation   |
    | weight-loss        | 001-body      | diet-evaluation              |                   |
""")
def test_nobody_signs_without_the_assessments_that_a_purpose_needs(edition: Edition, row: Row) -> None:
    agreed = replace(plan(row["indication"], row["variant"], 8), assessments=tuple(row["recorded"].split()))
    missing = [
        str(one.because.fact["assessment"])
        for one in plan_findings(edition, agreed, CLINIC)
        if one.because.fact.code == "assessment.missing"
    ]
    assert (missing[0] if missing else "") == row["missing"]


@pytest.mark.proves("K-05", "R025", "R089", "R090", "R184")
@specified_by("""
    | variant      | sessions | found                     | weight       |
    | 001-body     | 10       |                           |              |
    | 001-body     | 6        |                           |              |
    | 001-body     | 5        | variant.count-differs     | needs-reason |
    | 001-body     | 11       | variant.count-differs     | needs-reason |
    | 001-body     | 11       | plan.sources-disagree     | note         |
    | 003-adaptive | 10       |                           |              |
    | 003-adaptive | 11       | plan.sources-disagree     | note         |
    | 003-adaptive | 15       | plan.sources-disagree     | note         |
    | 003-adaptive | 16       | plan.too-many-sessions    | refuses      |
    | 003-adaptive | 16       | variant.count-differs     | needs-reason |
    | 003-adaptive | 3        |                           |              |
    | 003-adaptive | 2        | plan.too-few-sessions     | needs-reason |
    | 002-repeated | 2        | plan.too-few-sessions     | needs-reason |
    | 001-face     | 5        | variant.not-for-indication| refuses      |
    | my-own       | 5        | variant.not-for-indication| refuses      |
""")
def test_a_count_is_held_against_the_variant_and_against_all_sources(edition: Edition, row: Row) -> None:
    codes = found(edition, replace(BODY, variant=row["variant"], sessions=int(row["sessions"])))
    codes.pop("variant.duration", None)
    if row["found"]:
        assert codes[row["found"]] == row["weight"]
    else:
        assert codes == {}


@pytest.mark.proves("R020")
@specified_by("""
    | left out  | indication             | variant  | found                  | weight       |
    | criterion | cellulite              | 001-body | plan.criterion-missing | refuses      |
    | sentinel  | cellulite              | 001-body | plan.sentinel-missing  | refuses      |
    | sentinel  | face-neck-rejuvenation | 001-face |                        |              |
    | lifestyle | cellulite              | 001-body | plan.lifestyle-missing | needs-reason |
    | nothing   | cellulite              | 001-body |                        |              |
""")
def test_a_plan_says_what_would_count_where_nothing_is_done_and_how_the_patient_lives(
    edition: Edition, row: Row
) -> None:
    empty = {"criterion": {"criterion": None}, "sentinel": {"sentinel": ""}, "lifestyle": {"lifestyle": ""}}
    agreed = replace(plan(row["indication"], row["variant"], 6), **empty.get(row["left out"], {}))  # type: ignore[arg-type]
    codes = found(edition, agreed)
    codes.pop("variant.duration", None)
    assert codes == ({row["found"]: row["weight"]} if row["found"] else {})


@pytest.mark.proves(
    "R001", "R066", "R068", "R069", "R070", "R071", "R072", "R160", "R161", "R162", "R163", "R165", "K-17"
)
@specified_by("""
    | named                      | indication             |
    | localised fat              | localised-fat          |
    | cellulite                  | cellulite              |
    | weight loss                | weight-loss            |
    | anti-ageing                | anti-ageing            |
    | alopecia                   | hair-loss              |
    | mesolift                   | face-neck-rejuvenation |
    | body sculpting             | body-sculpting         |
    | recontouring               | body-sculpting         |
    | arthritic pain             | arthritis              |
    | anxiety                    | anxiety                |
    | injuries                   | pain-and-injuries      |
    | wrinkles                   | wrinkles               |
    | loose skin                 | loose-skin             |
    | lightening of pigmented skin | pigment-lightening   |
""")
def test_every_purpose_that_the_sources_name_is_known_and_weight_is_never_its_outcome(
    edition: Edition, row: Row
) -> None:
    entry = edition.all(Indication)[row["indication"]]
    assert row["named"] in entry.names
    assert "weight" not in (entry.primary.value, *entry.secondary)
