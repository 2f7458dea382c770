"""What the five texts name has an entry of its own, cited by its line: purposes, agents, layers, needles, scales."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.engine.agent import AgentClass
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.instruction import Instruction
from nappage.engine.layer import TargetLayer, find_target_layer
from nappage.engine.scale import Scale
from nappage.engine.source import Source, Tag
from nappage.engine.technique import Technique
from nappage.engine.variant import ScheduleVariant
from nappage.values.citation import Citation

TEXTS = {"000", "001", "002", "003", "004"}


@pytest.mark.parametrize(
    ("cited", "classes"),
    [
        ("000:1", {"plant-extract", "homeopathic", "medicine", "vitamin"}),
        ("002:7", {"medicine", "homeopathic"}),
        ("003:1", {"vitamin", "enzyme", "hormone", "plant-extract"}),
        ("003:20", {"mineral"}),
        ("004:6", {"plant-extract", "vitamin", "homeopathic"}),
    ],
)
@pytest.mark.proves("R129", "R157", "R173", "R204")
def test_each_family_of_agents_that_a_text_names_is_a_class(edition: Edition, cited: str, classes: set[str]) -> None:
    assert classes <= {id for id, entry in edition.all(AgentClass).items() if Citation.parse(cited) in entry.sources}


@pytest.mark.proves("R128")
def test_cellulite_and_weight_loss_are_two_indications_though_one_page_bundles_them(edition: Edition) -> None:
    cellulite, weight = (edition.all(Indication)[id] for id in ("cellulite", "weight-loss"))
    assert not cellulite.off_reason
    assert weight.off_reason
    assert set(cellulite.names).isdisjoint(weight.names)


@pytest.mark.proves("R203", "R226")
def test_every_purpose_of_text_004_is_an_indication(edition: Edition) -> None:
    purposes = {"cellulite", "localised-fat", "wrinkles", "loose-skin", "anti-ageing"}
    assert purposes <= set(edition.all(Indication))


@pytest.mark.parametrize("said", ["skin", "middle layer", "mesoderm"])
@pytest.mark.proves("R005", "R130")
def test_the_words_of_the_texts_for_the_skin_are_one_target_layer(edition: Edition, said: str) -> None:
    layer = find_target_layer(edition, said)
    assert layer is not None
    assert layer.id == "intradermal"


@pytest.mark.proves("R125", "R166")
def test_techniques_in_the_skin_name_thin_needles_by_gauge_and_none_is_the_default(edition: Edition) -> None:
    nappage = edition.all(Technique)["nappage"]
    assert "intradermal" in nappage.aims_at
    gauges = [gauge for needle in nappage.needles for gauge in needle.gauges]
    assert min(gauges) >= 27, "an insulin needle is 27 G or thinner"
    assert len(set(gauges)) > 1


@pytest.mark.proves("R183")
def test_no_schedule_of_the_texts_ends_with_one_session(edition: Edition) -> None:
    variants = [one for one in edition.all(ScheduleVariant).values() if one.id[:3] in TEXTS]
    assert variants
    assert all((one.most or 0) > 1 for one in variants)


@pytest.mark.proves("R138")
def test_keeping_up_diet_and_exercise_is_asked_with_its_sources(edition: Edition) -> None:
    asked = edition.all(Instruction)["diet-and-exercise"]
    assert Citation("002", "11") in asked.sources


@pytest.mark.proves("R098")
def test_the_massage_with_vitamin_k_is_told_without_a_time_that_no_text_gives(edition: Edition) -> None:
    massage = edition.all(Instruction)["vitamin-k-massage"]
    assert massage.sources == (Citation("001", "51"),)
    assert massage.stated == ()
    assert massage.timing is None


@pytest.mark.proves("R176")
def test_no_instruction_asks_for_numbing_cream(edition: Edition) -> None:
    for asked in edition.all(Instruction).values():
        assert not any(word in text.casefold() for text in asked.text.values() for word in ("numbing", "anaesthetic"))


@pytest.mark.proves("R143")
def test_pain_is_scored_even_where_a_text_expects_none(edition: Edition) -> None:
    pain = edition.all(Scale)["pain"]
    assert (pain.lowest, pain.highest) == (Decimal(0), Decimal(10))


@pytest.mark.proves("R156")
def test_every_entry_says_since_when_it_holds_and_when_to_look_again(edition: Edition) -> None:
    entries = [entry for kind in edition.entries.values() for entry in kind.values()]
    assert all(entry.since < entry.review_due for entry in entries)
    texts = [source for source in edition.all(Source).values() if source.tag is Tag.TEXT]
    assert {source.id: source.year for source in texts}["002"] == "2011-2018"


@pytest.mark.proves("U-02")
def test_no_condition_has_a_depth_and_one_bound_alone_is_stated(edition: Edition) -> None:
    assert not any("depth" in name for name in Indication.__dataclass_fields__)
    bounded = [layer for layer in edition.all(TargetLayer).values() if layer.depth is not None]
    assert [(layer.id, str(layer.depth.value)) for layer in bounded if layer.depth] == [("intradermal", "1-4 mm")]
