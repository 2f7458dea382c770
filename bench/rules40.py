"""Forty neutral rules, 200 seeded patients and an oracle, for comparing rule engines. Test data, nothing clinical.

The mix is 13 scalar, 10 condition, 6 allergy-and-planned-product, 5 drug and 6 combined rules. A test is a tuple:

    ("<", "age", 18)                    a fact compared with a value
    ("in", "conditions", "stroke")      a list that holds a value
    ("all", test, test, ...)            all of them; ("any", ...) one of them

The oracle is written apart from the rules, in another form, so that a slip in one shows as a difference.
"""

from __future__ import annotations

from random import Random
from typing import Any

Test = tuple[Any, ...]
Rules = dict[str, Test]
Patient = dict[str, Any]

CONDITIONS = [
    "stroke", "cancer", "thrombosis", "keloid", "lupus", "epilepsy", "psoriasis", "hepatitis", "heart-failure",
    "skin-infection", "asthma", "migraine", "eczema", "gout", "anaemia",
]  # fmt: skip
CROSS_ALLERGIES = [
    ("amide-anaesthetic", "lidocaine"), ("ester-anaesthetic", "procaine"), ("soy", "phosphatidylcholine"),
    ("venom", "hyaluronidase"), ("penicillin", "ampicillin"), ("fish", "calcitonin"),
]  # fmt: skip
DRUG_CLASSES = {
    "anticoagulant": ["B01AA03", "B01AF01", "B01AF02"],
    "antiplatelet": ["B01AC04", "B01AC06"],
    "insulin": ["A10AB01", "A10AC01", "A10AE04"],
    "nsaid": ["M01AB05", "M01AE01", "M01AE02", "M01AH01"],
    "retinoid": ["D10BA01"],
}
BETA_BLOCKERS = ["C07AB02", "C07AB07"]
RENIN_MEDICINES = ["C09AA02", "C09AA05", "C09CA01"]
OTHER_DRUGS = ["N02BE01", "A02BC01", "R03AC02", "H03AA01", "C10AA05"]
AGENTS = [agent for _, agent in CROSS_ALLERGIES] + ["caffeine", "vitamin-c", "deoxycholate"]
ALLERGENS = [allergen for allergen, _ in CROSS_ALLERGIES] + ["latex", "pollen"]


def _one_of(fact: str, values: list[str]) -> Test:
    tests = tuple(("in", fact, value) for value in values)
    return tests[0] if len(tests) == 1 else ("any", *tests)


SCALAR: Rules = {
    "minor": ("<", "age", 18), "elderly": (">", "age", 75), "thin": ("<", "bmi", 18.5), "heavy": (">", "bmi", 35),
    "systolic": (">=", "systolic", 180), "diastolic": (">=", "diastolic", 110), "fast-pulse": (">", "pulse", 120),
    "fever": (">=", "temperature", 38), "slow-clotting": (">=", "inr", 2), "sugar": (">", "hba1c", 9),
    "kidney": ("<", "egfr", 30), "platelets": ("<", "platelets", 100), "pregnant": ("==", "pregnant", True),
}  # fmt: skip
CONDITION: Rules = {f"has-{name}": ("in", "conditions", name) for name in CONDITIONS[:10]}
ALLERGY: Rules = {
    f"allergy-{agent}": ("all", ("in", "allergies", allergen), ("in", "planned", agent))
    for allergen, agent in CROSS_ALLERGIES
}
DRUG: Rules = {f"takes-{name}": _one_of("drugs", codes) for name, codes in DRUG_CLASSES.items()}
COMBINED: Rules = {
    "two-heart-medicines": ("all", _one_of("drugs", BETA_BLOCKERS), _one_of("drugs", RENIN_MEDICINES)),
    "uncontrolled-diabetes": ("all", _one_of("drugs", DRUG_CLASSES["insulin"]), (">", "hba1c", 8)),
    "nursing-and-caffeine": ("all", ("==", "breastfeeding", True), ("in", "planned", "caffeine")),
    "elderly-kidney-nsaid": ("all", (">=", "age", 65), ("<", "egfr", 60), _one_of("drugs", DRUG_CLASSES["nsaid"])),
    "recent-cancer": ("all", ("in", "conditions", "cancer"), ("<", "cancer_months", 24)),
    "untested-lytic": (
        "all",
        ("==", "tested", False),
        ("any", ("in", "planned", "deoxycholate"), ("in", "planned", "phosphatidylcholine")),
    ),
}
RULES: Rules = SCALAR | CONDITION | ALLERGY | DRUG | COMBINED


