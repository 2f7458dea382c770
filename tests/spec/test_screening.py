"""Screening: who must not, not yet, or only after a physician has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Role, StaffMember
from nappage.engine.precaution import Layer, Level, Precaution
from nappage.engine.question import Question
from nappage.engine.story import Channel, Component, Cream, Patient, Reason, Reply, Session, SessionState, Sex
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.fictional import instant
from support.open_visit import AT, CLINIC, F1, MADRID, STAFF, THIGHS, A, B, P, answers, gate, look
from support.recorded import recorded
from support.spec import Row, specified_by

title = "Screening"
text = """
Six exclusions are stated by the texts; a known allergy to a planned ingredient and the minimum age stand beside them.
Each follows from facts as they were recorded: a typed medicine, a dated event, an age, a planned agent. What was not
asked at the clinic on the day of the session is unknown, and unknown holds like a match.

The woman of these tables is 35, is treated at both thighs on Tuesday 3 March 2026 with a vitamin and a plant extract,
and has answered every question at the clinic that morning, unless a row says otherwise.
"""

GIVEN = SessionState.GIVEN
OF = {"A": A, "B": B, "P": P, "X": Component("X", Quantity.parse("1.0 mL"))}


def answer(found: Outlook, id: str) -> str:
    """Return what a precaution answers; one without a finding answers no."""
    return next((each.answer.value for each in found.findings if each.precaution.id == id), "no")


def words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def rule(edition: Edition, id: str) -> Precaution:
    return edition.all(Precaution)[id]


@pytest.mark.proves("R043", "R044", "R045", "R046", "R047", "R048", "U-05", "U-06")
@specified_by("""
    | exclusion       | recorded                                    | not asked    | answer  |
    | pregnancy       |                                             |              | no      |
    | pregnancy       | pregnancy since 2026-01-20                  |              | yes     |
    | pregnancy       |                                             | pregnancy    | unknown |
    | pregnancy       | pregnancy since 2024-04-01 until 2025-01-10 |              | no      |
    | pregnancy       | pregnancy since 2024-04-01 until 2025-01-10 | pregnancy    | unknown |
    | insulin         |                                             |              | no      |
    | insulin         | takes metformin                             |              | no      |
    | insulin         | takes insulin glargine                      |              | yes     |
    | insulin         | stopped insulin glargine on 2019-05-01      |              | no      |
    | insulin         | insulin-treated-diabetes                    |              | yes     |
    | insulin         |                                             | insulin      | unknown |
    | insulin         |                                             | medicines    | unknown |
    | heart-medicines |                                             |              | no      |
    | heart-medicines |                                             | medicines    | unknown |
    | stroke          |                                             |              | no      |
    | stroke          | stroke since 1999-05-01 until 1999-05-01    |              | yes     |
    | stroke          | tia since 2012-02-29                        |              | yes     |
    | stroke          | cerebral-haemorrhage                        |              | yes     |
    | stroke          |                                             | stroke       | unknown |
    | cancer          |                                             |              | no      |
    | cancer          | cancer until 2001-01-01                     |              | yes     |
    | cancer          |                                             | cancer       | unknown |
    | clots           |                                             |              | no      |
    | clots           | deep-vein-thrombosis until 2005-06-01       |              | yes     |
    | clots           | pulmonary-embolism                          |              | yes     |
    | clots           | arterial-thromboembolism                    |              | yes     |
    | clots           | leg-swelling-one-sided since 2026-02-20     |              | yes     |
    | clots           | leg-swelling-one-sided until 2026-03-02     |              | no      |
    | clots           |                                             | clots        | unknown |
    | clots           |                                             | leg-swelling | unknown |
    | P26             | allergic to procaine                        |              | no      |
    | P26             | allergic to A                               |              | yes     |
    | P26             | allergic to something at school             |              | unknown |
    | P26             |                                             | allergies    | unknown |
    | P04             |                                             |              | no      |
