"""Finding a person of a clinic, and who may be one that is there already."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from nappage.records.models import Identity, Person
from nappage.records.name_folding import digits, folded
from nappage.records.person_search import PAGE, find, is_like, likenesses
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
BIRTH = date(1990, 5, 14)


def names(cast: Cast, typed: str, page: int = 1) -> list[str]:
    return [one.name for one in find(cast.clinic.id, typed, page).identities]


@pytest.fixture
def people(cast: Cast) -> Cast:
    for name, born, phone in (
        ("Ana García", BIRTH, "+34 600 000 014"),
        ("Garcia Lopez", date(1985, 4, 5), "600000015"),
        ("محمد بن عبد الله", date(1970, 1, 1), ""),
    ):
        cast.register(name, AT, born, phone=phone)
    return cast


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("garcia", ["Ana García", "Garcia Lopez"]),
        ("GARCÍA ana", ["Ana García"]),
        ("محمد", ["محمد بن عبد الله"]),
        ("14.5.1990", ["Ana García"]),
        ("5/4/1985", ["Garcia Lopez"]),
        ("4/5/1985", ["Garcia Lopez"]),
        ("600 000 014", ["Ana García"]),
        ("0034600000014", ["Ana García"]),
        ("000015", ["Garcia Lopez"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
    ],
)
def test_it_finds_by_name_birth_date_and_telephone(people: Cast, typed: str, found: list[str]) -> None:
    assert names(people, typed) == found


def test_it_finds_nobody_of_another_clinic(people: Cast, stranger: Cast) -> None:
    assert find(stranger.clinic.id, "garcia").identities == ()


def test_names_that_begin_so_fill_a_page_before_any_other_is_looked_for(cast: Cast) -> None:
    _many(cast, [f"Mora {number:03}" for number in range(PAGE + 5)])
    _many(cast, ["Zamora 000"])
    first = find(cast.clinic.id, "mora")
    assert len(first.identities) == PAGE
    assert first.has_more
    assert names(cast, "mora", 2) == [f"Mora {number:03}" for number in range(PAGE, PAGE + 5)]
    assert names(cast, "zamora") == ["Zamora 000"]
    assert "Zamora 000" in names(cast, "amora")


def test_a_page_costs_the_same_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _many(cast, [f"Mora {number:05}" for number in range(2000)])
    with django_assert_max_num_queries(3):
        assert len(find(cast.clinic.id, "mora 00").identities) == PAGE


def test_two_of_one_name_are_marked(people: Cast) -> None:
    people.register("Ana GARCIA", AT, date(1991, 5, 14))
    assert find(people.clinic.id, "ana").namesakes == {"ana garcia"}


@pytest.mark.parametrize(
    ("name", "born", "phone", "shares"),
    [
        ("ana garcia", date(1999, 9, 9), "", ("name",)),
        ("Ana Garcia Ruiz", BIRTH, "", ("name", "birth date")),
        ("Anna Garcia", BIRTH, "", ("name", "birth date")),
        ("Someone Else", date(1999, 9, 9), "34600000014", ("phone",)),
        ("Someone Else", BIRTH, "", None),
        ("Anna Garcia", date(1999, 9, 9), "", None),
    ],
)
def test_who_may_be_the_same_person_is_suggested(
    people: Cast, name: str, born: date, phone: str, shares: tuple[str, ...] | None
) -> None:
    found = likenesses(people.clinic.id, name, born, phone)
    assert [one.shares for one in found] == ([shares] if shares else [])


def test_nobody_is_like_themselves(people: Cast) -> None:
    ana = Identity.objects.get(name="Ana García")
    assert likenesses(people.clinic.id, ana.name, ana.born, ana.phone, but=ana.person_id) == ()


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [("ana garcia", "garcia ana", True), ("ana garcia", "ana garsia", True), ("ana garcia", "eva moreno", False)],
)
def test_two_names_are_alike_in_any_order_or_a_slip_apart(one: str, other: str, like: bool) -> None:
    assert is_like(one, other) is like


def _many(cast: Cast, names: list[str]) -> None:
    persons = Person.objects.bulk_create(Person(clinic=cast.clinic, registered_at=AT) for _ in names)
    Identity.objects.bulk_create(
        Identity(person=person, clinic=cast.clinic, name=name, folded=folded(name), born=BIRTH, phone_digits=digits(""))
        for person, name in zip(persons, names, strict=True)
    )
