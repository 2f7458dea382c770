"""The eight gates before the first puncture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateRule, GateState
from nappage.engine.indication import Indication
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Activation, EmergencyKit, Lot, LotState, Role, Signature, StaffMember
from nappage.engine.story import Channel, Consent, Reason, Session, Site
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.fictional import AGENT_A, AGENT_B, AGENT_P, allergy_test, clear_readings, instant
from support.open_visit import (
    AT,
    CLINIC,
    F1,
    MADRID,
    PLAN,
    STAFF,
    THIGHS,
    A,
    B,
    P,
    answers,
    gate,
    look,
)  # fmt: skip
from support.recorded import recorded
from support.spec import Row, specified_by

title = "The eight gates"
text = """
A session may start when eight gates are open at that instant: jurisdiction, screening, consent, allergy test, formula,
lot, credential and emergency kit. A closed gate says why and what would open it. There is no ninth, and an open gate
is a tick and nothing more.

The visit of these tables has all eight open (both thighs, Tuesday 3 March 2026, 10:30 in Madrid) but for what a row
changes.
"""


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def state_of(found: Outlook, name: GateName) -> tuple[str, str, str]:
    """Return state, first reason and its way on, in codes without "gate."; both are blank for an open gate."""
    one = gate(found, name)
    if not one.reasons:
        return one.state.value, "", ""
    because = one.reasons[0]
    assert because.sources
    fact, remedy = (said.code.removeprefix("gate.") if said else "" for said in (because.fact, because.remedy))
    return one.state.value, fact, remedy


def expected(row: Row) -> tuple[str, str, str]:
    return row["gate"], row["because"], row["way on"]


@pytest.mark.proves("H-20")
def test_all_eight_are_open_in_the_order_of_a_time_out(edition: Edition) -> None:
    found = look(edition)
    assert [each.name for each in found.gates] == list(GateName)
    assert [rule.id for rule in sorted(edition.all(GateRule).values(), key=lambda rule: rule.place)] == [
        name.value for name in GateName
    ]
    assert {(each.state, each.reasons, each.opens_at, each.decided_by) for each in found.gates} == {
        (GateState.OPEN, (), None, ())
    }
    assert found.start.may_start
    assert not found.start.closed
    assert not found.start.holds


SIGNED_BY = {"signed": CLINIC.signed, "unsigned": None, "later": Signature("director", date(2026, 3, 4))}


@pytest.mark.proves("H-34", "R074")
@specified_by("""
    | policy   | plan        | switched on | by which text | review due | protocol | because                   |
    | signed   | cellulite   | cellulite   | fictional     | 2026-03-03 |          |                           |
    | signed   | cellulite   | cellulite   | fictional     | 2026-03-02 |          | review-overdue            |
    | signed   | cellulite   | cellulite   |               | 2027-01-01 |          | indication-off            |
    | signed   | cellulite   | pain        | fictional     | 2027-01-01 |          | indication-off            |
    | signed   | cellulite   |             |               |            |          | indication-off            |
    | unsigned | cellulite   | cellulite   | fictional     | 2027-01-01 |          | indication-off            |
    | later    | cellulite   | cellulite   | fictional     | 2027-01-01 |          | indication-off            |
    | signed   | never-heard | never-heard | fictional     | 2027-01-01 |          | indication-off            |
    | signed   | anxiety     | anxiety     | fictional     | 2027-01-01 |          | indication-needs-protocol |
    | signed   | anxiety     | anxiety     | fictional     | 2027-01-01 | SOP 12   |                           |
    | signed   |             | cellulite   | fictional     | 2027-01-01 |          | plan-missing              |
""")
def test_an_indication_is_off_until_the_director_switches_it_on(edition: Edition, row: Row) -> None:
    due = day(row["review due"])
    on = (Activation(row["switched on"], row["by which text"], due, row["protocol"]),) if due else ()
    clinic = replace(CLINIC, signed=SIGNED_BY[row["policy"]], indications=on)
    plan = replace(PLAN, indication=row["plan"]) if row["plan"] else None
    closed = ("closed", row["because"], WAY_ON.get(row["because"], "director-switches-on"))
    assert state_of(look(edition, clinic, plan=plan), GateName.JURISDICTION) == (
        closed if row["because"] else ("open", "", "")
    )


@specified_by("""
    | one switch until | another until | because        |
    | 2026-03-03       |               |                |
    | 2026-03-02       |               | review-overdue |
    | 2026-03-02       | 2026-03-03    |                |
    | 2026-03-03       | 2026-03-02    |                |