""")
def test_an_exclusion_follows_from_recorded_facts(edition: Edition, row: Row) -> None:
    replies = answers(edition, AT - timedelta(minutes=20), but=words(row["not asked"]))
    assert answer(look(edition, replies=replies, **recorded(row["recorded"])), row["exclusion"]) == row["answer"]


@pytest.mark.proves("R048", "U-06")
@specified_by("""
    | takes                                                            | answer  |
    | takes bisoprolol                                                 | no      |
    | takes bisoprolol; takes ramipril                                 | yes     |
    | takes bisoprolol; takes bisoprolol                               | no      |
    | takes amlodipine/valsartan                                       | yes     |
    | takes bisoprolol; takes atorvastatin; takes warfarin             | no      |
    | takes furosemide; takes digoxin                                  | yes     |
    | takes bisoprolol; stopped ramipril on 2026-01-10                 | no      |
    | takes propranolol for migraine; takes ramipril                   | no      |
    | says propranolol for migraine; takes ramipril                    | yes     |
    | takes propranolol for migraine; takes ramipril; takes furosemide | yes     |
    | takes bisoprolol; takes a white tablet                           | unknown |
    | takes bisoprolol; takes ramipril; takes a white tablet           | yes     |
""")
def test_heart_medicines_are_counted_by_their_active_ingredients(edition: Edition, row: Row) -> None:
    """Two or more, each part of a combination for itself; those against clots and fats in the blood do not count."""
    assert answer(look(edition, **recorded(row["takes"])), "heart-medicines") == row["answer"]


@specified_by("""
    | recorded               | insulin | heart-medicines | M18     |
    |                        | no      | no              | no      |
    | takes a white tablet   | unknown | unknown         | unknown |
    | stopped a white tablet | unknown | unknown         | unknown |
""")
def test_a_medicine_that_nobody_recognises_leaves_every_question_about_medicines_open(
    edition: Edition, row: Row
) -> None:
    found = look(edition, **recorded(row["recorded"]))
    assert [answer(found, id) for id in list(row)[1:]] == list(row.values())[1:]


@pytest.mark.proves("R049", "H-01", "E08")
@specified_by("""
    | asked            | channel | reply   | pregnancy | gate   |
    | 2026-03-03 10:29 | clinic  | no      | no        | open   |
    | 2026-03-03 00:00 | clinic  | no      | no        | open   |
    | 2026-03-02 23:59 | clinic  | no      | unknown   | closed |
    | 2026-03-03 08:00 | portal  | no      | unknown   | closed |
    | 2026-03-03 10:29 | clinic  | unknown | unknown   | closed |
    | 2026-03-03 10:29 | clinic  | yes     | unknown   | closed |
    | 2026-03-03 10:31 | clinic  | no      | unknown   | closed |
""")
def test_an_exclusion_is_asked_at_the_clinic_on_the_day(edition: Edition, row: Row) -> None:
    """An answer given before the visit from home fills the form in and confirms nothing; "do not know" and "prefer not
    to say" are unknown."""
    others = answers(edition, AT - timedelta(minutes=20), but=("pregnancy",))
    asked = Reply("pregnancy", Answer(row["reply"]), instant(row["asked"], MADRID), "patient", Channel(row["channel"]))
    found = look(edition, replies=(*others, asked))
    assert answer(found, "pregnancy") == row["pregnancy"]
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@specified_by("""
    | first            | reply   | then             | reply again | pregnancy |
    | 2026-03-03 10:00 | no      | 2026-03-03 10:10 | unknown     | unknown   |
    | 2026-03-03 10:00 | unknown | 2026-03-03 10:10 | no          | no        |
    | 2026-03-03 10:00 | no      | 2026-03-03 10:00 | unknown     | unknown   |
    | 2026-03-03 10:00 | unknown | 2026-03-03 10:00 | no          | unknown   |
    | 2026-03-03 10:00 | yes     | 2026-03-03 10:00 | no          | unknown   |
""")
def test_the_last_answer_counts_and_of_two_at_once_the_one_that_denies_nothing(edition: Edition, row: Row) -> None:
    others = answers(edition, AT - timedelta(minutes=20), but=("pregnancy",))
    first = Reply("pregnancy", Answer(row["reply"]), instant(row["first"], MADRID), "patient")
    then = Reply("pregnancy", Answer(row["reply again"]), instant(row["then"], MADRID), "patient")
    for order in ((first, then), (then, first)):
        assert answer(look(edition, replies=(*others, *order)), "pregnancy") == row["pregnancy"]


