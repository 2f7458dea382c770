"""What may be written in the triage matrix, and by which words it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.symptom import (
    Cell,
    Escalator,
    Feature,
    Level,
    ReactionClass,
    Symptom,
    Urgency,
    check_names,
    check_symptom,
    covers_every_age,
    least,
    vocabulary,
    worse_with,
)
from nappage.values.citation import Citation
from nappage.values.span import Elapsed

SOURCES = (Citation("J", "x"),)


def cell(level: Level = Level.CONTACT, after: int | None = None, until: int | None = None, **more: object) -> Cell:
    bounds = {"after": Elapsed(after) if after is not None else None, "until": Elapsed(until) if until else None}
    return Cell(level=level, sources=SOURCES, **bounds, **more)  # type: ignore[arg-type]


def with_cells(edition: Edition, *cells: Cell) -> Symptom:
    return replace(edition.all(Symptom)["bruise"], cells=cells)


def test_levels_rise_by_one_and_compare_by_urgency() -> None:
    assert [level.raised() for level in Level] == [Level.CONTACT, Level.SAME_DAY, Level.EMERGENCY, Level.EMERGENCY]
    assert max(Level.SAME_DAY, Level.EMERGENCY, Level.OFTEN_SEEN) is Level.EMERGENCY


def test_every_level_has_its_urgency(edition: Edition) -> None:
    assert set(edition.all(Urgency)) == set(Level)
    assert [entry.id for entry in edition.all(Urgency).values() if entry.alerts_clinic] == ["E2", "E3"]


@pytest.mark.parametrize(
    ("said", "symptom"),
    [
        ("bruise", "bruise"),
        (" Bruising ", "bruise"),
        ("black-and-blue", "bruise"),
        ("LIP SWELLING", "lip-swelling"),
        ("a bump under the skin", "lump"),
        ("trouble breathing", "breathing"),
        ("elbow", "unrecognised"),
    ],
)
def test_a_symptom_is_found_by_id_words_or_name(edition: Edition, said: str, symptom: str) -> None:
    assert vocabulary(edition).symptom(said).id == symptom


@pytest.mark.parametrize(
    ("said", "feature"), [("Oozing", "draining"), ("ntm risk", "infection-risk"), ("x", "unrecognised")]
)
def test_a_feature_is_found_by_id_words_or_name(edition: Edition, said: str, feature: str) -> None:
    assert vocabulary(edition).feature(said).id == feature


def test_escalators_of_one_report_are_features(edition: Edition) -> None:
    by_report = {id for id, entry in edition.all(Escalator).items() if entry.by_report}
    assert by_report == set(edition.all(Escalator)) & set(edition.all(Feature)) == {"on-face", "no-photo"}


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([(None, None)], True),
        ([(None, 60), (60, None)], True),
        ([(60, None), (None, 60)], True),
        ([(None, 60), (61, None)], False),
        ([(None, 60)], False),
        ([(60, None)], False),
        ([(0, None)], False),
        ([], False),
        ([(None, 90), (30, 60), (90, None)], True),
        ([(None, 60), (30, 90), (90, None)], True),
    ],
)
def test_every_age_needs_a_cell(edition: Edition, spans: list[tuple[int | None, int | None]], covered: bool) -> None:
    cells = [cell(after=after, until=until) for after, until in spans]
    assert covers_every_age(with_cells(edition, *cells), "lytic") is covered


@pytest.mark.parametrize(
    "condition",
    [{"features": ("hot",)}, {"together": ("hot",)}, {"escalators": ("diabetes",)}, {"new_after": Elapsed(1)}],
)
def test_a_cell_with_a_condition_covers_no_age(edition: Edition, condition: dict[str, object]) -> None:
    assert not covers_every_age(with_cells(edition, cell(**condition)), "lytic")  # type: ignore[arg-type]


def test_a_cell_of_another_modality_covers_no_age(edition: Edition) -> None:
    symptom = with_cells(edition, cell(modalities=("non-lytic",)))
    assert covers_every_age(symptom, "non-lytic")
    assert not covers_every_age(symptom, "lytic")
    faults = list(check_symptom(symptom, "it", edition))
    assert [fault.expected for fault in faults] == [
        f"a cell for every age ({modality})" for modality in edition.all(ReactionClass) if modality != "non-lytic"
    ]
    assert {(fault.thing, fault.found) for fault in faults} == {("it.cells", "a gap")}


def test_a_row_may_only_use_words_that_exist(edition: Edition) -> None:
    broken = replace(
        with_cells(
            edition,
            cell(),
            replace(
                cell(features=("f?",), together=("t?",), escalators=("e?",), modalities=("m?",)),
                sources=(Citation("Q9"),),
            ),
        ),
        gives="g?",
        growth="w?",
    )
    faults = [(fault.thing, fault.expected, fault.found) for fault in check_symptom(broken, "it", edition)]
    assert faults == [
        ("it.cells[2].sources", "a source of sources.toml", "Q9"),
        ("it.cells[2]", "the id of one Feature", "'f?'"),
        ("it.cells[2]", "the id of one Feature", "'t?'"),
        ("it.cells[2]", "the id of one Escalator", "'e?'"),
        ("it.cells[2]", "the id of one ReactionClass", "'m?'"),
        ("it", "the id of one Feature", "'g?'"),
        ("it", "the id of one Feature", "'w?'"),
    ]


def test_two_rows_may_not_answer_to_one_name(edition: Edition) -> None:
    bruise = edition.all(Symptom)["bruise"]
    assert list(check_names(bruise, "it", edition)) == []
    twin = replace(bruise, names=("Nodule", "papule"))
    [fault] = check_names(twin, "it", edition)
    assert (fault.thing, fault.found, fault.remedy) == ("it.names", "nodule, papule", "lump has it too.")


def test_the_least_level_is_that_of_the_time_alone_and_a_feature_worsens_it(edition: Edition) -> None:
    blanching = edition.all(Symptom)["blanching"]
    assert least(blanching) is Level.SAME_DAY
    assert worse_with(blanching, Level.EMERGENCY) == ("on-face", "with-pain")
    assert worse_with(blanching, Level.CONTACT) == ()
