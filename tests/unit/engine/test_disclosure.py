"""What a consent has to name: for this mixture, each symptom once, as the matrix has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nappage.engine.agent import KnownAgent, known_agent
from nappage.engine.disclosure import Disclosure, Group, disclosed
from nappage.engine.edition import Edition
from nappage.engine.story import Story
from nappage.engine.symptom import Level
from nappage.engine.treatment import Treatment, planned_treatment
from support.editions import ENTRY, faults
from support.examples import example

AT = datetime(2026, 2, 19, 9, 44, tzinfo=UTC)
PLAIN = Treatment(AT, AT, frozenset({"thigh"}), frozenset({"non-lytic"}))


def agents(edition: Edition, *ids: str) -> tuple[KnownAgent, ...]:
    policy = example("s1-thighs").policy
    return tuple(known_agent(id, policy, edition) for id in ids)


def names(edition: Edition, group: Group, *ids: str) -> list[str]:
    return [each.symptom.id for each in disclosed(edition, group, agents(edition, *ids), PLAIN)]


@pytest.mark.proves("K-22")
def test_the_twelve_of_003_are_named_whatever_is_injected(edition: Edition) -> None:
    named = disclosed(edition, Group.NAMED, (), PLAIN)
    assert len(named) == 12
    lines = {citation.place for each in named for citation in each.sources if citation.source == "003"}
    assert lines == {str(line) for line in range(40, 52)}


def test_what_only_some_mixtures_do_is_named_for_those_and_for_an_unknown_one(edition: Edition) -> None:
    plain = names(edition, Group.SERIOUS, "A", "B")
    assert "swallowing" not in plain
    assert "swallowing" in names(edition, Group.SERIOUS, "A", "deoxycholic-acid")
    assert "numb-mouth" in names(edition, Group.SERIOUS, "A", "L")
    assert "palpitations" in names(edition, Group.SERIOUS, "caffeine")
    everything = names(edition, Group.SERIOUS)
    assert everything == names(edition, Group.SERIOUS, "A", "nobody-describes-it")
    assert set(plain) < set(everything)
    assert len(everything) == len(set(everything))


def test_a_window_and_a_level_are_those_of_the_matrix(edition: Edition) -> None:
    told = {each.symptom.id: each for each in disclosed(edition, Group.NAMED, (), PLAIN)}
    assert (told["bruise"].level, told["bruise"].often_seen_for) == (Level.OFTEN_SEEN, timedelta(days=7))
    assert (told["infection"].level, told["infection"].often_seen_for) == (Level.SAME_DAY, None)
    emergency = disclosed(edition, Group.EMERGENCY, (), PLAIN)
    assert {each.level for each in emergency} == {Level.EMERGENCY}


def test_an_unknown_modality_takes_the_shortest_window(edition: Edition) -> None:
    unknown = {each.symptom.id: each for each in disclosed(edition, Group.NAMED, (), Treatment(AT, AT))}
    assert unknown["pain"].often_seen_for == timedelta(days=2)


def test_a_planned_treatment_is_that_of_formula_and_sites(edition: Edition) -> None:
    case = example("s1-thighs")
    planned = planned_treatment(case.story, case.policy, edition, AT)
    assert (planned.zones, planned.modalities) == (frozenset({"thigh"}), frozenset({"non-lytic"}))
    no_formula = replace(case.story, formulas=())
    assert planned_treatment(no_formula, case.policy, edition, AT).modalities == frozenset()
    assert planned_treatment(Story(case.story.patient), case.policy, edition, AT) == Treatment(AT, AT)


def test_an_unknown_symptom_is_a_fault(edition: Edition) -> None:
    entry = Disclosure(id="x", group=Group.NAMED, symptoms=("pain", "no-such"), **ENTRY)
    assert faults("disclosure", entry, edition) == [("it.symptoms", "'no-such'")]