@specified_by("""
    | question      | asked            | rule  | answer  |
    | breastfeeding | 2026-03-03 10:00 | P02-2 | no      |
    | breastfeeding | 2025-09-04 10:00 | P02-2 | no      |
    | breastfeeding | 2025-09-03 23:00 | P02-2 | unknown |
    | infection     | 2026-03-02 00:00 | P17   | no      |
    | infection     | 2026-03-01 23:59 | P17   | unknown |
""")
def test_any_other_answer_holds_for_its_validity_wherever_it_was_given(edition: Edition, row: Row) -> None:
    others = answers(edition, AT - timedelta(minutes=20), but=(row["question"],))
    asked = Reply(row["question"], Answer.NO, instant(row["asked"], MADRID), "patient", Channel.PORTAL)
    assert answer(look(edition, replies=(*others, asked)), row["rule"]) == row["answer"]


@pytest.mark.proves("K-21", "H-20")
@specified_by("""
    | level   | finding | decided by | second          | injects   | words                  | gate   |
    | A       | yes     |            |                 | nurse     |                        | closed |
    | A       | yes     | physician  | other-physician | nurse     | seen and examined here | closed |
    | A       | unknown | physician  | other-physician | nurse     | seen and examined here | closed |
    | A       | unknown |            |                 | nurse     |                        | closed |
    | B       | yes     |            |                 | nurse     |                        | closed |
    | B       | yes     | physician  |                 | nurse     | seen and examined here | open   |
    | B       | unknown | physician  |                 | nurse     | seen and examined here | open   |
    | B       | yes     | physician  |                 | nurse     | .                      | closed |
    | B       | yes     | prescriber | physician       | nurse     | seen and examined here | closed |
    | B       | yes     | director   |                 | nurse     | seen and examined here | closed |
    | B       | yes     | nobody     |                 | nurse     | seen and examined here | closed |
    | B       | yes     | physician  |                 | physician | seen and examined here | closed |
    | B       | yes     | physician  | physician       | physician | seen and examined here | closed |
    | B       | yes     | physician  | assistant       | physician | seen and examined here | closed |
    | B       | yes     | physician  | lapsed          | physician | seen and examined here | closed |
    | B       | yes     | physician  | prescriber      | physician | seen and examined here | open   |
    | B       | yes     | physician  | other-physician | physician | seen and examined here | open   |
    | B       | yes     | physician  |                 |           | seen and examined here | open   |
    | hard    | yes     |            |                 | nurse     |                        | closed |
    | hard    | yes     | physician  |                 | nurse     | seen and examined here | open   |
    | hard    | unknown | physician  |                 | nurse     | seen and examined here | open   |
    | clear   | yes     |            |                 | nurse     |                        | closed |
    | clear   | yes     | physician  |                 | nurse     | seen and examined here | open   |
    | clear   | unknown |            |                 | nurse     |                        | closed |
    | defer   | yes     |            |                 | nurse     |                        | closed |
    | defer   | yes     | physician  |                 | nurse     | seen and examined here | closed |
    | defer   | unknown | physician  |                 | nurse     | seen and examined here | closed |
    | caution | yes     |            |                 | nurse     |                        | open   |
    | caution | unknown |            |                 | nurse     |                        | open   |
""")
def test_who_may_decide_follows_from_the_level(edition: Edition, row: Row) -> None:
    """Nobody against level A, matched or unknown; a physician against level B and the clinic's hard and clear rules;
    what is deferred waits for its date, and a caution only warns."""
    found, named = OF_LEVEL[row["level"]][row["finding"]]
    changes = recorded(found) if row["finding"] == "yes" else {}
    but = words(found) if row["finding"] == "unknown" else ()
    reasons = tuple(
        Reason(rule, "assessed-at-the-visit", row["words"], row["decided by"], AT - timedelta(minutes=5), row["second"])
        for rule in words(named)
        if row["decided by"]
    )
    session = Session(AT, formula="F1", sites=THIGHS, injector=row["injects"])
    replies = answers(edition, AT - timedelta(minutes=20), but=but)
    clinic = replace(CLINIC, staff=(*STAFF, LAPSED))
    seen = look(edition, clinic, replies=replies, reasons=reasons, sessions=(session,), **changes)
    assert {rule(edition, id).level.value for id in words(named)[:1]} == {row["level"]}
    assert {answer(seen, id) for id in words(named)} == {row["finding"]}
    screening = gate(seen, GateName.SCREENING)
    assert screening.state.value == row["gate"]
    assert bool(screening.decided_by) is (row["gate"] == "open" and bool(row["decided by"]))


