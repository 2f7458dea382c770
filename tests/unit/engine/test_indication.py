"""What a plan finding carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.indication import Indication, PlanFinding, Weight, plan_findings
from nappage.engine.policy import Activation
from nappage.values.citation import Citation
from nappage.values.statement import Because, say
from support.clinic_days import CLINIC, FAR_AHEAD, plan

TEXT_OF_CELLULITE = tuple(map(Citation.parse, ["000:1", "001:5", "001:25", "002:7", "003:6", "004:3"]))


def test_a_policy_that_nobody_signed_activates_nothing(edition: Edition) -> None:
    agreed = plan("cellulite", "003-adaptive", 8)
    (found,) = plan_findings(edition, agreed, replace(CLINIC, signed=None))
    assert found == PlanFinding(
        Weight.REFUSES,
        Because(
            "indication",
            say("indication.not-activated", indication="cellulite", jurisdiction="ES"),
            say("indication.director-activates"),
            TEXT_OF_CELLULITE,
        ),
    )


def test_one_indication_is_not_activated_by_another_and_does_not_borrow_its_protocol(edition: Edition) -> None:
    def codes(indication: str, *active: Activation) -> list[str]:
        agreed = replace(plan(indication, "001-body", 8), assessments=("diet-evaluation",))
        found = plan_findings(edition, agreed, replace(CLINIC, indications=active))
        return [one.because.fact.code for one in found if one.because.rule == "indication"]

    cellulite = Activation("cellulite", "fictional", FAR_AHEAD, "protocol 7")
    weight_loss = Activation("weight-loss", "fictional", FAR_AHEAD)
    assert codes("cellulite", weight_loss) == ["indication.not-activated"]
    assert codes("cellulite", weight_loss, cellulite) == []
    assert codes("weight-loss", cellulite, weight_loss) == ["indication.off"]
    assert codes("weight-loss", cellulite) == ["indication.not-activated", "indication.off"]
    assert codes("weight-loss", replace(weight_loss, protocol="protocol 7")) == []


def test_the_length_of_a_plan_is_told_beside_the_length_that_its_source_gives(edition: Edition) -> None:
    noted = plan_findings(edition, plan("cellulite", "001-body", 10), CLINIC)
    assert [one.weight for one in noted if one.because.fact.code == "variant.duration"] == [Weight.NOTE]


def test_each_finding_says_its_rule_its_remedy_and_its_sources(edition: Edition) -> None:
    bare = replace(plan("cellulite", "001-face", 16), criterion=None, sentinel="", lifestyle="")
    found = [
        (one.because.rule, one.because.fact.code, one.because.remedy.code)
        for one in plan_findings(edition, bare, CLINIC)
    ]
    assert found == [
        ("checkpoint", "plan.criterion-missing", "plan.agree-criterion"),
        ("sentinel", "plan.sentinel-missing", "plan.choose-sentinel"),
        ("lifestyle", "plan.lifestyle-missing", "plan.record-lifestyle"),
        ("variant", "variant.not-for-indication", "variant.choose"),
        ("sessions-in-a-plan", "plan.too-many-sessions", "session.needs-new-plan"),
    ]
    assert {one.because.sources for one in plan_findings(edition, bare, CLINIC)[:4]} == {TEXT_OF_CELLULITE}


def test_an_indication_that_stays_off_says_why_and_what_it_takes(edition: Edition) -> None:
    active = (Activation("weight-loss", "fictional", FAR_AHEAD),)
    agreed = replace(plan("weight-loss", "001-body", 8), assessments=("diet-evaluation",))
    found = plan_findings(edition, agreed, replace(CLINIC, indications=active))[0].because
    assert found.fact == say("indication.off", indication="weight-loss", reason="shape-not-weight")
    assert found.remedy == say("indication.attach-protocol")


def test_above_ten_the_plan_names_the_sources_of_both_sides(edition: Edition) -> None:
    found = plan_findings(edition, plan("loose-skin", "003-adaptive", 12), CLINIC)
    assert [one.because.fact for one in found] == [say("plan.sources-disagree", sessions=12, agreed=10, most=15)]
    assert found[0].because.remedy == say("plan.discuss-count")
    assert found[0].because.sources == tuple(
        map(Citation.parse, ["002:13", "003:31", "decision:17", "000:11", "001:41", "001:66"])
    )


def test_a_published_regimen_is_marked_as_such(edition: Edition) -> None:
    found = plan_findings(edition, plan("face-neck-rejuvenation", "baspeyras", 3), CLINIC)
    assert [(one.weight, one.because.fact) for one in found] == [
        (Weight.NOTE, say("variant.catalogue-only", variant="baspeyras"))
    ]
    assert found[0].because.remedy == say("variant.director-reads-source")
    assert found[0].because.sources == (Citation("Baspeyras"),)


def test_a_count_that_differs_says_both(edition: Edition) -> None:
    found = plan_findings(edition, plan("cellulite", "001-body", 5), CLINIC)[0].because
    assert (found.rule, found.remedy.code) == ("session-count", "variant.change-count")
    assert found.fact == say("variant.count-differs", sessions=5, fewest=6, most=10)


@pytest.mark.proves("K-23")
def test_fat_of_the_chin_takes_a_body_schedule_and_never_the_face_one(edition: Edition) -> None:
    allowed = edition.all(Indication)["localised-fat"].variants
    assert "001-body" in allowed
    assert "001-face" not in allowed


@pytest.mark.proves("R158")
def test_the_goals_of_the_third_text_are_known(edition: Edition) -> None:
    goals = {goal for entry in edition.all(Indication).values() for goal in entry.goals}
    assert {"rejuvenate", "tighten", "remove-fat"} <= goals


@pytest.mark.proves("R108")
def test_elasticity_firmness_and_retraction_are_three_outcomes_apart_from_the_glow(edition: Edition) -> None:
    secondary = edition.all(Indication)["face-neck-rejuvenation"].secondary
    assert {"glow", "elasticity", "firmness", "retraction"} <= set(secondary)
