"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.area import AreaCap
from nappage.engine.body_mass import LowBodyMass
from nappage.engine.edition import Edition, Entry
from nappage.engine.geometry import Wheal
from nappage.engine.landmark import Landmark, TapeMethod, check_landmark, check_tape_method
from nappage.engine.layer import TargetLayer, check_target_layer
from nappage.engine.melasma import MelasmaExtent, MelasmaRegion
from nappage.engine.scale import Scale, check_scale
from nappage.engine.slot import Slot
from nappage.engine.source import Source
from nappage.engine.stage import CelluliteCause, Stage
from nappage.engine.technique import ModalityLayer, Technique, check_modality_layer, check_technique
from nappage.engine.zone import Zone, check_zone
from nappage.library import place_cases
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("zone", Zone, check_zone, place_cases.answer_zone),
        Kind("area_cap", AreaCap, answer=place_cases.answer_area_cap),
        Kind("target_layer", TargetLayer, check_target_layer, place_cases.answer_target_layer),
        Kind("technique", Technique, check_technique, place_cases.answer_technique),
        Kind("modality_layer", ModalityLayer, check_modality_layer, place_cases.answer_modality_layer),
        Kind("wheal", Wheal, answer=place_cases.answer_wheal),
        Kind("slot", Slot, answer=place_cases.answer_slot),
        Kind("landmark", Landmark, check_landmark, place_cases.answer_landmark),
        Kind("tape_method", TapeMethod, check_tape_method, place_cases.answer_tape_method),
        Kind("stage", Stage, answer=place_cases.answer_stage),
        Kind("cellulite_cause", CelluliteCause, answer=place_cases.answer_cellulite_cause),
        Kind("scale", Scale, check_scale, place_cases.answer_scale),
        Kind("melasma_region", MelasmaRegion, answer=place_cases.answer_melasma_region),
        Kind("melasma_extent", MelasmaExtent, answer=place_cases.answer_melasma_extent),
        Kind("low_body_mass", LowBodyMass, answer=place_cases.answer_low_body_mass),
    )
}