LAPSED = StaffMember("lapsed", Role.PHYSICIAN, date(2020, 1, 1), date(2026, 3, 2))
OF_LEVEL = {
    "A": {"yes": ("takes insulin glargine", "insulin"), "unknown": ("insulin", "insulin")},
    "B": {
        "yes": ("leg-swelling-one-sided since 2026-02-20", "clots"),
        "unknown": ("leg-swelling", "clots"),
    },
    "hard": {"yes": ("infection-at-site", "P16"), "unknown": ("infection-at-site", "P16")},
    "clear": {"yes": ("keloid", "P23"), "unknown": ("breastfeeding", "P02-2")},
    "defer": {"yes": ("takes amoxicillin", "P17"), "unknown": ("infection", "P17")},
    "caution": {"yes": ("takes ramipril", "M18"), "unknown": ("nerves", "P52")},
}


@specified_by("""
    | decided          | for the session  | gate   |
    | 2026-03-03 10:25 |                  | open   |
    | 2026-03-03 10:25 | 2026-03-03 10:30 | open   |
    | 2026-03-03 10:25 | 2026-03-17 10:30 | closed |
    | 2026-03-03 10:31 |                  | closed |
    | 2026-02-19 10:30 |                  | open   |
    | 2026-02-17 10:00 |                  | closed |
    | 2026-02-17 10:58 |                  | closed |
    | 2026-02-17 10:59 |                  | open   |
    | 2026-02-17 10:00 | 2026-03-03 10:30 | open   |
""")
def test_a_decision_is_for_one_visit(edition: Edition, row: Row) -> None:
    """Of the session it names, or else of the first one after it; the session before was given from 10:30 to 10:58 on
    17 February."""
    named = instant(row["for the session"], MADRID) if row["for the session"] else None
    decided = instant(row["decided"], MADRID)
    reason = Reason("P23", "specialist-agrees", "seen and examined here", "physician", decided, session=named)
    before, ended = (instant(f"2026-02-17 {clock}", MADRID) for clock in ("10:30", "10:58"))
    done = replace(Session(before, formula="F1", sites=THIGHS, injector="nurse"), end=ended)
    sessions = (replace(done, state=GIVEN), Session(AT, formula="F1", sites=THIGHS, injector="nurse"))
    found = look(edition, sessions=sessions, reasons=(reason,), **recorded("keloid"))
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@specified_by("""
    | code                  | gate   |
    | specialist-agrees     | open   |
    | assessed-at-the-visit | open   |
    | unavoidable-absence   | closed |
    |                       | closed |
""")
def test_a_decision_is_coded(edition: Edition, row: Row) -> None:
    reason = Reason("P23", row["code"], "seen and examined here", "physician", AT - timedelta(minutes=5))
    found = look(edition, reasons=(reason,), **recorded("keloid"))
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@specified_by("""
    | recorded                                              | answer | until      | gate   |
    | febrile-infection since 2026-02-10 until 2026-02-17   | no     |            | open   |
    | febrile-infection since 2026-02-10 until 2026-02-18   | yes    | 2026-03-04 | closed |
    | febrile-infection since 2026-02-10                    | yes    |            | closed |
    | antibiotic-course until 2026-02-20                    | yes    | 2026-03-06 | closed |
    | antibiotic-course until 2026-02-20; takes amoxicillin | yes    |            | closed |
    | takes amoxicillin                                     | yes    |            | closed |
""")
def test_a_deferred_treatment_waits_for_its_date(edition: Edition, row: Row) -> None:
    """14 days from the end. What is still going on, and what is still taken, has no date yet."""
    found = look(edition, **recorded(row["recorded"]))
    assert answer(found, "P17") == row["answer"]
    assert [each.until for each in found.findings if each.precaution.id == "P17" and each.until] == (
        [date.fromisoformat(row["until"])] if row["until"] else []
    )
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@pytest.mark.proves("U-07")
@specified_by("""
    | recorded                 | rule  | level   | gate   |
    | breastfeeding            | P02-2 | clear   | closed |
    | infection-at-site        | P16   | hard    | closed |
    | takes warfarin           | P13   | clear   | closed |
    | keloid                   | P23   | clear   | closed |
    | autoimmune-disease       | P19   | clear   | closed |
    | hiv                      | P22   | clear   | closed |
    | body-dysmorphic-disorder | P50   | hard    | closed |
    | takes ramipril           | M18   | caution | open   |
""")
def test_clinic_rules_hold_though_nobody_has_signed_them(edition: Edition, row: Row) -> None:
    """They come from cited public facts, no text of the five states them, and every one is marked unreviewed."""
    found = look(edition, **recorded(row["recorded"]))
    matched = next(each for each in found.findings if each.precaution.id == row["rule"])
    assert matched.answer is Answer.YES
    assert (matched.precaution.layer, matched.precaution.level.value) == (Layer.CLINIC, row["level"])
    assert matched.precaution.review.value == "unreviewed"
    assert matched.because.sources == matched.precaution.sources != ()
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@pytest.mark.proves("H-21", "E19")
@specified_by("""
    | born       | session          | asked            | minimum | P04 |
    | 2008-02-29 | 2026-02-28 10:30 | 2026-02-28 10:30 |         | yes |
    | 2008-02-29 | 2026-03-01 10:30 | 2026-03-01 10:30 |         | no  |
    | 2008-02-29 | 2026-03-02 10:30 | 2026-02-20 10:30 |         | no  |
    | 2008-02-29 | 2026-02-28 10:30 | 2026-02-28 10:45 |         | yes |
    | 2008-02-29 |                  | 2026-02-28 10:30 |         | yes |
    | 2008-03-03 | 2026-03-02 23:59 | 2026-03-02 10:30 |         | yes |
    | 2008-03-03 | 2026-03-03 00:00 | 2026-03-02 10:30 |         | no  |
    | 2006-03-03 | 2026-03-03 10:30 | 2026-03-03 10:30 | 21      | yes |
    | 2005-03-03 | 2026-03-03 10:30 | 2026-03-03 10:30 | 21      | no  |
    | 2008-03-04 | 2026-03-03 10:30 | 2026-03-03 10:30 | 16      | yes |
""")
def test_the_age_is_that_on_the_day_of_the_session(edition: Edition, row: Row) -> None:
    """Not of its booking; born on 29 February, 18 from 1 March. A clinic can raise the age and never lower it. A later
    session, here in the summer, does not count for today's, not even when today's is late."""
    asked = instant(row["asked"], MADRID)
    starts = [instant(row["session"], MADRID)] if row["session"] else []
    later = [instant("2026-07-07 10:30", MADRID)] if row["session"] else []
    sessions = tuple(Session(start, formula="F1", sites=THIGHS, injector="nurse") for start in (*later, *starts))
    clinic = replace(CLINIC, minimum_age=int(row["minimum"]) if row["minimum"] else None)
    patient = Patient(date.fromisoformat(row["born"]), Sex.FEMALE, Quantity.parse("168 cm"), 2)
    found = look(edition, clinic, asked, sessions=sessions, patient=patient, replies=answers(edition, asked))
    assert answer(found, "P04") == row["P04"]
    assert gate(found, GateName.SCREENING).state is (GateState.CLOSED if row["P04"] == "yes" else GateState.OPEN)


