"""Doses of a session against signed limits, and local anaesthetics together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nappage.engine import anaesthetic, dose
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.engine.story import Cream, Formula, SessionState
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from support.fictional import F1, component, instant, policy, session
from support.spec import Row, specified_by

title = "Dose"
text = """
What is given of an agent is its share of the mixture times the volume of all punctures times its strength. It is
compared with the limit that the clinic's director signed; a limit that was not signed is a refusal. Agents and figures
in these tables are fictional.
"""


@pytest.mark.proves("S1", "H-10", "R010", "R030")
@specified_by("""
    | punctures | each    | agent | given   | limit | state  |
    | 240       | 0.02 mL | A     | 28.8 mg | 40 mg | within |
    | 240       | 0.02 mL | B     | 1.92 mL | 4 mL  | within |
    | 240       | 20 uL   | A     | 28.8 mg | 40 mg | within |
    | 333       | 0.02 mL | A     | 39.96 mg | 40 mg | within |
    | 334       | 0.02 mL | A     | 40.08 mg | 40 mg | over   |
    | 500       | 0.02 mL | B     | 4 mL    | 4 mL  | within |
    | 501       | 0.02 mL | B     | 4.008 mL | 4 mL | over   |
    | 0         | 0.02 mL | A     | 0 mg    | 40 mg | within |
""")
def test_a_dose_is_share_times_volume_times_strength(row: Row, edition: Edition) -> None:
    given = session(punctures=(int(row["punctures"]),), each=row["each"])
    checks = {check.agent: check for check in dose.check_doses(given, (), {"F1": F1}, policy(), edition)}
    check = checks[row["agent"]]
    assert (str(check.given), str(check.limit), check.state.value) == (row["given"], row["limit"], row["state"])


@pytest.mark.proves("U-01", "H-10")
@specified_by("""
    | agent signed | limit | by volume | strength | state        | because                    |
    | yes          | 40 mg | no        | 10 mg/mL | within       | dose.within                |
    | yes          | 9 mg  | no        | 10 mg/mL | over         | dose.over                  |
    | no           | 40 mg | no        | 10 mg/mL | cannot start | dose.agent-unsigned        |
    | yes          |       | no        | 10 mg/mL | cannot start | dose.limit-missing         |
    | yes          | 40 mg | no        |          | cannot start | dose.not-known             |
    | yes          | 40 mg | yes       |          | cannot start | dose.limit-of-another-kind |
    | yes          | 4 mL  | no        | 10 mg/mL | cannot start | dose.limit-of-another-kind |
    | yes          | 4 mL  | yes       |          | within       | dose.within                |
    | yes          | 0 mL  | yes       |          | over         | dose.over                  |
""")
def test_a_missing_signature_limit_or_strength_is_a_refusal(row: Row, edition: Edition) -> None:
    limit = Quantity.parse(row["limit"]) if row["limit"] else None
    signed = SignedAgent("X" if row["agent signed"] == "yes" else "Y", None, limit, by_volume=row["by volume"] == "yes")
    formula = Formula("F1", (component("X", "1 mL", row["strength"]),))
    (check,) = dose.check_doses(session(punctures=(50,)), (), {"F1": formula}, policy(signed), edition)
    assert (check.state.value, check.because.fact.code) == (row["state"], row["because"])


@pytest.mark.proves("H-10")
@specified_by("""
    | window | limit | earlier session  | state        |
    | 28 d   | 50 mg | none             | within       |
    | 28 d   | 57 mg | 2026-03-01 10:00 | over         |
    | 28 d   | 58 mg | 2026-03-01 10:00 | within       |
    | 28 d   | 57 mg | 2026-02-04 10:00 | over         |
    | 28 d   | 57 mg | 2026-02-03 10:00 | within       |
    | 28 d   | 57 mg | 2026-03-30 10:00 | over         |
    | 28 d   | 57 mg | 2026-03-31 10:00 | within       |
    |        | 57 mg | none             | cannot start |
    | 28 d   | 57 mg | elsewhere        | cannot start |
    | 28 d   | 57 mg | booked           | within       |
