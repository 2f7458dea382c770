"""Every page of the patient door, as the resolver knows them: open to everybody, on the way in, about one's own record.

Nothing here lists the pages: an address belongs to this door by its path, and whoever it opens for reads it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client

from nappage.records.models import Person, PortalAccess
from nappage.web.refusals import PATIENT_DOOR
from support.addresses import Address, addresses
from support.at_home import helper_of
from support.cast import Cast
from support.device import Phone
from support.world import START, World, path_of, path_to_nothing, world_of

# What belongs to this door though it stands elsewhere: it is there without a network.
ELSEWHERE = ("/offline/",)
NOW = START + timedelta(hours=1)
_LOADED = re.compile(rb'(?:href|src)="/static/([^"]+\.(?:css|js))"')


@dataclass(frozen=True)
class DoorPage:
    """One page of the door: its name, its path, and on whose device it opens."""

    name: str
    path: str
    reader: Client

    def answer(self, language: str) -> Any:
        """Return the page in a language."""
        self.reader.cookies["django_language"] = language
        return self.reader.get(self.path, {"lang": language})


def world_at_the_door(cast: Cast) -> World:
    """Return one of everything in a clinic; the access that an address may name is that of somebody who helps."""
    world = world_of(cast)
    helper = helper_of(cast, Person.objects.get(pk=world.person), NOW - timedelta(minutes=30))
    return replace(world, access=helper.id)


def door_pages(world: World) -> Iterator[DoorPage]:
    """Yield every page that opens at once; what is only sent to, or is a file, shows none."""
    readers = (_anybody(), _mine(world), _drowsy(world))
    for address in at_the_door():
        path = path_of(address, world)
        opens = next((one for one in readers if is_page(one.get(path))), None)
        if opens is not None:
            yield DoorPage(address.name, path, opens)


def refusals(world: World) -> Iterator[Any]:
    """Yield what somebody is answered where something is not there, not theirs, or was sent for somebody else."""
    mine, helping = _mine(world), Phone(PortalAccess.objects.get(pk=world.access))
    for address in (one for one in at_the_door() if one.own):
        yield mine.get(path_to_nothing(address))
        yield helping.get(path_of(address, world))
    unbound = Phone(_own_access(world), bound=False)
    yield unbound.post("/my/settings/")


def at_the_door() -> tuple[Address, ...]:
    """Return the addresses of the patient door."""
    return tuple(one for one in addresses() if one.path.startswith((*PATIENT_DOOR, *ELSEWHERE)))


def is_page(answer: Any, status: int = 200) -> bool:
    """Return whether an answer is a whole page."""
    return bool(answer.status_code == status) and answer.content.lstrip()[:9].lower() == b"<!doctype"


def carried(markup: bytes) -> dict[str, int]:
    """Return the bytes that a page takes to be shown, as they are sent: itself, its sheets, its scripts."""
    sizes = {"page": len(gzip.compress(markup))}
    for name in {name.decode() for name in _LOADED.findall(markup)}:
        found = finders.find(name)
        assert found is not None, name
        path = Path(found)
        packed = path.with_name(f"{path.name}.gz")
        sizes[name] = packed.stat().st_size if packed.exists() else path.stat().st_size
    return sizes


def _own_access(world: World) -> PortalAccess:
    return PortalAccess.objects.get(person=world.person, relation="self")


def _anybody() -> Client:
    """Return the device of somebody who asked for a code and has not typed it."""
    client = Client()
    client.post("/my/log-in/", {"address": "nobody@example.test"})
    return client


def _mine(world: World) -> Phone:
    return Phone(_own_access(world))


def _drowsy(world: World) -> Phone:
    """Return the telephone of somebody whose last code was long ago."""
    phone = _mine(world)
    session = phone.session
    session["stay"] = {**session["stay"], "confirmed": (NOW - timedelta(minutes=10)).isoformat()}
    session.save()
    return phone
