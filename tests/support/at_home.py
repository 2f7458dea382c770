"""What people do at the patient door in a test of the server: forms filled as the page gives them, and sent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.question import Asks, Question
from nappage.records.keys import new_key
from nappage.records.models import Person, PortalAccess, Relation
from support.cast import Cast
from support.outgoing import World

NAME, HELPER = "Demo patient 014", "Demo helper 01"
ROWS = {"med-TOTAL_FORMS": "2", "med-INITIAL_FORMS": "0", "all-TOTAL_FORMS": "2", "all-INITIAL_FORMS": "0"}
INTAKE, AREAS, CONSENT = "/my/intake/", "/my/areas/", "/my/consent/"


def answered(name: str = NAME, **changes: str) -> dict[str, Any]:
    """Return a whole form of intake: no to every question, both lists whole, signed; `changes` by the question's id."""
    questions = edition_in_use().all(Question).values()
    lists = (Asks.MEDICINES, Asks.ALLERGIES)
    answers = {f"q-{one.id}": "yes" if one.asks in lists else "no" for one in questions}
    said = {f"q-{id.replace('_', '-')}": answer for id, answer in changes.items()}
    return {**ROWS, **answers, **said, "name": name, "sitting": str(new_key())}


def helper_of(cast: Cast, person: Person, at: datetime, days: int = 30) -> PortalAccess:
    """Return the access of somebody who helps a person for some days."""
    until = at + timedelta(days=days)
    return cast.access(person.id, at=at, relation=Relation.PROXY, name=HELPER, until=until)


def code_sent(at: datetime) -> str:
    """Return the code in the letter that came last, after one round of the worker."""
    world = World(at)
    world.round()
    found = re.search(r"\b\d{6}\b", world.email.letters[-1].text)
    assert found is not None
    return found[0]