def patients(count: int = 200, seed: int = 30) -> list[Patient]:
    """Return seeded patients with every fact known: mostly ordinary values, some of them at a bound or beyond it."""
    chance = Random(seed)
    return [_patient(chance) for _ in range(count)]


def _patient(chance: Random) -> Patient:
    drugs = [code for codes in DRUG_CLASSES.values() for code in codes] + BETA_BLOCKERS + RENIN_MEDICINES + OTHER_DRUGS

    def reading(ordinary: float, *unusual: float) -> float:
        return ordinary if chance.random() < 0.7 else chance.choice(unusual)

    return {
        "age": chance.randint(16, 80),
        "bmi": reading(24.0, 16.5, 18.5, 35.0, 38.5),
        "systolic": reading(125, 110, 179, 180, 195),
        "diastolic": reading(75, 65, 109, 110, 115),
        "pulse": reading(72, 58, 120, 121, 130),
        "temperature": reading(36.7, 37.5, 38.0, 39.1),
        "inr": reading(1.0, 0.9, 2.0, 2.8),
        "hba1c": reading(5.4, 7.5, 8.5, 9.0, 9.5),
        "egfr": reading(90, 25, 30, 55, 60),
        "platelets": reading(240, 80, 100),
        "pregnant": chance.random() < 0.05,
        "breastfeeding": chance.random() < 0.1,
        "tested": chance.random() < 0.8,
        "cancer_months": reading(60, 6, 23, 24),
        "conditions": chance.sample(CONDITIONS, chance.randint(0, 2)),
        "allergies": chance.sample(ALLERGENS, chance.randint(0, 2)),
        "planned": chance.sample(AGENTS, chance.randint(1, 3)),
        "drugs": chance.sample(drugs, chance.randint(0, 4)),
    }


def oracle(patient: Patient) -> frozenset[str]:
    """Return the rules that must fire, worked out without the rule list: one line of plain Python for each."""
    p, drugs, planned = patient, set(patient["drugs"]), set(patient["planned"])
    starts = tuple(code[:5] for code in drugs)
    fired = {
        "minor": p["age"] <= 17, "elderly": p["age"] >= 76, "thin": p["bmi"] < 18.5, "heavy": p["bmi"] > 35,
        "systolic": p["systolic"] > 179, "diastolic": p["diastolic"] > 109, "fast-pulse": p["pulse"] >= 121,
        "fever": not p["temperature"] < 38, "slow-clotting": not p["inr"] < 2, "sugar": not p["hba1c"] <= 9,
        "kidney": not p["egfr"] >= 30, "platelets": not p["platelets"] >= 100, "pregnant": p["pregnant"],
        **{f"has-{name}": p["conditions"].count(name) == 1 for name in CONDITIONS[:10]},
        **{f"allergy-{one}": {one} <= planned and allergen in p["allergies"] for allergen, one in CROSS_ALLERGIES},
        "takes-anticoagulant": bool({"B01AA", "B01AF"} & set(starts)), "takes-antiplatelet": "B01AC" in starts,
        "takes-insulin": any(start.startswith("A10") for start in starts),
        "takes-nsaid": any(start.startswith("M01") for start in starts), "takes-retinoid": "D10BA" in starts,
        "two-heart-medicines": "C07AB" in starts and any(start[:3] == "C09" for start in starts),
        "uncontrolled-diabetes": p["hba1c"] >= 8.5 and any(start[:3] == "A10" for start in starts),
        "nursing-and-caffeine": p["breastfeeding"] and "caffeine" in planned,
        "elderly-kidney-nsaid": p["age"] > 64 and p["egfr"] <= 55 and any(start[:3] == "M01" for start in starts),
        "recent-cancer": "cancer" in p["conditions"] and p["cancer_months"] in (6, 23),
        "untested-lytic": not p["tested"] and bool(planned & {"deoxycholate", "phosphatidylcholine"}),
    }  # fmt: skip
    return frozenset(rule for rule, is_fired in fired.items() if is_fired)
