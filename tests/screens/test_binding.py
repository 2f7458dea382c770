"""A form reaches no other chart than the one it was opened for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from nappage.actions.sittings import set_pin
from nappage.records.models import AuditEvent, Entry, Person
from nappage.web.binding import Binding, Misbound, read_token, verify
from support.cast import Cast
from support.device import SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
TAP = {"id": "0192f3a0-7b1c-4d2e-8f3a-1b2c3d4e5f60", "protocol": "faint", "step": "legs-up", "dose": ""}


@pytest.fixture
def twins(cast: Cast, clock: SetClock) -> tuple[Person, Person]:
    """Return two patients whose names differ by little."""
    clock(AT)
    return cast.register("Demo patient 014", AT), cast.register("Demo patient 041", AT)


def field_of(page: Any) -> str:
    """Return the binding that a page's form carries."""
    content: str = page.content.decode()
    return content.partition('name="bound" value="')[2].partition('"')[0]


def steps_of(person: Person) -> int:
    return Entry.objects.filter(person=person, kind="emergency-step").count()


def test_a_form_of_the_open_patient_is_taken(cast: Cast, twins: tuple[Person, Person]) -> None:
    tablet = cast.client("injector", bound=False)
    page = f"/patients/{twins[0].id}/emergency/"
    response = tablet.post(page, TAP | {"bound": field_of(tablet.get(page))})
    assert response.status_code == 302
    assert steps_of(twins[0]) == 1


@pytest.mark.proves("H-13")
def test_two_tabs_and_a_switch_of_the_person_the_old_tab_is_refused(cast: Cast, twins: tuple[Person, Person]) -> None:
    set_pin(cast.actor("physician", AT), "508317")
    tablet = cast.client("injector", bound=False)
    first_tab = f"/patients/{twins[0].id}/emergency/"
    old = field_of(tablet.get(first_tab))
    tablet.post("/lock/")
    tablet.post("/lock/unlock/", {"member": str(cast.physician.id), "secret": "508317", "next": "/"})
    tablet.get(f"/patients/{twins[1].id}/emergency/")
    response = tablet.post(first_tab, TAP | {"bound": old, "words": "very pale, lying down"})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.index("Demo patient 014") < page.index("Demo patient 041")
    assert "opened by Demo injector" in page
    assert "by Demo physician" in page
    assert "very pale, lying down" in page
    assert old not in page
    assert steps_of(twins[0]) == steps_of(twins[1]) == 0
    refused = AuditEvent.objects.filter(clinic=cast.clinic.id, act="look").order_by("-number")[0]
    assert refused.detail == {"screen": "refused: a form of another patient or member"}


@pytest.mark.proves("H-13")
def test_a_form_of_one_patient_sent_to_another_is_refused(cast: Cast, twins: tuple[Person, Person]) -> None:
    tablet = cast.client("injector", bound=False)
    of_first = field_of(tablet.get(f"/patients/{twins[0].id}/emergency/"))
    response = tablet.post(f"/patients/{twins[1].id}/emergency/", TAP | {"bound": of_first})
    assert response.status_code == 409
    assert b"It was sent to" in response.content
    assert steps_of(twins[0]) == steps_of(twins[1]) == 0


@pytest.mark.parametrize("token", ["", "made-up", "a.b:signature"])
def test_a_form_that_does_not_say_whose_it_is_is_refused(cast: Cast, twins: tuple[Person, Person], token: str) -> None:
    tablet = cast.client("injector", bound=False)
    response = tablet.post(f"/patients/{twins[0].id}/emergency/", TAP | {"bound": token})
    assert response.status_code == 409
    assert b"it does not say" in response.content
    assert steps_of(twins[0]) == 0


def test_the_page_of_a_refusal_names_nobody_of_another_clinic(
    cast: Cast, stranger: Cast, twins: tuple[Person, Person]
) -> None:
    theirs = stranger.register("Demo patient 099", AT)
    tablet = cast.client("injector", bound=False)
    token = Binding(stranger.injector.id, theirs.id).token()
    response = tablet.post(f"/patients/{twins[0].id}/emergency/", TAP | {"bound": token})
    assert response.status_code == 409
    assert b"Demo patient 099" not in response.content


def test_a_script_is_refused_in_short(cast: Cast, twins: tuple[Person, Person]) -> None:
    tablet = cast.client("injector", bound=False)
    response = tablet.post(f"/patients/{twins[0].id}/emergency/", TAP, headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (409, {"refused": "bound to another patient or member"})


def test_a_token_says_what_was_bound_and_a_changed_one_nothing() -> None:
    bound = Binding(uuid4(), uuid4(), uuid4())
    assert read_token(bound.token()) == bound
    assert read_token(bound.token()[:-1]) is None
    assert read_token(bound.token().replace(bound.person.hex, uuid4().hex)) is None


def test_a_binding_to_another_visit_is_refused() -> None:
    there, elsewhere = Binding(uuid4(), uuid4(), uuid4()), uuid4()
    header = RequestFactory().post("/", headers={"X-Bound": there.token()})
    verify(header, there)
    verify(header, Binding(there.member, there.person))
    with pytest.raises(Misbound):
        verify(header, Binding(there.member, there.person, elsewhere))


def test_the_tag_binds_to_who_is_there(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.member = cast.injector  # type: ignore[attr-defined]
    person = uuid4()
    context = Context({"request": request, "person": person})
    shown = Template("{% bound_form person %}").render(context)
    assert Binding(cast.injector.id, person).token() in shown
    assert Template("{% bound_token person %}").render(context) in shown