""")
def test_a_switch_that_was_renewed_is_on_whichever_stands_first(edition: Edition, row: Row) -> None:
    ends = [end for end in (day(row["one switch until"]), day(row["another until"])) if end]
    clinic = replace(CLINIC, indications=tuple(Activation("cellulite", "fictional", end) for end in ends))
    assert state_of(look(edition, clinic), GateName.JURISDICTION)[1] == row["because"]


WAY_ON = {"indication-needs-protocol": "director-attaches-protocol", "plan-missing": "sign-a-plan"}


def test_what_the_table_calls_off_by_default_is_so_in_the_knowledge(edition: Edition) -> None:
    assert edition.all(Indication)["anxiety"].off_reason
    assert not edition.all(Indication)["cellulite"].off_reason


@specified_by("""
    | plan signed      | signed           | withdrawn        | again            | gate   | because                 |
    | 2026-02-19 10:40 | 2026-02-19 10:40 |                  |                  | open   |                         |
    | 2026-02-19 10:40 | 2026-02-19 10:39 |                  |                  | closed | consent-older-than-plan |
    | 2026-02-19 10:40 |                  |                  |                  | closed | consent-missing         |
    | 2026-02-19 10:40 | 2026-03-03 10:31 |                  |                  | closed | consent-missing         |
    | 2026-02-19 10:40 | 2026-02-19 10:40 | 2026-03-03 10:30 |                  | closed | consent-withdrawn       |
    | 2026-02-19 10:40 | 2026-02-19 10:40 | 2026-03-03 10:31 |                  | open   |                         |
    | 2026-02-19 10:40 | 2026-02-19 10:40 | 2026-02-20 09:00 | 2026-03-03 10:00 | open   |                         |
    |                  | 2026-02-19 10:40 |                  |                  | closed | consent-older-than-plan |
    | 2026-03-03 10:31 | 2026-03-03 10:20 |                  |                  | closed | consent-older-than-plan |
""")
def test_a_consent_is_signed_for_the_plan_as_it_stands(edition: Edition, row: Row) -> None:
    when = {name: instant(row[name], MADRID) if row[name] else None for name in list(row)[:4]}
    consents = [Consent(signed, "patient", "1", when["withdrawn"]) for signed in [when["signed"]] if signed]
    consents += [Consent(again, "patient", "1") for again in [when["again"]] if again]
    found = look(edition, plan=replace(PLAN, signed_at=when["plan signed"]), consents=tuple(consents))
    assert state_of(found, GateName.CONSENT) == (
        row["gate"], row["because"], "patient-signs" if row["because"] else "",
    )  # fmt: skip


@specified_by("""
    | plan signed      | signed at home   | taken            | withdrawn        | gate   | because                 |
    | 2026-02-19 10:40 | 2026-03-02 20:15 |                  |                  | closed | consent-not-taken       |
    | 2026-02-19 10:40 | 2026-03-02 20:15 | 2026-03-03 10:20 |                  | open   |                         |
    | 2026-02-19 10:40 | 2026-03-02 20:15 | 2026-03-03 10:31 |                  | closed | consent-not-taken       |
    | 2026-02-19 10:40 | 2026-03-02 20:15 | 2026-03-03 10:20 | 2026-03-03 10:25 | closed | consent-withdrawn       |
    | 2026-03-03 10:10 | 2026-03-02 20:15 | 2026-03-03 10:20 |                  | closed | consent-older-than-plan |
