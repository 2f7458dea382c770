"""Who may open what: every address for every duty, for another clinic's people, and for nobody.

Nothing here names a screen: the resolver gives the addresses, access/permissions.py says who may. A new address is
walked by itself; only a new kind of argument needs its sample in support/world.py.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from nappage.access.permissions import DUTIES, PERMISSIONS
from nappage.records.models import AuditEvent, Credential, Entry, Member
from support.addresses import addresses, guarded
from support.cast import Cast, new_clinic
from support.world import OBJECTS, SHARED, START, WORDS, World, path_of, path_to_nothing, world_of

Clock = Callable[[datetime], None]
GUARDED = guarded()
OF_A_CLINIC = {name: address for name, address in GUARDED.items() if set(address.arguments) & set(OBJECTS)}
BELOW_A_PERSON = {
    name: address
    for name, address in OF_A_CLINIC.items()
    if "person" in address.arguments and len(set(address.arguments) & set(OBJECTS)) > 1
}
ONLY_OPENED, FORBIDDEN, NOT_FOUND, NOT_BY_THIS_WAY, CONFLICT = 302, 403, 404, 405, 409


@dataclass(frozen=True)
class Town:
    """Two clinics with one of everything each, and in the first another patient with one of everything."""

    world: World
    another: World
    elsewhere: World


@pytest.fixture(scope="module")
def town(once_per_module: AbstractContextManager[None]) -> Town:
    """Return both clinics, made once: every test leaves them as it found them."""
    with once_per_module:
        cast = new_clinic()
        cast.prescriber.credential = Credential.PHYSICIAN
        cast.prescriber.save()
        world, elsewhere = world_of(cast), world_of(new_clinic("Northside"))
        return Town(world, world_of(cast, who="physician", room=0), elsewhere)


@pytest.fixture
def world(db: None, town: Town, clock: Clock) -> World:
    """Return one of everything in the clinic of the cast, before the first session."""
    clock(START)
    return town.world


@pytest.fixture
def stranger(town: Town) -> Cast:
    """Return the other clinic."""
    return town.elsewhere.cast


def with_every_duty(cast: Cast) -> Client:
    """Return a director who has every other duty too, for this test."""
    Member.objects.filter(pk=cast.director.pk).update(duties=list(DUTIES))
    return cast.client("director")


def answers(client: Client, path: str) -> list[int]:
    """Return what a path answers to reading and to writing, where it takes each of them."""
    found = [client.get(path).status_code, client.post(path).status_code]
    return [status for status in found if status != NOT_BY_THIS_WAY]


def reads(client: Client, path: str) -> int:
    """Return what a path answers to reading, or to an empty form where it only takes forms."""
    status = client.get(path).status_code
    return status if status not in (NOT_FOUND, NOT_BY_THIS_WAY) else client.post(path).status_code


def test_every_argument_of_an_address_has_a_sample() -> None:
    wanted = {argument for address in addresses() if address.permission for argument in address.arguments}
    assert wanted - set(OBJECTS) - set(WORDS) == set()


@pytest.mark.parametrize("name", GUARDED)
def test_it_opens_for_whose_duty_it_is_and_refuses_everybody_else(name: str, world: World) -> None:
    address = GUARDED[name]
    permission = str(address.permission)
    path = path_of(address, world)
    for duty in DUTIES:
        client, member = world.cast.client(duty), world.cast.members[duty]
        if duty in PERMISSIONS[permission]:
            assert reads(client, path) in (200, 204, 302, 400, 409, 422), (duty, path)
            continue
        refusals = AuditEvent.objects.filter(member=member.id, act="refused", detail={"permission": permission})
        before = refusals.count()
        tried = answers(client, path)
        assert set(tried) == {FORBIDDEN}, (duty, path)
        assert refusals.count() - before >= len(tried), duty


def test_a_refusal_names_no_permission_by_its_code(world: World) -> None:
    page = world.cast.client("reception").get(f"/patients/{world.person}/").text
    assert "Your duties at this clinic do not include this page." in page
    assert "chart.read" not in page


@pytest.mark.parametrize("name", OF_A_CLINIC)
def test_what_is_of_another_clinic_is_not_there(name: str, world: World, stranger: Cast) -> None:
    """A stranger with every duty there is finds nothing of this clinic, as if it did not exist."""
    assert set(answers(with_every_duty(stranger), path_of(OF_A_CLINIC[name], world))) == {NOT_FOUND}


@pytest.mark.parametrize("name", BELOW_A_PERSON)
def test_what_is_of_another_person_looks_like_nothing(name: str, world: World, town: Town) -> None:
    """A path that begins with an own patient and ends with somebody else's visit is answered as if it ended nowhere."""
    address = BELOW_A_PERSON[name]
    client = with_every_duty(world.cast)
    inner = {argument for argument in address.arguments if argument in OBJECTS} - {"person"}
    recorded = Entry.objects.count()
    nothing = answers(client, path_of(address, world, None, inner))
    assert set(nothing) <= {NOT_FOUND, CONFLICT, ONLY_OPENED}
    assert nothing[-1] != ONLY_OPENED
    assert answers(client, path_of(address, world, town.elsewhere, inner)) == nothing
    if inner - SHARED:
        assert answers(client, path_of(address, world, town.another, inner)) == nothing
    assert Entry.objects.count() == recorded


