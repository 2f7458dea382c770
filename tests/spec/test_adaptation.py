"""When the interval may change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.adaptation import adaptations
from nappage.engine.edition import Edition
from nappage.engine.schedule import forecast
from nappage.engine.story import Assessment, StepAccepted, SymptomReport, Verdict
from nappage.values.quantity import Quantity
from support.clinic_days import CLINIC, at, given, plan, shown, story
from support.spec import Row, specified_by

title = "When the interval may change"
text = """
One source stretches the interval when the skin improves. Improvement is what a physician recorded, one step is offered
for it, and it holds only when a clinician accepts it. No improvement stretches nothing: it asks whether to stop.
"""

SKIN = plan("loose-skin", "003-adaptive", 8)
HELD = given("2026-04-13 10:00", "2026-04-20 10:00", "2026-04-27 10:00", "2026-05-07 10:00")
NOW = at("2026-05-07 11:00")


@pytest.mark.proves("S3", "R186", "R187", "U-03")
@specified_by("""
    | recorded     | by        | step in force | offered     | step       |
    | improved     | physician | start         | lengthen    | two-weekly |
    | improved     | physician | two-weekly    | lengthen    | monthly    |
    | improved     | physician | monthly       | hold        |            |
    | improved     | injector  | start         | hold        |            |
    | improved     | nobody    | start         | hold        |            |
    | between      | physician | start         | hold        |            |
    | not-improved | physician | start         | stop-review |            |
    | not-improved | injector  | two-weekly    | stop-review |            |
    |              |           | start         |             |            |
""")
def test_only_an_improvement_that_a_physician_recorded_stretches_the_interval(edition: Edition, row: Row) -> None:
    told = replace(story(SKIN, *HELD), steps_accepted=(StepAccepted(HELD[2].start, "physician", row["step in force"]),))
    if row["recorded"]:
        seen = Assessment(at("2026-05-07 10:20"), row["by"], Verdict(row["recorded"]), 3, 2)
        told = replace(told, assessments=(seen,))
    offers = adaptations(edition, told, CLINIC, NOW)
    assert [offer.move.value for offer in offers] == ([row["offered"]] if row["offered"] else [])
    assert [offer.step.id for offer in offers if offer.step] == ([row["step"]] if row["step"] else [])


@pytest.mark.proves("S3")
def test_improvement_on_7_may_offers_21_may_and_4_june_and_applies_nothing(edition: Edition) -> None:
    seen = Assessment(at("2026-05-07 10:20"), "physician", Verdict.IMPROVED, 3, 2)
    told = replace(story(SKIN, *HELD), assessments=(seen,))
    (offer,) = adaptations(edition, told, CLINIC, NOW)
    offered = forecast(edition, told, CLINIC, NOW, offered=offer.step)
    assert [shown(line.proposed) for line in offered[:2]] == ["Thu 21 May 2026 10:00", "Thu 4 Jun 2026 10:00"]
    in_force = forecast(edition, told, CLINIC, NOW)
    assert shown(in_force[0].proposed) == "Thu 14 May 2026 10:00"
    assert (offer.because.fact["agreeing"], offer.because.fact["raters"]) == (2, 3)


@pytest.mark.proves("S3")
def test_another_improvement_after_the_accepted_step_offers_the_saturday_a_month_later(edition: Edition) -> None:
    told = replace(
        story(SKIN, *HELD, *given("2026-05-21 10:00", "2026-06-04 10:00")),
        steps_accepted=(StepAccepted(at("2026-05-07 10:40"), "physician", "two-weekly"),),
        assessments=(
            Assessment(at("2026-05-07 10:20"), "physician", Verdict.IMPROVED),
            Assessment(at("2026-06-04 10:20"), "physician", Verdict.IMPROVED),
        ),
    )
    now = at("2026-06-04 11:00")
    (offer,) = adaptations(edition, told, CLINIC, now)
    assert shown(forecast(edition, told, CLINIC, now, offered=offer.step)[0].proposed) == "Sat 4 Jul 2026 10:00"


@pytest.mark.proves("S3")
@specified_by("""
    | improvement recorded | accepted         | offered  |
    | 2026-05-07 10:20     |                  | lengthen |
    | 2026-05-07 10:20     | 2026-05-07 10:20 |          |
    | 2026-05-07 10:20     | 2026-05-07 10:40 |          |
    | 2026-05-07 10:20     | 2026-05-07 10:19 | lengthen |
    | 2026-05-07 10:20     | 2026-05-07 11:01 | lengthen |
    | 2026-05-07 11:00     |                  | lengthen |
    | 2026-05-07 11:01     |                  |          |
""")
def test_one_improvement_is_offered_one_step(edition: Edition, row: Row) -> None:
    seen = (Assessment(at(row["improvement recorded"]), "physician", Verdict.IMPROVED),)
    accepted = (StepAccepted(at(row["accepted"]), "physician", "two-weekly"),) if row["accepted"] else ()
    told = replace(story(SKIN, *HELD), assessments=seen, steps_accepted=accepted)
    assert [offer.move.value for offer in adaptations(edition, told, CLINIC, NOW)] == row["offered"].split()


@specified_by("""
    | symptom | value | offered |
    | redness |       | delay   |
    | lump  |       | delay   |
    | ulcer   |       | delay   |
    | pain    | 4 1   | delay   |
    | pain    | 3 1   |         |
    | pain    |       | delay   |
    | bruise  |       |         |
""")
def test_skin_that_is_not_quiet_delays(edition: Edition, row: Row) -> None:
    value = Quantity.parse(row["value"]) if row["value"] else None
    report = SymptomReport(row["symptom"], NOW, onset=NOW, value=value)
    offers = adaptations(edition, story(SKIN, *HELD), CLINIC, NOW, [report])
    assert [offer.move.value for offer in offers] == row["offered"].split()