""")
def test_a_consent_that_was_signed_at_home_counts_once_it_was_taken(edition: Edition, row: Row) -> None:
    planned, signed, taken, withdrawn = (instant(row[name], MADRID) if row[name] else None for name in list(row)[:4])
    assert signed is not None
    consent = Consent(signed, "patient", "1", withdrawn, Channel.PORTAL, taken)
    found = look(edition, plan=replace(PLAN, signed_at=planned), consents=(consent,))
    remedy = {"": "", "consent-not-taken": "take-consent"}.get(row["because"], "patient-signs")
    assert state_of(found, GateName.CONSENT) == (row["gate"], row["because"], remedy)


@pytest.mark.proves("R206", "R208", "E11")
@specified_by("""
    | tested | given   | asked            | decided by | gate     | opens            | because         |
    | A, B   | A, B    | 2026-03-03 10:30 |            | open     |                  |                 |
    | A, B   | A, B    | 2026-03-03 10:00 |            | open     |                  |                 |
    | A, B   | A, B    | 2026-03-03 09:59 |            | opens-at | 2026-03-03 10:00 | test.opens      |
    | A, B   | A       | 2026-03-03 10:30 |            | open     |                  |                 |
    | A, B   | A, B, P | 2026-03-03 10:30 |            | closed   |                  | test.untested   |
    | A, B   | A, B, P | 2026-03-03 10:30 | physician  | open     |                  |                 |
    | A, B   | A, B, P | 2026-03-03 10:30 | nurse      | closed   |                  | test.untested   |
    |        | A, B    | 2026-03-03 10:30 |            | closed   |                  | test.untested   |
    | A, B   |         | 2026-03-03 10:30 |            | closed   |                  | formula-missing |
""")
def test_the_allergy_test_covers_what_is_given_and_is_a_day_old(edition: Edition, row: Row) -> None:
    at = instant(row["asked"], MADRID)
    tested, given = parts(row["tested"]), parts(row["given"])
    found = look(
        edition,
        BROAD,
        at,
        replies=answers(edition, at),
        tests=(allergy_test(*tested),) if tested else (),
        formulas=(replace(F1, components=given),) if given else (),
        reasons=(test_reason(row["decided by"], at),) if row["decided by"] else (),
    )
    one = gate(found, GateName.ALLERGY_TEST)
    assert (one.state.value, state_of(found, GateName.ALLERGY_TEST)[1]) == (row["gate"], row["because"])
    assert one.opens_at == (instant(row["opens"], MADRID) if row["opens"] else None)
    assert [each.by for each in one.decided_by] == (
        [row["decided by"]] if row["gate"] == "open" and row["decided by"] else []
    )


BROAD = replace(
    CLINIC,
    formulary=tuple(
        replace(agent, modality="intradermal", allergy_keys=("penicillin",) if agent is AGENT_P else ())
        for agent in (AGENT_A, AGENT_B, AGENT_P)
    ),
    mixtures=(replace(CLINIC.mixtures[0], agents=("A", "B", "P")),),
)


def parts(cell: str) -> tuple[Any, ...]:
    return tuple({"A": A, "B": B, "P": P}[name.strip()] for name in cell.split(",") if name.strip())


def test_reason(by: str, at: datetime) -> Reason:
    return Reason("allergy-test", "clinical-need-documented", "written in the chart", by, at)


test_reason.__test__ = False  # type: ignore[attr-defined]  # a reason about a test is none


@pytest.mark.proves("E11", "H-35", "R057")
@specified_by("""
    | allergic to | reacted | decided by | may start | gate   |
    |             |         | physician  | yes       | open   |
    | penicillin  |         | physician  | no        | closed |
    | soy         |         | physician  | yes       | open   |
    |             | yes     | physician  | no        | closed |
""")
def test_no_decision_helps_against_a_match_or_a_reaction(edition: Edition, row: Row) -> None:
    """P, which nobody tested, goes in at the chair."""
    seen = clear_readings()
    if row["reacted"]:
        seen = (*seen[:2], replace(seen[2], infiltrate=Answer.YES))
    found = look(
        edition,
        BROAD,
        formulas=(F1, replace(F1, id="F2", components=(A, B, P))),
        sessions=(Session(AT, formula="F2", sites=THIGHS, injector="nurse"),),
        tests=(allergy_test(A, B, readings=seen),),
        reasons=(test_reason(row["decided by"], AT),),
        **(recorded(f"allergic to {row['allergic to']}") if row["allergic to"] else {}),
    )
    assert gate(found, GateName.ALLERGY_TEST).state.value == row["gate"]
    assert found.start.may_start is (row["may start"] == "yes")


@pytest.mark.proves("U-01", "H-22", "R009")
@specified_by("""
    | change                   | gate   | because                   |
    |                          | open   |                           |
    | unsigned                 | closed | formula-unsigned          |
    | signed by the nurse      | closed | formula-unsigned          |
    | signed by the prescriber | open   |                           |
    | signed after the licence | closed | formula-unsigned          |
    | signed a minute later    | closed | formula-unsigned          |
    | no formula               | closed | formula-missing           |
    | agent not signed         | closed | agent.unsigned            |
    | limit not signed         | closed | dose.limit-missing        |
    | more than the limit      | closed | dose.over                 |
    | other strength           | closed | agent.strength-not-signed |
    | compatibility unknown    | closed | mixture.no-data           |
