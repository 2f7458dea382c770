"""Every paper asked for as people ask for it, in one clinic and a language: each by the screen that gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings

from nappage.actions.passports import issue_passport
from nappage.assessment.followed import Away
from nappage.assessment.happening import EmergencyStep, MedicineList, Signed
from nappage.engine.story import MedicineTaken, SymptomReport
from nappage.records.models import Identity, Person, Visit
from nappage.values.quantity import Quantity
from nappage.web.decision_aid import presenter
from support.cast import Cast
from support.measured import FIRST, TWO_WEEKS, MeasuredCourse, course_of
from support.papers import Caught, caught
from support.planning import CONSULTED, sign_s1

AT = FIRST + 2 * TWO_WEEKS + timedelta(hours=5)
NARRATIVE = "Lips swelled after the last puncture."
GROUNDS = {"when": "now", "basis": "Recall, Regulation (EU) 2017/745", "until": "2036-03-03"}


@dataclass(frozen=True)
class Asking:
    """A clinic with somebody measured and treated three times, somebody who has signed a plan, and one to be erased."""

    cast: Cast
    course: MeasuredCourse
    planned: Person
    leaving: Person

    @property
    def person(self) -> str:
        return self.course.person


def asking_of(cast: Cast) -> Asking:
    """Return the clinic: of the treated person every list, a lump, an emergency and a journey are on record."""
    course = course_of(cast, ("57.0", "56.4", "55.6"))
    say, last = course.written.say, FIRST + 2 * TWO_WEEKS
    say("assistant", last + timedelta(minutes=40), MedicineList((MedicineTaken("warfarin"),)), person=True)
    say("assistant", last + timedelta(minutes=41), Away("America/New_York"))
    for symptom in ("lump", "lip-swelling"):
        zone = "thigh" if symptom == "lump" else ""
        at = last + timedelta(hours=1)
        say("injector", at, SymptomReport(symptom, onset=at, at=at, zone=zone))
    tapped = last + timedelta(minutes=62)
    say("injector", tapped, EmergencyStep("anaphylaxis", "adrenaline", tapped, Quantity.parse("0.5 mg")))
    course.written.booked(AT + timedelta(days=1))
    planned = cast.register("Demo patient 015", CONSULTED)
    sign_s1(cast, planned)
    return Asking(cast, course, planned, cast.register("Demo patient 016", CONSULTED))


def _consent(asking: Asking, language: str) -> None:
    url = f"/patients/{asking.planned.id}/consent/sign/"
    client = asking.cast.client("assistant")
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(url, {"language": language}).content.decode())
    assert shown is not None
    said = {"explained_by": "injector-1", "manner": "typed", "strokes": "", "name": "Demo patient 015", "witness": ""}
    assert client.post(url, {"shown": shown[1], **said}).status_code == 302


def _photo_consent(asking: Asking, language: str) -> None:
    said = {
        "explained_by": "injector-1",
        "manner": "typed",
        "name": "Demo patient 015",
        "record": "yes",
        "rating": "no",
    }
    uses = f"/patients/{asking.planned.id}/photos/uses/"
    if language != "en":  # a yes that stands is not signed again
        answer = asking.cast.client("physician").post(f"{uses}record/withdraw/", {"words": ""})
        assert answer.status_code == 302
    assert asking.cast.client("assistant").post(f"{uses}?language={language}", said).status_code == 302


def _adverse_event(asking: Asking, language: str) -> None:
    said = {"narrative": NARRATIVE, "serious": ["danger to life"], "outcome": "recovered"}
    url = f"/patients/{asking.person}/after/adverse-event/"
    assert asking.cast.client("physician").post(url, said, headers=_in(language)).status_code == 302


def _erasure(asking: Asking, language: str) -> None:
    director = asking.cast.client("director")
    assert director.post(f"/patients/{asking.leaving.id}/erasure/", GROUNDS).status_code in (302, 404)
    _given(director.get(f"/director/certificates/{asking.leaving.id}/", headers=_in(language)))


def _session(asking: Asking, language: str) -> None:
    written = asking.course.written
    visit = Visit.objects.filter(person=written.person).earliest("start")
    if language == "en":  # it is signed once
        written.say("injector", AT, Signed(2, 240, Quantity.parse("4.8 mL")), visit=visit.id)
    _page(f"/patients/{{person}}/session/{visit.id}/paper/")(asking, language)


def _record(which: str) -> Callable[[Asking, str], None]:
    def ask(asking: Asking, language: str) -> None:
        url = f"/patients/{asking.person}/export/"
        _given(asking.cast.client("director").post(url, {"which": which}, headers=_in(language)))

    return ask


def _page(path: str, duty: str = "physician") -> Callable[[Asking, str], None]:
    def ask(asking: Asking, language: str) -> None:
        _given(asking.cast.client(duty).get(path.format(person=asking.person), headers=_in(language)))

    return ask


def _take_along(asking: Asking, language: str) -> None:
    presenter._paper.cache_clear()  # one a day is made, and another test may have asked for it
    _given(Client().get("/decide/take-along.pdf", {"lang": language}))


# Each paper by what people call it. A place that prints and that none of these reaches fails a test.
PAPERS: Mapping[str, Callable[[Asking, str], None]] = {
    "aftercare sheet": _page("/patients/{person}/after/sheet/"),
    "record of a session": _session,
    "progress": _page("/patients/{person}/measures/paper/"),
    "passport": _page("/patients/{person}/passport/paper/"),
    "emergency card": _page("/patients/{person}/passport/card/"),
    "day": _page(f"/day-paper/?day={AT + timedelta(days=1):%Y-%m-%d}"),
    "consent": _consent,
    "photo consent": _photo_consent,
    "adverse event": _adverse_event,
    "copy of the record": _record("copy"),
    "complaint pack": _record("complaint"),
    "page to take along": _take_along,
    "erasure certificate": _erasure,
}


def asked_for(asking: Asking, language: str, names: Iterable[str] = PAPERS) -> Iterator[tuple[str, Caught]]:
    """Yield every paper, or those that are named, in a language; who they are about reads that language."""
    Identity.objects.filter(clinic=asking.cast.clinic).update(language=language)
    with override_settings(NAPPAGE_CLOCK=lambda: AT):
        issue_passport(asking.cast.actor("injector", AT), asking.course.written.person)
        for name in names:
            with caught() as found:
                PAPERS[name](asking, language)
            yield from ((name, one) for one in found)


def printed_pages_of(asking: Asking) -> Iterator[tuple[str, str]]:
    """Yield each page that a browser prints: the name of its template, and the page."""
    with override_settings(NAPPAGE_CLOCK=lambda: AT):
        for query in ("", "?sheet"):
            answer = asking.cast.client("assistant").get(f"/patients/{asking.person}/labels/print/{query}")
            _given(answer)
            yield str(answer.templates[0].name), answer.content.decode()


def _in(language: str) -> dict[str, str]:
    return {"Accept-Language": language}


def _given(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code