@pytest.mark.proves("H-35", "R057", "R169")
@specified_by("""
    | allergic to    | planned | at the chair | P26     | gate   |
    |                | A, B    |              | no      | open   |
    | procaine       | A, B    |              | no      | open   |
    | penicillin     | A, B    |              | no      | open   |
    | penicillin     | A, B    | A, B, P      | yes     | closed |
    | penicillin     | A, B, P | A, B         | no      | open   |
    | paraben        | A, B    | A, B, P      | no      | open   |
    | A              | A, B    |              | yes     | closed |
    | P              | A, B    |              | no      | open   |
    | P              | A, B    | A, B, P      | yes     | closed |
    | l-carnitine    | A, B    |              | no      | open   |
    | something blue | A, B    |              | unknown | closed |
    |                | A, X    |              | unknown | closed |
    |                |         |              | unknown | closed |
""")
def test_a_known_allergy_is_held_against_what_is_given_now(edition: Edition, row: Row) -> None:
    """P is an antibiotic that the director signed with the key "penicillin"; nobody says what X is. An allergy may
    be to what only the director's formulary knows by that name: A."""
    formulas = tuple(
        replace(F1, id=id, components=tuple(OF[agent] for agent in words(row[name])))
        for id, name in (("F1", "planned"), ("F2", "at the chair"))
        if row[name]
    )
    signed = tuple(
        replace(agent, allergy_keys=("penicillin",)) if agent.agent == "P" else agent for agent in CLINIC.formulary
    )
    session = Session(AT, formula="F2" if row["at the chair"] else "", sites=THIGHS, injector="nurse")
    changes = recorded(f"allergic to {row['allergic to']}") if row["allergic to"] else {}
    found = look(edition, replace(CLINIC, formulary=signed), formulas=formulas, sessions=(session,), **changes)
    assert answer(found, "P26") == row["P26"]
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@pytest.mark.proves("H-35", "R057", "H-09")
@specified_by("""
    | allergic to   | cream | P26 | P27 | gate   |
    |               | L     | no  | no  | open   |
    | lidocaine     |       | no  | no  | open   |
    | lidocaine     | L     | yes | yes | closed |
    | L             | L     | yes | no  | closed |
    | procaine      | L     | no  | no  | open   |
""")
def test_a_numbing_cream_is_held_against_allergies_as_what_is_injected_is(edition: Edition, row: Row) -> None:
    """L is an amide that the director signed; the mixture, A and B, holds none."""
    put = Cream("L", Quantity.parse("5 g"), Quantity.parse("50 cm2"), AT - timedelta(minutes=40))
    creams = (put,) if row["cream"] else ()
    session = Session(AT, formula="F1", sites=THIGHS, injector="nurse", creams=creams)
    changes = recorded(f"allergic to {row['allergic to']}") if row["allergic to"] else {}
    found = look(edition, CLINIC, sessions=(session,), **changes)
    assert [answer(found, id) for id in ("P26", "P27")] == [row["P26"], row["P27"]]
    assert gate(found, GateName.SCREENING).state.value == row["gate"]


@pytest.mark.proves("R043", "R044", "R045", "R046", "R047", "R048", "K-21")
def test_the_exclusions_of_the_texts_are_these(edition: Edition) -> None:
    texts = {each.id: each.level for each in edition.all(Precaution).values() if each.layer is Layer.TEXTS}
    assert texts == {
        "pregnancy": Level.A, "insulin": Level.A, "heart-medicines": Level.A, "P26": Level.A, "P04": Level.A,
        "stroke": Level.B, "cancer": Level.B, "clots": Level.B,
    }  # fmt: skip


def test_every_question_behind_an_exclusion_is_asked_on_the_day(edition: Edition) -> None:
    on_the_day = {each.id for each in edition.all(Question).values() if each.level_a_or_b}
    assert on_the_day == {
        "pregnancy", "insulin", "stroke", "clots", "leg-swelling", "cancer", "medicines", "allergies",
    }  # fmt: skip