""")
def test_a_formula_is_signed_and_within_signed_limits(edition: Edition, row: Row) -> None:
    name = row["change"]
    clinic = replace(CLINIC, **{"staff": (*STAFF, LAPSED), **CLINICS.get(name, {})})
    formulas = () if name == "no formula" else (replace(F1, **FORMULAS.get(name, {})),)
    state, because, _ = state_of(look(edition, clinic, formulas=formulas), GateName.FORMULA)
    assert (state, because) == (row["gate"], row["because"])


LAPSED = StaffMember("lapsed", Role.PRESCRIBER, date(2020, 1, 1), date(2026, 2, 18))
CLINICS: dict[str, dict[str, Any]] = {
    "agent not signed": {"formulary": CLINIC.formulary[1:]},
    "limit not signed": {"formulary": (replace(CLINIC.formulary[0], session_limit=None), *CLINIC.formulary[1:])},
    "compatibility unknown": {"mixtures": ()},
}
FORMULAS: dict[str, dict[str, Any]] = {
    "unsigned": {"signed_at": None, "signed_by": ""},
    "signed by the nurse": {"signed_by": "nurse"},
    "signed by the prescriber": {"signed_by": "prescriber"},
    "signed after the licence": {"signed_by": "lapsed"},
    "signed a minute later": {"signed_at": AT + timedelta(minutes=1)},
    "more than the limit": {"components": (replace(A, volume=Quantity.parse("4.1 mL")), B)},
    "other strength": {"components": (replace(A, strength=Quantity.parse("20 mg/mL")), B)},
}


@pytest.mark.proves("H-15", "R100")
@specified_by("""
    | lot of A | state       | expires    | opened     | discard    | drawn from | gate   | because                |
    | A-1      | in-use      | 2026-03-03 |            |            | A-1        | open   |                        |
    | A-1      | in-use      | 2026-03-02 |            |            | A-1        | closed | lot-expired            |
    | A-1      | recalled    | 2026-12-31 |            |            | A-1        | closed | lot-not-in-use         |
    | A-1      | quarantined | 2026-12-31 |            |            | A-1        | closed | lot-not-in-use         |
    | A-1      | in-use      | 2026-12-31 | 2026-03-01 | 2026-03-03 | A-1        | open   |                        |
    | A-1      | in-use      | 2026-12-31 | 2026-03-01 | 2026-03-02 | A-1        | closed | lot-open-too-long      |
    | A-1      | in-use      | 2026-12-31 | 2026-03-02 |            | A-1        | closed | lot-open-until-unknown |
    | A-1      | in-use      | 2026-12-31 | 2026-03-03 |            | A-1        | open   |                        |
    | A-1      | in-use      | 2026-12-31 |            |            | A-2        | closed | lot-unknown            |
    | A-1      | in-use      | 2026-12-31 |            |            |            | closed | lot-unknown            |
    |          | in-use      | 2026-12-31 |            |            | A-1        | closed | lot-unknown            |
