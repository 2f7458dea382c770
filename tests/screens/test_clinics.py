"""Finding a clinic: those that chose it, by the alphabet, narrowed down, never ranked; the director decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nappage.actions.policies import list_clinic
from nappage.assessment.listed_clinic import listed_clinics
from nappage.assessment.policy_in_force import policy_in_force
from nappage.engine.edition import Edition
from nappage.engine.policy import Listing
from nappage.records.models import AuditEvent, Credential
from nappage.rendering.wording import LANGUAGES
from support.cast import Cast, new_clinic
from support.pages import forbidden_words, words_of_page
from support.readability import fernandez_huerta, flesch_kincaid_grade, kandel_moles, prose_of

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
Clock = Callable[[datetime], None]
LISTING = Listing("Calle 1, Madrid", ("es", "fr"), ("thigh",), (("One session", "90 EUR"),))
GIVEN = {"listed": "on", "address": "Calle 2", "languages": ["es"], "zones": ["face"], "prices": "Talk: 0 EUR"}


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None:
    clock(AT)


def listed(cast: Cast, listing: Listing | None = LISTING) -> None:
    list_clinic(cast.actor("director", AT - timedelta(days=1)), listing)


def names(**chosen: str) -> list[str]:
    """Return the names of the clinics on the page, in their order."""
    answer = Client().get("/clinics/", {"lang": "en", **chosen})
    assert answer.status_code == 200
    return re.findall(r'<section class="card listed">\s*<h2>([^<]*)<', answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_open_and_plain_and_tells_where_no_clinic_is_listed(cast: Cast, language: str, edition: Edition) -> None:
    client = Client()
    answer = client.get("/clinics/", {"lang": language})
    assert not client.cookies
    assert forbidden_words(edition, answer) == []
    measure = {"en": flesch_kincaid_grade, "fr": kandel_moles, "es": fernandez_huerta}[language]
    read = measure(prose_of(answer.content.decode(), language))
    assert read <= 8 if language == "en" else read >= 60
    assert names() == []


@pytest.mark.proves("R127")
def test_only_who_chose_it_is_listed_in_the_order_of_the_alphabet(cast: Cast, stranger: Cast) -> None:
    listed(cast)
    assert names() == [cast.clinic.name]
    listed(stranger)
    another = new_clinic("alpha")
    listed(another)
    assert names() == sorted([cast.clinic.name, stranger.clinic.name, "alpha"], key=str.casefold)
    words = words_of_page(Client().get("/clinics/", {"lang": "en"}))
    assert "We rank none of them, and we hold no reviews." in words
    listed(cast, None)
    assert cast.clinic.name not in names()


@pytest.mark.proves("R127", "U-11")
def test_it_is_narrowed_down_by_purpose_place_language_credential_and_price(cast: Cast, stranger: Cast) -> None:
    listed(cast)
    listed(stranger, Listing("Elsewhere", ("en",), ("face",)))
    for member in stranger.members.values():
        member.credential = Credential.PHYSICIAN
        member.save()
    here, there = cast.clinic.name, stranger.clinic.name
    assert names(place="thigh") == [here]
    assert names(place="face") == [there]
    assert names(language="fr") == [here]
    assert names(credential="nurse") == [here]
    assert names(prices="yes") == [here]
    assert names(language="fr", place="face") == []
    assert set(names(purpose="cellulite")) == {here, there}
    assert names(purpose="anxiety") == []
    answer = Client().get("/clinics/", {"lang": "fr", "place": "thigh", "language": "en"})
    assert "Aucune clinique de la liste" in words_of_page(answer)
    assert '<option value="thigh" selected>' in answer.content.decode()


def test_who_injects_is_told_by_credential_and_count_and_never_by_name(cast: Cast) -> None:
    listed(cast)
    (found,) = listed_clinics(AT)
    assert found.injectors == {"physician": 1, "nurse": 1}
    cast.injector.licensed_until = AT.date() - timedelta(days=1)
    cast.injector.save()
    assert listed_clinics(AT)[0].injectors == {"physician": 1}
    words = words_of_page(Client().get("/clinics/", {"lang": "en"}))
    assert "Physician: 1" in words
    assert cast.injector.name not in words
    assert "One session: 90 EUR" in words


def test_a_director_lists_the_clinic_by_signing_and_takes_it_off_again(cast: Cast) -> None:
    director = cast.client("director")
    assert "This clinic is not in the public list." in director.get("/policy/listing/").content.decode()
    assert director.post("/policy/listing/", GIVEN).status_code == 302
    in_force = policy_in_force(cast.clinic.id, AT)
    assert in_force.policy.listing == Listing("Calle 2", ("es",), ("face",), (("Talk", "0 EUR"),))
    assert in_force.version == 2
    assert AuditEvent.objects.filter(act="policy.sign").exists()
    page = director.get("/policy/listing/").content.decode()
    assert "This clinic stands in the public list." in page
    assert "Talk: 0 EUR" in page
    assert director.post("/policy/listing/", {"address": "Calle 2"}).status_code == 302
    assert policy_in_force(cast.clinic.id, AT).policy.listing is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": ""}, "Fill it in, or take the tick away."),
        ({"languages": []}, "Fill it in, or take the tick away."),
        ({"prices": "ninety euros"}, "Write each on a line, with a colon."),
        ({"prices": "\n".join(f"Item {n}: 1 EUR" for n in range(41))}, "Write each on a line, with a colon."),
    ],
)
def test_a_listing_that_nobody_could_use_is_refused_and_what_was_typed_stays(
    cast: Cast, change: dict[str, Any], said: str
) -> None:
    answer = cast.client("director").post("/policy/listing/", {**GIVEN, **change})
    assert answer.status_code == 422
    assert said in words_of_page(answer)
    assert policy_in_force(cast.clinic.id, AT).policy.listing is None
