"""Predicates walked as they are written, anew for every patient: slow, obvious, and written apart from the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nappage.engine.predicate import All, AnyOf, NoneOf, Predicate
from nappage.values.answer import Answer, all_of, any_of

OfLeaf = Callable[[Predicate], Answer]


def answer(asked: Predicate, of_leaf: OfLeaf) -> Answer:
    """Return the answer of a predicate by Kleene's tables."""
    match asked:
        case All(all=parts):
            return all_of(answer(part, of_leaf) for part in parts)
        case AnyOf(any=parts):
            return any_of(answer(part, of_leaf) for part in parts)
        case NoneOf(none=parts):
            return ~any_of(answer(part, of_leaf) for part in parts)
        case _:
            return of_leaf(asked)


def deciding(asked: Predicate, of_leaf: OfLeaf) -> Iterator[Predicate]:
    """Yield the leaves that make the predicate what it is."""
    whole = answer(asked, of_leaf)
    match asked:
        case All(all=parts) | AnyOf(any=parts):
            wanted = whole
        case NoneOf(none=parts):
            wanted = ~whole
        case _:
            yield asked
            return
    for part in parts:
        if answer(part, of_leaf) is wanted:
            yield from deciding(part, of_leaf)