""")
def test_every_agent_comes_from_a_lot_in_date_and_in_use(edition: Edition, row: Row) -> None:
    expires, discard = day(row["expires"]), day(row["discard"])
    assert expires is not None
    lots = [Lot("B", "B-1", date(2026, 12, 31))]
    if row["lot of A"]:
        lots.append(Lot("A", row["lot of A"], expires, LotState(row["state"]), day(row["opened"]), discard))
    formula = replace(F1, components=(replace(A, lot=row["drawn from"]), B))
    found = look(edition, replace(CLINIC, lots=tuple(lots)), formulas=(formula,))
    assert state_of(found, GateName.LOT) == (
        row["gate"], row["because"], "draw-from-another-lot" if row["because"] else "",
    )  # fmt: skip


@pytest.mark.proves("H-22", "K-27", "R200", "R207")
@specified_by("""
    | injects   | role       | licensed from | until      | ordered by | gate   | because           |
    | someone   | injector   | 2026-03-03    | 2026-03-03 | physician  | open   |                   |
    | someone   | injector   | 2026-03-03    | 2026-03-03 | prescriber | open   |                   |
    | someone   | injector   | 2026-03-04    | 2026-12-31 | physician  | closed | licence-not-valid |
    | someone   | injector   | 2020-01-01    | 2026-03-02 | physician  | closed | licence-not-valid |
    | someone   | injector   | 2020-01-01    | 2026-12-31 |            | closed | order-missing     |
    | someone   | injector   | 2020-01-01    | 2026-12-31 | reception  | closed | order-missing     |
    | someone   | injector   | 2020-01-01    | 2026-12-31 | someone    | closed | order-missing     |
    | someone   | injector   | 2020-01-01    | 2026-12-31 | lapsed     | closed | order-missing     |
    | someone   | physician  | 2020-01-01    | 2026-12-31 |            | open   |                   |
    | someone   | physician  | 2020-01-01    | 2026-03-02 |            | closed | licence-not-valid |
    | someone   | prescriber | 2020-01-01    | 2026-12-31 |            | open   |                   |
    | someone   | assistant  | 2020-01-01    | 2026-12-31 | physician  | closed | order-missing     |
    | someone   | reception  | 2020-01-01    | 2026-12-31 | physician  | closed | order-missing     |
    | a visitor | injector   | 2020-01-01    | 2026-12-31 | physician  | closed | injector-unknown  |
    |           | injector   | 2020-01-01    | 2026-12-31 | physician  | closed | injector-unknown  |
""")
def test_the_injector_is_licensed_and_ordered_where_an_order_is_needed(edition: Edition, row: Row) -> None:
    """A therapist, an injector here, needs the order of a physician or prescriber whose own licence is in date."""
    start, end = day(row["licensed from"]), day(row["until"])
    assert start is not None
    assert end is not None
    someone = StaffMember("someone", Role(row["role"]), start, end, row["ordered by"])
    lapsed = StaffMember("lapsed", Role.PHYSICIAN, date(2020, 1, 1), date(2026, 3, 2))
    session = Session(AT, formula="F1", sites=THIGHS, injector=row["injects"])
    found = look(edition, replace(CLINIC, staff=(*STAFF, someone, lapsed)), sessions=(session,))
    state, because, _ = state_of(found, GateName.CREDENTIAL)
    assert (state, because) == (row["gate"], row["because"])


@pytest.mark.proves("H-22")
@specified_by("""
    | session          | gate   |
    | 2026-06-30 10:30 | open   |
    | 2026-07-01 10:30 | closed |
""")
def test_a_licence_that_ends_on_30_june_does_not_cover_1_july(edition: Edition, row: Row) -> None:
    at = instant(row["session"], MADRID)
    session = Session(at, formula="F1", sites=THIGHS, injector="nurse")
    assert gate(look(edition, at=at, sessions=(session,)), GateName.CREDENTIAL).state.value == row["gate"]


@pytest.mark.proves("H-03")
@specified_by("""
    | kit     | expires    | trained | gate   | because        | way on           |
    | checked | 2026-03-03 | nurse   | open   |                |                  |
    | checked | 2026-03-02 | nurse   | closed | kit-expired    | check-the-kit    |
    | checked | 2026-12-31 |         | closed | nobody-trained | name-the-trained |
    |         |            |         | closed | kit-unchecked  | check-the-kit    |
