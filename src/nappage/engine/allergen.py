"""Recognising an allergy as it was typed: an allergen of its own, or a medicine that belongs to one.

What an allergy touches is a set of keys; what an agent carries is a set of keys; a match is a key in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from nappage.engine.edition import Edition, Entry
from nappage.engine.medicine import Medicine, classes_in_use, classes_of, recognise
from nappage.engine.typed_name import by_name, check_names, fold
from nappage.values.citation import Citation
from nappage.values.fault import Fault

_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergen(Entry):
    """Something people are allergic to. Its id is its allergy key.

    `keys` are further allergens that an allergy to this one touches (salmon: fish). `medicines` are the ATC classes
    and groups ("group:xanthine") whose members, typed as an allergy, mean this allergen.
    """

    name: str
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a typed allergy touches: allergy keys, and the substance itself by its name ("omeprazole", "folic-acid").

    `entries` are the allergens and the medicine that it was recognised by.
    """

    keys: frozenset[str]
    entries: tuple[str, ...]
    sources: tuple[Citation, ...]


def recognise_allergen(edition: Edition, typed: str) -> Sensitivity | None:
    """Return what an allergy touches, or None if the name is neither a known allergen nor a known medicine."""
    return edition.derive(_recogniser)(typed)


def _recogniser(edition: Edition) -> Callable[[str], Sensitivity | None]:
    # As for medicines: the same names are asked about again at every outlook.
    @lru_cache(maxsize=_REMEMBERED)
    def recognised(typed: str) -> Sensitivity | None:
        named = edition.derive(_allergens).get(fold(typed))
        medicine = recognise(edition, typed)
        return _sensitivity(edition, named, medicine) if named or medicine else None

    return recognised


def _sensitivity(edition: Edition, named: Allergen | None, medicine: Medicine | None) -> Sensitivity:
    found = ((named,) if named else ()) + _allergens_of(edition, medicine)
    # An allergen that is both named and reached through the medicine stands there once.
    allergens = tuple({allergen.id: allergen for allergen in found}.values())
    entries = (*allergens, medicine) if medicine else allergens
    return Sensitivity(
        keys=frozenset(chain.from_iterable((each.id, *each.keys) for each in allergens)) | _substances(medicine),
        entries=tuple(each.id for each in entries),
        sources=tuple(dict.fromkeys(chain.from_iterable(each.sources for each in entries))),
    )


def _substances(medicine: Medicine | None) -> frozenset[str]:
    ingredients = medicine.ingredients if medicine else ()
    return frozenset(fold(ingredient.name).replace(" ", "-") for ingredient in ingredients)


def _allergens_of(edition: Edition, medicine: Medicine | None) -> tuple[Allergen, ...]:
    if medicine is None:
        return ()
    by_class = edition.derive(_allergens_by_class)
    # Sorted, because a set has no order and the outlook is the same every time.
    return tuple(chain.from_iterable(by_class.get(kind, ()) for kind in sorted(classes_of(medicine))))


def _allergens(edition: Edition) -> Mapping[str, Allergen]:
    return by_name(edition.all(Allergen).values())


def _allergens_by_class(edition: Edition) -> Mapping[str, tuple[Allergen, ...]]:
    by_class: defaultdict[str, tuple[Allergen, ...]] = defaultdict(tuple)
    for allergen in edition.all(Allergen).values():
        for kind in allergen.medicines:
            by_class[kind] += (allergen,)
    return dict(by_class)


def check_allergen(allergen: Allergen, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of one allergen: a name of another one, an unknown key, a class that no medicine is in."""
    yield from check_names(allergen, thing, edition, _allergens)
    for key in allergen.keys:
        if edition.get(Allergen, key) is None:
            yield Fault(f"{thing}.keys", "the id of an allergen", repr(key), "Add the allergen, or correct the key.")
    for kind in allergen.medicines:
        if kind not in classes_in_use(edition):
            yield Fault(f"{thing}.medicines", "a class or group with medicines in it", repr(kind), "Correct the class.")
