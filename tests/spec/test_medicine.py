"""How a typed medicine is recognised, and what it counts as."""

from __future__ import annotations

from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.holding import compiled
from nappage.engine.medicine import classes_of, recognise
from nappage.engine.predicate import Takes
from nappage.engine.story import MedicineTaken
from nappage.values.answer import Answer
from support.open_visit import AT, CLINIC, visit_story
from support.spec import Row, specified_by

title = "Recognising medicines"
text = """
A medicine is recognised by a listed name, exactly, after folding case, accents and spaces and passing over a strength,
a form or a salt behind it. Nothing is guessed: a blank cell in the second column means that the medicine is not known,
and then every precaution that asks about medicines is unknown (decision 5). Every part of a combination counts
(decision 4).
"""


@specified_by("""
    | typed                                 | recognised as                        |
    | Aspirin 100 mg tabs                   | aspirin                              |
    | ácido  ACETILSALICÍLICO               | aspirin                              |
    | ibuprofeno                            | ibuprofen                            |
    | Ibuprofen 400mg                       | ibuprofen                            |
    | Ibuprofen 0,4 g                       | ibuprofen                            |
    | ibuprofen 100 mg/5 mL                 | ibuprofen                            |
    | ibuprofin                             |                                      |
    | ibuprofen for my knee                 |                                      |
    | ibuprofen gel                         | ibuprofen-gel                        |
    | ibuprofen ointment                    |                                      |
    | a blue pill                           |                                      |
    | CO-DIOVAN® 160/12.5 mg                | valsartan-hydrochlorothiazide        |
    | losartan 50 mg                        | losartan                             |
    | losartan 50/12.5 mg                   |                                      |
    | amlodipine/valsartan 5/160 mg         | amlodipine-valsartan                 |
    | valsartan + amlodipine                | valsartan+amlodipine                 |
    | ramipril 5 mg & bisoprolol 2.5 mg     | ramipril+bisoprolol                  |
    | ramipril 5 mg & somethingol 2.5 mg    |                                      |
    | ramipril 5 mg bisoprolol 2.5 mg       |                                      |
    | heart tablet                          |                                      |
    | blood thinner                         |                                      |
    | omega-3                               | fish-oil                             |
    | vitamin B12 1000 mcg                  | vitamin-b12                          |
    | St. John's wort                       | st-johns-wort                        |
    | timolol eye drops                     | timolol-eye-drops                    |
    | insulina                              | insulin                              |
    | 100 mg                                |                                      |
    | /                                     |                                      |
""")
def test_a_typed_name_is_recognised_exactly_or_not_at_all(edition: Edition, row: Row) -> None:
    medicine = recognise(edition, row["typed"])

    assert (medicine.id if medicine else "") == row["recognised as"]


@specified_by("""
    | typed             | class                             | in it |
    | co-diovan         | C09                               | yes   |
    | co-diovan         | C03                               | yes   |
    | co-diovan         | C09CA03                           | yes   |
    | co-diovan         | C07                               | no    |
    | aspirin           | B01AC                             | yes   |
    | aspirin           | C                                 | no    |
    | lantus            | A10A                              | yes   |
    | xultophy          | A10A                              | yes   |
    | metformin         | A10A                              | no    |
    | caffeine          | group:xanthine                    | yes   |
    | pentoxifylline    | group:xanthine                    | yes   |
    | Excedrin          | group:xanthine                    | yes   |
    | ciprofloxacin     | group:cyp1a2-inhibitor            | yes   |
    | hydroxyzine       | group:antihistamine               | yes   |
    | glucosamine       | group:nsaid                       | no    |
    | Yasmin            | group:combined-hormonal-contraceptive | yes |
    | Cerazette         | group:combined-hormonal-contraceptive | no  |
    | sotalol           | group:antiarrhythmic-class-iii    | yes   |
    | timolol eye drops | C07                               | no    |
    | aspirin + theophylline | group:xanthine               | yes   |
    | aspirin + theophylline | N02BA                        | yes   |
""")
def test_a_medicine_is_in_every_class_of_its_ingredients(edition: Edition, row: Row) -> None:
    medicine = recognise(edition, row["typed"])

    assert medicine is not None
    assert (row["class"] in classes_of(medicine)) == (row["in it"] == "yes")


@specified_by("""
    | taken                            | heart medicines                           |
    | Exforge                          | amlodipine, valsartan                     |
    | amlodipine; amlodipino 10 mg     | amlodipine                                |
    | amlodipine; Exforge              | amlodipine, valsartan                     |
    | Caduet                           | amlodipine                                |
    | warfarin; atorvastatin; ramipril | ramipril                                  |
    | low-dose aspirin; clopidogrel    |                                           |
    | Triplixam                        | amlodipine, indapamide, perindopril       |
    | Entresto; spironolactone         | sacubitril, spironolactone, valsartan     |
    | digoxin; Cafinitrina             | digoxin, glyceryl trinitrate              |
""")
def test_heart_medicines_are_counted_by_distinct_ingredient(edition: Edition, row: Row) -> None:
    taken = tuple(MedicineTaken(typed.strip()) for typed in row["taken"].split(";"))
    facts = gather(visit_story(edition, medicines=taken), CLINIC, edition, AT)
    expected = [name.strip() for name in row["heart medicines"].split(",") if name.strip()]
    named = {part.name for fact in facts.medicines for part in fact.ingredients if not HEART.isdisjoint(part.classes)}

    assert sorted(named) == expected
    for count in range(1, 4):
        asked = compiled(Takes(tuple(HEART), count=count))
        assert asked.holds(facts) is Answer.of(count <= len(expected))


HEART = frozenset({"C01", "C02", "C03", "C07", "C08", "C09"})