""")
def test_the_kit_is_in_date_and_someone_trained_is_there_however_the_test_went(edition: Edition, row: Row) -> None:
    expires = day(row["expires"])
    trained = (row["trained"],) if row["trained"] else ()
    clinic = replace(CLINIC, kit=EmergencyKit(date(2026, 3, 2), expires, trained) if expires else None)
    found = look(edition, clinic)
    assert state_of(found, GateName.KIT) == expected(row)
    assert gate(found, GateName.ALLERGY_TEST).state is GateState.OPEN


@pytest.mark.proves("E18", "K-09", "R014")
@specified_by("""
    | sites                                | code                     | words                  | may start |
    | thigh right, thigh left              |                          |                        | yes       |
    | thigh right, thigh left, flank right |                          |                        | no        |
    | thigh right, thigh left, flank right | small-neighbouring-areas | .                      | no        |
    | thigh right, thigh left, flank right | small-neighbouring-areas | two small patches here | yes       |
    | thigh right, thigh left, flank right | unavoidable-absence      | two small patches here | no        |
""")
def test_a_third_area_needs_a_reason(edition: Edition, row: Row) -> None:
    sites = tuple(site(each) for each in row["sites"].split(","))
    reasons = (Reason("area-cap", row["code"], row["words"], "nurse", AT),) if row["code"] else ()
    session = Session(AT, formula="F1", sites=sites, injector="nurse")
    found = look(edition, sessions=(session,), reasons=reasons)
    assert found.start.closed == ()
    assert found.start.may_start is (row["may start"] == "yes")


def site(text: str) -> Site:
    zone, side = text.split()
    return next(replace(each, zone=zone) for each in THIGHS if each.side.value == side)


@pytest.mark.proves("H-37", "H-01")
@specified_by("""
    | asked            | booked           | may start |
    | 2026-03-03 10:30 | 2026-03-03 10:30 | yes       |
    | 2026-03-03 10:30 | 2026-03-03 15:00 | yes       |
    | 2026-03-03 10:30 | 2026-03-03 10:00 | yes       |
    | 2026-03-03 10:30 | 2026-03-04 10:30 | no        |
    | 2026-03-03 10:30 | 2026-03-02 10:30 | no        |
    | 2026-03-03 10:30 |                  | no        |
""")
def test_only_a_session_of_today_may_start(edition: Edition, row: Row) -> None:
    """Another day's is moved first, so that its interval is judged."""
    starts = [instant(row["booked"], MADRID)] if row["booked"] else []
    sessions = tuple(Session(start, formula="F1", sites=THIGHS, injector="nurse") for start in starts)
    found = look(edition, at=instant(row["asked"], MADRID), sessions=sessions)
    assert found.start.may_start is (row["may start"] == "yes")


@pytest.mark.proves("H-24")
@specified_by("""
    | plan for           | recorded                     | may start |
    | cellulite          |                              | yes       |
    | pigment-lightening |                              | no        |
    | pigment-lightening | lesion-assessment            | no        |
    | pigment-lightening | lesion-assessment, phototype | yes       |
""")
def test_nothing_starts_on_a_plan_whose_assessment_nobody_recorded(edition: Edition, row: Row) -> None:
    """Such a plan cannot be signed here; it may have been elsewhere, or before the edition asked for it."""
    plan = replace(PLAN, indication=row["plan for"], assessments=tuple(filter(None, row["recorded"].split(", "))))
    clinic = replace(CLINIC, indications=(Activation(row["plan for"], "fictional", date(2027, 12, 31)),))
    assert look(edition, clinic, plan=plan).start.may_start is (row["may start"] == "yes")


@specified_by("""
    | test asked       | kit | opens            |
    | 2026-03-03 09:59 | yes | 2026-03-03 10:00 |
    | 2026-03-03 09:59 |     |                  |
    | 2026-03-03 10:00 | yes |                  |
""")
def test_a_session_has_an_opening_time_only_when_nothing_else_is_closed(edition: Edition, row: Row) -> None:
    at = instant(row["test asked"], MADRID)
    clinic = CLINIC if row["kit"] else replace(CLINIC, kit=None)
    found = look(edition, clinic, at, replies=answers(edition, at))
    assert found.start.opens_at == (instant(row["opens"], MADRID) if row["opens"] else None)


@pytest.mark.proves("H-34", "U-01")
def test_a_fresh_clinic_can_start_nothing(edition: Edition) -> None:
    bare = replace(CLINIC, signed=None, indications=(), formulary=(), mixtures=(), staff=(), kit=None, lots=())
    found = look(edition, bare)
    assert set(found.start.closed) >= set(GateName) - {GateName.CONSENT, GateName.ALLERGY_TEST}
    assert not found.start.may_start
