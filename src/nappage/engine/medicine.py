"""Recognising a medicine as it was typed, and the classes that its ingredients belong to.

Recognition is exact after folding. A name that is not listed stays unknown and makes every precaution about medicines
unknown (decision 5): a near match would be a guess about what somebody takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from nappage.engine.edition import Edition, Entry
from nappage.engine.typed_name import by_name, check_names, fold
from nappage.values.fault import Fault, Refused

_GROUP = "group:"

_ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")
_ATC_LEVELS = (1, 3, 4, 5, 7)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class AtcCode:
    """A substance in the WHO Anatomical Therapeutic Chemical classification, at its last level ("C09CA03")."""

    code: str

    @staticmethod
    def parse(text: str) -> AtcCode:
        """Return the code of a substance; Refused for a code of a whole class, which names no substance."""
        if not _ATC.fullmatch(text):
            raise Refused("an ATC code of seven characters such as C09CA03", text, "Write the code of the substance.")
        return AtcCode(text)

    @property
    def classes(self) -> frozenset[str]:
        """Return the code and every class above it ("C", "C09", "C09C", "C09CA", "C09CA03")."""
        return frozenset(self.code[:level] for level in _ATC_LEVELS)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An active substance of a medicine.

    `also` holds the codes that the same substance has for another use or route, where the name alone does not tell
    (aspirin for pain and for the heart). A substance without a code is one that ATC does not list.
    """

    name: str
    atc: AtcCode | None = None
    also: tuple[AtcCode, ...] = ()
    classes: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = (self.atc, *self.also) if self.atc else self.also
        object.__setattr__(self, "classes", frozenset(chain.from_iterable(code.classes for code in codes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineGroup(Entry):
    """A group of medicines that rules ask about and that no ATC class says ("xanthine")."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailingWord(Entry):
    """Words that may stand behind a medicine's name without changing which medicine it is: strength, form, salt, times.

    A word that changes the route ("gel", "eye drops") is none of them, because it changes the ATC code. `per` marks
    what a strength is counted by: "5 mg/mL" is one strength, "5/160 mg" is two.
    """

    words: tuple[str, ...]
    per: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine(Entry):
    """A medicine with all its active ingredients and the names it goes by; each part of a combination counts."""

    name: str
    ingredients: tuple[Ingredient, ...]
    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    classes: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.ingredients:
            raise Refused("at least one ingredient", self.ingredients, "Name the active substance, with its ATC code.")
        codes = chain.from_iterable(ingredient.classes for ingredient in self.ingredients)
        object.__setattr__(self, "classes", frozenset(chain(codes, (_GROUP + group for group in self.groups))))


def classes_of(medicine: Medicine) -> frozenset[str]:
    """Return the ATC classes of every ingredient, at all five levels, and the groups as "group:xanthine"."""
    return medicine.classes


def recognise(edition: Edition, typed: str) -> Medicine | None:
    """Return the medicine that was typed, or None if the name is not known exactly.

    A strength or form behind the name is passed over ("Aspirin 100 mg tabs"). Medicines joined by "/", "+" or "&" are
    one medicine with the ingredients of all, if every one of them is known.
    """
    return edition.derive(_recogniser)(typed)


def _recogniser(edition: Edition) -> Callable[[str], Medicine | None]:
    # The same few names are asked about again at every outlook of a patient; folding them is the slow part.
    @lru_cache(maxsize=_REMEMBERED)
    def recognised(typed: str) -> Medicine | None:
        name = fold(typed)
        return _single(edition, name) or _joined(edition, name)

    return recognised


def _single(edition: Edition, name: str) -> Medicine | None:
    medicines, trailing = edition.derive(_medicines), edition.derive(_trailing)
    words = name.split(" ")
    for end in range(len(words), 0, -1):
        medicine = medicines.get(" ".join(words[:end]))
        if medicine is not None:
            # Two strengths behind one substance ("losartan 50/12.5") mean that a part of it was not named.
            strengths = _strengths(" ".join(words[end:]), trailing)
            return medicine if strengths in (0, 1, len(medicine.ingredients)) else None
        if not _may_trail(words[end - 1], trailing):
            return None
    return None


def _may_trail(word: str, trailing: Mapping[str, bool]) -> bool:
    return all(part and _without_number(part) in trailing for part in word.split("/"))


def _strengths(tail: str, trailing: Mapping[str, bool]) -> int:
    return sum(_is_strength(part.split(), trailing) for part in tail.split("/"))


def _is_strength(words: list[str], trailing: Mapping[str, bool]) -> bool:
    return any(_NUMBER.match(word) for word in words) and not any(trailing[_without_number(word)] for word in words)


def _without_number(word: str) -> str:
    return _NUMBER.sub("", word, count=1) if word[:1].isdigit() else word


def _joined(edition: Edition, name: str) -> Medicine | None:
    if "/" not in name:
        return None
    parts = [part for text in name.split("/") if (part := _single(edition, text))]
    if len(parts) <= name.count("/"):
        return None
    return replace(
        parts[0],
        id="+".join(part.id for part in parts),
        name="/".join(part.name for part in parts),
        names=(),
        ingredients=tuple(dict.fromkeys(chain.from_iterable(part.ingredients for part in parts))),
        groups=tuple(dict.fromkeys(chain.from_iterable(part.groups for part in parts))),
        sources=tuple(dict.fromkeys(chain.from_iterable(part.sources for part in parts))),
    )


def _medicines(edition: Edition) -> Mapping[str, Medicine]:
    return by_name(edition.all(Medicine).values())


def _trailing(edition: Edition) -> Mapping[str, bool]:
    # A bare number leaves no word behind; it may trail too.
    words = {fold(word): entry.per for entry in edition.all(TrailingWord).values() for word in entry.words}
    return {"": False, **words}


def classes_in_use(edition: Edition) -> frozenset[str]:
    """Return every ATC class and group ("group:xanthine") that some medicine of the edition is in."""
    return edition.derive(_classes_in_use)


def _classes_in_use(edition: Edition) -> frozenset[str]:
    return frozenset(chain.from_iterable(medicine.classes for medicine in edition.all(Medicine).values()))


def check_medicine(medicine: Medicine, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of one medicine: a name that means another one too, or a group that is not written down."""
    yield from check_names(medicine, thing, edition, _medicines)
    for group in medicine.groups:
        if edition.get(MedicineGroup, group) is None:
            yield Fault(f"{thing}.groups", "a group of medicine_groups.toml", repr(group), "Add or correct the group.")
