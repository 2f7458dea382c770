"""What the entries of an edition are called, by their ids: "deep-vein-thrombosis" reads as its own name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from nappage.engine.agent import Agent, AgentClass
from nappage.engine.allergen import Allergen
from nappage.engine.edition import Edition, Entry
from nappage.engine.gate import GateRule
from nappage.engine.health_condition import HealthCondition
from nappage.engine.indication import Indication
from nappage.engine.jurisdiction import Jurisdiction
from nappage.engine.landmark import Landmark
from nappage.engine.layer import TargetLayer
from nappage.engine.medicine import MedicineGroup
from nappage.engine.scale import Scale
from nappage.engine.stage import CelluliteCause
from nappage.engine.suitability import Suitability
from nappage.engine.symptom import Feature, Symptom
from nappage.engine.technique import Technique
from nappage.engine.translation import translated
from nappage.engine.variant import ScheduleVariant
from nappage.engine.zone import Zone

UNTRANSLATED = "[en: "

# Where two kinds share an id ("waist", "hyaluronic-acid") the first names it: they are one thing seen from two sides.
_KINDS: tuple[type[Entry], ...] = (
    GateRule,
    HealthCondition,
    Symptom,
    Feature,
    Zone,
    TargetLayer,
    Technique,
    Agent,
    Allergen,
    AgentClass,
    Landmark,
    CelluliteCause,
    Indication,
    Jurisdiction,
    Scale,
    Suitability,
)


def names(edition: Edition, language: str = "en") -> Mapping[str, str]:
    """Return the name of every entry that a statement may speak of, by id, as it reads inside a sentence.

    A name without a translation into the language stands there in English, and marked.
    """
    return edition.derive(_naming(_written, language))


def schedule(edition: Edition, variant: str) -> str:
    """Return what a schedule variant is called inside a sentence, its id where the edition has none such.

    Its title may go on to say where else its source says otherwise; a line that names it has no room for that.
    """
    found = edition.get(ScheduleVariant, variant)
    return inside(found.title.partition(";")[0]) if found else variant


def purposes(edition: Edition, language: str = "en") -> Mapping[str, str]:
    """Return the name of every purpose by its id, which may be that of a condition or symptom too ("hair-loss")."""
    return edition.derive(_naming(_indications, language))


def untranslated(english: str) -> str:
    """Return an English text as it stands in another language for want of a translation."""
    return f"{UNTRANSLATED}{english}]"


@cache
def _naming(written: Callable[[Edition], Mapping[str, str]], language: str) -> Callable[[Edition], Mapping[str, str]]:
    """Return what names entries in a language: the same function each time, by which an edition keeps its answer."""

    def named(edition: Edition) -> Mapping[str, str]:
        return {id: inside(_said(edition, name, language)) for id, name in edition.derive(written).items()}

    return named


def _said(edition: Edition, name: str, language: str) -> str:
    return name if language == "en" else translated(edition, language, name) or untranslated(name)


def _indications(edition: Edition) -> Mapping[str, str]:
    return {id: entry.names[0] for id, entry in edition.all(Indication).items()}


def _written(edition: Edition) -> Mapping[str, str]:
    found = {f"group:{id}": group.name for id, group in edition.all(MedicineGroup).items()}
    for kind in _KINDS:
        for id, entry in edition.all(kind).items():
            for name in _own_name(entry):
                found.setdefault(id, name)
    return found


def _own_name(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Indication):
        yield from entry.names[:1]
        return
    for said in ("name", "title", "words"):
        if hasattr(entry, said):
            yield str(getattr(entry, said))
            return


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: a capital goes, unless it is an abbreviation's ("ACE", "B12")."""
    second = name[1:2]
    return name[:1].lower() + name[1:] if second.islower() or second == " " else name


def capital(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """Return words as a sentence: a capital at the beginning, a full stop at the end, nothing said twice."""
    words = words.strip()
    if not words:
        return ""
    return capital(words) + ("" if words.endswith((".", "?", "!")) else ".")