@pytest.mark.parametrize("name", GUARDED)
def test_whoever_has_not_logged_in_is_sent_to_do_so(name: str, db: None) -> None:
    path = path_to_nothing(GUARDED[name])
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


# Each cell is what a path of that thing answers to reading: o opens, x is refused, - is not there.
MATRIX = """
    thing          director prescriber injector assistant reception auditor stranger
    today          o        o          o        o         o         x       o
    patients       o        o          o        o         o         x       o
    chart          o        o          o        o         x         x       -
    move-visit     o        o          o        o         o         x       -
    document       o        o          o        o         x         x       -
    photos         o        o          o        o         x         x       -
    photo          o        o          o        o         x         x       -
    photo-picture  o        o          o        o         x         x       -
    photo-preview  o        o          o        o         x         x       -
    photo-take     x        o          o        o         x         x       -
    photo-give     o        o          x        x         x         x       -
    identity-photo o        o          o        o         o         x       -
    photo-ratings  x        o          o        x         x         x       o
    photo-rating   x        o          o        x         x         x       -
    photo-rating-side x     o          o        x         x         x       -
    plan-write     x        o          o        x         x         x       -
    preparation    o        o          o        o         x         x       -
    allergy-test   o        o          o        o         x         x       -
    read-test      x        o          o        o         x         x       -
    session-visit  o        o          o        o         x         x       -
    strike         o        o          o        x         x         x       -
    lots           o        o          o        o         x         x       o
    lot            o        o          o        o         x         x       -
    lot-trace      o        o          x        x         x         x       -
    portal-access  o        o          o        o         o         x       -
    revoke-access  o        o          o        o         o         x       -
    account        o        o          o        o         o         o       o
    audit          o        x          x        x         x         o       o
    patient-emergency o     o          o        o         o         o       -
    policy         o        o          o        o         x         o       o
    policy-sign    o        x          x        x         x         x       o
    member         o        x          x        x         x         x       -
    kit            o        o          o        o         x         x       o
    audit          o        x          x        x         x         o       o
"""
SIGNS = {200: "o", 302: "o", FORBIDDEN: "x", NOT_FOUND: "-"}


def test_each_role_sees_each_thing_as_the_matrix_says(world: World, stranger: Cast) -> None:
    """The stranger holds every duty, in another clinic. The matrix is written by hand, apart from the permissions."""
    heads, *rows = (line.split() for line in MATRIX.strip().splitlines())
    clients = {duty: world.cast.client(duty) for duty in heads[1:-1]} | {"stranger": with_every_duty(stranger)}
    found = [
        [thing, *(SIGNS[reads(clients[who], path_of(GUARDED[thing], world))] for who in heads[1:])]
        for thing, *_ in rows
    ]
    assert found == rows