""")
def test_a_rolling_window_holds_whatever_the_order_of_entry(row: Row, edition: Edition) -> None:
    window = CalendarSpan.parse(row["window"]) if row["window"] else None
    signed = SignedAgent("A", Quantity.parse("10 mg/mL"), Quantity.parse("40 mg"), Quantity.parse(row["limit"]), window)
    earlier = {
        "none": (),
        "elsewhere": (session("2026-03-01 10:00", "", elsewhere=True),),
        "booked": (session("2026-03-01 10:00", state=SessionState.BOOKED),),
    }
    when = row["earlier session"]
    before = earlier[when] if when in earlier else (session(when),)
    formula = Formula("F1", (component("A", "3 mL", "10 mg/mL"), component("B", "2 mL")))
    checks = dose.check_doses(session(), before, {"F1": formula}, policy(signed), edition)
    (check,) = [each for each in checks if each.scope is dose.Scope.WINDOW]
    assert check.state.value == row["state"]


@pytest.mark.proves("H-09", "S2", "R210")
@specified_by("""
    | cream | area   | contact | occluded | injected | mass  | risks        | total | state        |
    | 8 g   | 60 cm2 | 25 min  | no       |          |       |              | 0.4   | within       |
    | 20 g  | 60 cm2 | 60 min  | no       |          |       |              | 1     | within       |
    | 20.1 g | 60 cm2 | 60 min | no       |          |       |              | 1.005 | over         |
    | 8 g   | 61 cm2 | 25 min  | no       |          |       |              |       | cannot start |
    | 8 g   | 60 cm2 | 61 min  | no       |          |       |              |       | cannot start |
    | 8 g   | 60 cm2 | -1 min  | no       |          |       |              |       | cannot start |
    | 8 g   | 60 cm2 |         | no       |          |       |              |       | cannot start |
    | 8 g   | 60 cm2 | 25 min  | yes      |          |       |              |       | cannot start |
    | 8 g   | 60 cm2 | 25 min  |          |          |       |              |       | cannot start |
    |       |        |         |          | 100 mg   | 62 kg |              | 0.5   | within       |
    |       |        |         |          | 200 mg   | 62 kg |              | 1     | within       |
    |       |        |         |          | 210 mg   | 62 kg |              | 1.05  | over         |
    |       |        |         |          | 100 mg   | 40 kg |              | 0.625 | within       |
    |       |        |         |          | 100 mg   |       |              |       | cannot start |
    | 8 g   | 60 cm2 | 25 min  | no       | 120 mg   | 62 kg |              | 1     | within       |
    | 8 g   | 60 cm2 | 25 min  | no       | 130 mg   | 62 kg |              | 1.05  | over         |
    |       |        |         |          | 100 mg   | 62 kg | liver        | 1     | within       |
    |       |        |         |          | 50 mg    | 62 kg | liver, heart | 0.625 | within       |
    |       |        |         |          | 100 mg   | 62 kg | over-70      |       | cannot start |
    |       |        |         |          | 100 mg   | 62 kg | low-weight   |       | cannot start |
    |       |        |         |          | 100 mg   | 62 kg | nobody asked |       | cannot start |
""")
def test_local_anaesthetics_add_as_fractions_over_every_route(row: Row, edition: Edition) -> None:
    signed = SignedAgent(
        "L",
        Quantity.parse("1 %"),
        agent_class="local-anaesthetic-amide",
        anaesthetic_maximum=Quantity.parse("200 mg"),
        anaesthetic_maximum_by_mass=Quantity.parse("4 mg/kg"),
        cream_maximum=Quantity.parse("20 g"),
        cream_area=Quantity.parse("60 cm2"),
        cream_contact=Elapsed.parse("60 min"),
        reduction_factors=(("liver", "0.5"), ("heart", "0.8"), ("low-weight", "half")),
    )
    sums = {"L": dose.Given(Quantity.parse("1 mL"), Quantity.parse(row["injected"]))} if row["injected"] else {}
    risks = None if row["risks"] == "nobody asked" else frozenset(filter(None, row["risks"].split(", ")))
    mass = Quantity.parse(row["mass"]) if row["mass"] else None
    given = session(creams=(_cream(row),) if row["cream"] else ())
    total = anaesthetic.anaesthetic_sum(given, sums, policy(signed), edition, mass, risks)
    assert total.state.value == row["state"]
    assert (f"{total.total.normalize():f}" if total.total is not None else "") == row["total"]


def _cream(row: Row) -> Cream:
    on = instant("2026-10-05 14:20", "Europe/Madrid")
    off = on + timedelta(minutes=float(row["contact"].split()[0])) if row["contact"] else None
    occluded = Answer(row["occluded"] or "unknown")
    return Cream("L", Quantity.parse(row["cream"]), Quantity.parse(row["area"]), on, off, occluded)
