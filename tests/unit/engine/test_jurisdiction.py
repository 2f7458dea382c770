from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.agent import Status, known_agent
from nappage.engine.edition import Edition
from nappage.engine.jurisdiction import Jurisdiction, Standing, regulation
from nappage.values.citation import Citation
from support.editions import faults
from support.fictional import policy


def standing(jurisdiction: str, agent: str, indication: str, edition: Edition) -> Standing:
    return regulation(jurisdiction, known_agent(agent, policy(), edition), indication, edition).standing


@pytest.mark.proves("H-34")
def test_no_answer_of_the_catalogue_is_a_permission(edition: Edition) -> None:
    assert {each.value for each in Standing} == {"forbidden", "stated", "unknown"}
    assert standing("US", "silanol", "skin-quality", edition) is Standing.UNKNOWN
    assert standing("nowhere", "silanol", "skin-quality", edition) is Standing.UNKNOWN
    assert standing("US", "nobody-knows", "", edition) is Standing.UNKNOWN


def test_a_member_state_has_the_rows_of_its_union(edition: Edition) -> None:
    assert standing("DE", "thiocolchicoside", "pain", edition) is Standing.STATED
    assert standing("ES", "peptides-exosomes", "", edition) is Standing.FORBIDDEN
    assert standing("US", "thiocolchicoside", "pain", edition) is Standing.UNKNOWN


def test_a_row_for_an_indication_says_nothing_of_another(edition: Edition) -> None:
    assert standing("FR", "silanol", "cellulite", edition) is Standing.FORBIDDEN
    assert standing("FR", "silanol", "skin-quality", edition) is Standing.UNKNOWN


def test_the_rows_themselves_are_handed_out_dated(edition: Edition) -> None:
    found = regulation("BR", known_agent("artichoke", policy(), edition), "", edition)
    assert [row.status for row in found.rows] == [Status.SUSPENDED, Status.SUSPENDED]
    assert {row.as_of.isoformat() for row in found.rows} == {"2026-11-22"}


def test_faults_are_named(edition: Edition) -> None:
    spain = edition.all(Jurisdiction)["ES"]
    row = replace(spain.rows[0], agents=("x",), classes=("y",), sources=(Citation("R999"),))
    changed = replace(spain, part_of="Atlantis", rows=(row,))
    assert faults("jurisdiction", changed, edition) == [
        ("it.part_of", "Atlantis"),
        ("it", "R999"),
        ("it.rows", "x"),
        ("it.rows", "y"),
    ]
    assert faults("jurisdiction", spain, edition) == []
