"""The consent: reading the exact text, signing it, its sealed paper, its withdrawal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nappage.actions.clinic_keys import clinic_key
from nappage.assessment.document_kept import open_document
from nappage.assessment.happening import ConsentSigned
from nappage.engine.gate import GateName, GateState
from nappage.records.models import Document, Person
from nappage.sealing.seal import read_seal
from support.cast import Cast
from support.planning import CONSULTED, look, sign_s1

Clock = Callable[[datetime], None]
AT = CONSULTED + timedelta(minutes=45)
STROKES = "M 10.0,40.0 L 30.5,20.0 L 60.0,44.2 M 70.0,20.0 L 90.0,40.0"


@pytest.fixture
def person(cast: Cast, clock: Clock) -> Person:
    person = cast.register("Demo patient 014", CONSULTED)
    sign_s1(cast, person)
    clock(AT)
    return person


def url(person: Person, rest: str = "") -> str:
    return f"/patients/{person.id}/consent/{rest}"


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def read(cast: Cast, person: Person, query: str = "", duty: str = "assistant") -> str:
    text: str = cast.client(duty).get(url(person, f"sign/{query}")).content.decode()
    return text


def sign(cast: Cast, person: Person, page: str | None = None, duty: str = "assistant", **changes: Any) -> Any:
    typed = {
        "shown": shown(page or read(cast, person)),
        "explained_by": "injector-1",
        "manner": "typed",
        "strokes": "",
        "name": "Demo patient 014",
        "witness": "",
    }
    return cast.client(duty).post(url(person, "sign/"), {**typed, **changes})


def gate_of(cast: Cast, person: Person, at: datetime = AT) -> GateState:
    return next(g.state for g in look(cast, person, at).outlook.gates if g.name is GateName.CONSENT)


@pytest.mark.proves("S1", "U-10")
def test_it_takes_a_typed_name_under_the_text_that_was_shown(cast: Cast, person: Person) -> None:
    page = read(cast, person)
    assert "It is hard to say whether it works." in page
    answer = sign(cast, person, page)
    assert (answer.status_code, answer["Location"]) == (302, url(person))
    signed = look(cast, person, AT).chart.latest(ConsentSigned)
    assert signed is not None
    assert signed.text_digest in page
    assert (signed.manner, signed.explained_by, signed.consent.by) == ("typed", "injector-1", "patient")
    assert gate_of(cast, person) is GateState.OPEN
    document = Document.objects.get(pk=signed.document)
    seal = read_seal(open_document(document), clinic_key(cast.clinic.id, AT).fingerprint)
    assert seal.is_whole, seal.trouble
