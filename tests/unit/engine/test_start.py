"""What warns, what wants a reason, and what no reason helps against; and the tasks that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nappage.engine.anaesthetic_risk import anaesthetic_risks
from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.gate import GateName
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Role
from nappage.engine.start import Notice
from nappage.engine.story import MedicineTaken, Pass, Patient, Reason, Session, SessionState
from nappage.engine.task import Work, tasks
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.statement import Because, say
from support.fictional import instant
from support.open_visit import AT, CLINIC, F1, MADRID, THIGHS, A, answers, gate, look, visit_story
from support.recorded import recorded

SAID = Because("rule", say("it.is-so"), say("it.can-change"))
REASON = Reason("rule", "code", "words", "physician", AT)


def test_a_notice_refuses_when_it_is_firm_or_its_reason_is_missing() -> None:
    assert not Notice(SAID).refuses
    assert Notice(SAID, needs_reason=True).refuses
    assert not Notice(SAID, needs_reason=True, reason=REASON).refuses
    assert Notice(SAID, firm=True, reason=REASON).refuses


def notices(found: Outlook, rule: str) -> list[Notice]:
    return [each for each in found.start.notices if each.because.rule == rule]


@pytest.mark.proves("U-16", "K-04")
@pytest.mark.parametrize(("taken", "refused"), [("2026-02-23", False), ("2026-02-24", True), ("2026-02-26", True)])
def test_a_wash_out_that_was_not_kept_wants_a_reason(edition: Edition, taken: str, refused: bool) -> None:
    ibuprofen = MedicineTaken("ibuprofen", Answer.NO, last_taken=instant(f"{taken} 12:00", MADRID), stopped=True)
    found = look(edition, medicines=(ibuprofen,))
    assert found.start.may_start is not refused
    reason = Reason("wash-out", "bruising-risk-discussed", "accepts a larger bruise", "nurse", AT)
    assert look(edition, medicines=(ibuprofen,), reasons=(reason,)).start.may_start


@pytest.mark.proves("U-16")
def test_a_prescribed_antiplatelet_warns_and_asks_for_no_reason(edition: Edition) -> None:
    found = look(edition, medicines=(MedicineTaken("clopidogrel", Answer.YES),))
    assert found.start.may_start
    assert not any(each.refuses for each in found.start.notices)
    assert notices(found, "P14")


def test_a_medicine_nobody_recognises_is_named_among_the_wash_outs(edition: Edition) -> None:
    found = look(edition, **recorded("takes a white tablet"))
    assert any(each.matches is Answer.UNKNOWN for each in found.preparing.washouts)
    assert not any(each.refuses for each in found.start.notices)


@pytest.mark.proves("K-12")
@pytest.mark.parametrize(
    ("layer", "approved", "refused"),
    [
        ("superficial-subcutis", ("nappage",), False),
        ("superficial-subcutis", (), True),
        ("intradermal", ("nappage",), True),
    ],
)
def test_a_depth_outside_its_bound_wants_a_reason_or_an_approved_technique(
    edition: Edition, layer: str, approved: tuple[str, ...], refused: bool
) -> None:
    each = Quantity.parse("0.02 mL")
    charted = Pass(THIGHS[0], "nappage", 120, each, depth=Quantity.parse("6 mm"), layer=layer)
    given = Session(AT, SessionState.GIVEN, formula="F1", sites=THIGHS, passes=(charted,), injector="nurse")
    found = look(edition, replace(CLINIC, techniques=approved), sessions=(given,))
    assert any(notice.refuses for notice in found.start.notices) is refused


def test_an_antihistamine_before_the_test_masks_it(edition: Edition) -> None:
    taken = MedicineTaken("cetirizine", last_taken=instant("2026-02-27 09:00", MADRID), stopped=True)
    found = look(edition, medicines=(taken,))
    assert found.treating.test is not None
    assert [because.fact.code for because in found.treating.test.because] == ["test.antihistamine"]
    assert not found.start.may_start


def test_a_course_that_is_over_is_recalled(edition: Edition) -> None:
    plan = visit_story(edition).plan
    assert plan is not None
    last = instant("2026-07-07 10:30", MADRID)
    done = tuple(
        Session(last - timedelta(days=14 * back), SessionState.GIVEN, formula="F1", sites=THIGHS, injector="nurse")
        for back in range(10)
    )
    found = look(edition, at=last + timedelta(days=60), sessions=done)
    assert found.course.recall is not None
    recalls = [task for task in found.tasks if task.what.code == "task.recall"]
    assert [(task.who, task.due) for task in recalls] == [(Role.RECEPTION, found.course.recall.offered)]


def test_nothing_to_do_gives_no_task() -> None:
    assert tasks(Work(), CLINIC, AT) == ()


def test_a_visit_that_is_open_has_no_task_but_its_follow_ups(edition: Edition) -> None:
    assert {task.what.code for task in look(edition).tasks} <= {"task.follow-up"}


@pytest.mark.parametrize(
    ("text", "but", "risks"),
    [
        ("", (), frozenset()),
        ("", ("organs",), None),
        ("heart-disease", (), frozenset({"heart"})),
        ("hepatic-impairment; heart-failure", (), frozenset({"heart", "liver"})),
        ("weighs 50 kg", (), frozenset({"low-weight"})),
    ],
)
def test_the_factors_of_an_anaesthetic_are_known_all_or_not_at_all(
    edition: Edition, text: str, but: tuple[str, ...], risks: frozenset[str] | None
) -> None:
    story = visit_story(edition, **{"replies": answers(edition, AT, but=but), **recorded(text)})
    assert anaesthetic_risks(edition, gather(story, CLINIC, edition, AT)) == risks


@pytest.mark.parametrize(("born", "risks"), [("1955-03-03", {"over-70"}), ("1955-03-04", set())])
def test_somebody_of_70_is_not_yet_over_70(edition: Edition, born: str, risks: set[str]) -> None:
    patient = Patient(date.fromisoformat(born), None, Quantity.parse("168 cm"))
    found = anaesthetic_risks(edition, gather(visit_story(edition, patient=patient), CLINIC, edition, AT))
    assert found == frozenset(risks)


@pytest.mark.proves("K-12")
def test_an_objection_that_nobody_overrides_refuses_and_a_warning_only_says_so(edition: Edition) -> None:
    each, reached, length, angle = (Quantity.parse(text) for text in ("0.02 mL", "3 mm", "4 mm", "30 deg"))
    beyond = Pass(THIGHS[0], "nappage", 120, each, reached, length, angle, "intradermal")
    found = look(edition, sessions=(replace(GIVEN, passes=(beyond,)),))
    assert [(one.firm, one.refuses) for one in notices(found, "needle-geometry")] == [(False, False)]
    detergents = (replace(one, modality="ablative-detergent") for one in CLINIC.formulary)
    detergent = replace(CLINIC, formulary=tuple(detergents))
    intradermal = Pass(THIGHS[0], "nappage", 120, each, layer="intradermal")
    found = look(edition, detergent, sessions=(replace(GIVEN, passes=(intradermal,)),))
    firm = [one for one in found.start.notices if one.because.fact.code == "layer.not-for-modality"]
    assert [(one.firm, one.refuses) for one in firm] == [(True, True)]
    assert not found.start.may_start


GIVEN = Session(AT, SessionState.GIVEN, formula="F1", sites=THIGHS, injector="nurse")


@pytest.mark.parametrize("changes", [{"formulas": ()}, {"formulas": (replace(F1, components=(replace(A, lot=""),)),)}])
def test_the_gate_of_the_lots_speaks_for_itself(edition: Edition, changes: dict[str, Any]) -> None:
    lots = gate(look(edition, **changes), GateName.LOT)
    assert lots.name is GateName.LOT
    assert [because.rule for because in lots.reasons] == ["gate.lot"]


def test_a_reason_of_a_gates_own_rule_names_that_gate(edition: Edition) -> None:
    bare = replace(CLINIC, signed=None, indications=(), formulary=(), mixtures=(), staff=(), kit=None, lots=())
    found = look(edition, bare, plan=None, formulas=(), consents=())
    own = {each.name.value: [because.rule for because in each.reasons] for each in found.gates}
    assert list(own) == [name.value for name in GateName]
    assert all(rules == [f"gate.{name}"] for name, rules in own.items() if name != "screening")
