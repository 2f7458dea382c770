"""Run by the peer's own Python: patients and evaluations in its database, through its own models.

python seed.py CONFIG DATABASE PATIENTS EVALUATIONS      prints the ids of the patients as JSON
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

from trytond.config import config

config.update_etc(sys.argv[1])

from trytond.pool import Pool  # noqa: E402  # it reads the configuration as it is imported
from trytond.transaction import Transaction  # noqa: E402

SEEN = datetime(2026, 1, 5, 9)  # noqa: DTZ001  # its fields hold instants without a zone
TOGETHER = 1000


def seed(database: str, patients: int, evaluations: int) -> list[int]:
    """Return the ids of the patients made."""
    Pool.start()
    pool = Pool(database)
    pool.init()
    with Transaction().start(database, 1, context={"company": None}) as transaction:
        _professional(pool)
        made = [_patient(pool, number) for number in range(patients)]
        transaction.commit()
        evaluation = pool.get("gnuhealth.patient.evaluation")
        for first in range(0, evaluations, TOGETHER):
            numbers = range(first, min(first + TOGETHER, evaluations))
            evaluation.create([_evaluation(made[number % patients], number) for number in numbers])
            transaction.commit()
    return made


def _professional(pool: Any) -> None:
    """Make the one user who logs in a health professional, without which nothing clinical can be written."""
    told = {"name": "Demo professional", "is_person": True, "is_healthprof": True, "internal_user": 1}
    (party,) = pool.get("party.party").create([told | {"gender": "f", "ref": "DEMOPROF", "fed_country": "ESP"}])
    pool.get("gnuhealth.healthprofessional").create([{"party": party.id}])


def _patient(pool: Any, number: int) -> int:
    # One by one: a party takes one chance number for its federation account in each call.
    party = pool.get("party.party")
    (made,) = party.create(
        [
            {
                "name": f"Demo patient {number:05}",
                "is_person": True,
                "is_patient": True,
                "gender": "f",
                "dob": date(1955 + number % 48, 1 + number % 12, 1 + number % 28),
                "fed_country": "ESP",
                "ref": f"DEMO{number:05}",
            }
        ]
    )
    (patient,) = pool.get("gnuhealth.patient").create([{"party": made.id}])
    return int(patient.id)


def _evaluation(patient: int, number: int) -> dict[str, Any]:
    return {"patient": patient, "evaluation_start": SEEN + timedelta(minutes=number), "chief_complaint": "Follow-up"}


if __name__ == "__main__":
    print(json.dumps(seed(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
