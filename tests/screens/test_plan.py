"""The plan: writing it, what stands between it and its signature, its versions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from nappage.assessment.look import look_at
from nappage.assessment.planned import draft, latest, versions
from nappage.engine.edition import Edition
from nappage.engine.package_price import PackagePrice, RefundRule
from nappage.engine.story import Criterion
from nappage.engine.wording import offences
from nappage.records.models import Course, Person
from nappage.values.money import Money
from nappage.values.quantity import Quantity
from support.after_session import given_session
from support.cast import Cast, example_terms, new_clinic
from support.planning import CONSULTED, F1, FLANK, THIGHS, draft_s1, look, sign_s1

Clock = Callable[[datetime], None]
TYPED: dict[str, Any] = {
    "then": "save",
    "base": "",
    "rows": "4",
    "goal": "I want my trousers to sit better.",
    "causes": ["circulation", "lymph"],
    "sites": ["thigh/right", "thigh/left", "flank/right"],
    "later": ["flank/right"],
    "sentinel": "upper-arm",
    "sessions": "10",
    "variant": "001-body",
    "first_day": "2026-03-03",
    "first_clock": "10:30",
    "technique": "nappage",
    "layer": "superficial-subcutis",
    "depth_0": "3",
    "depth_1": "mm",
    "line1-agent": "A",
    "line1-volume_0": "3.0",
    "line1-volume_1": "mL",
    "line1-strength_0": "10",
    "line1-strength_1": "mg/mL",
    "line1-lot": "A|A-101",
    "line2-agent": "B",
    "line2-volume_0": "2.0",
    "line2-volume_1": "mL",
    "line2-strength_0": "",
    "line2-strength_1": "mg/mL",
    "line2-lot": "B|B-101",
    "checkpoint": "4",
    "manner": "measured",
    "landmark": "thigh",
    "direction": "smaller",
    "change_0": "1.6",
    "change_1": "cm",
    "words": "One size less at both thighs.",
    "lifestyle": "Walking three times a week; no diet planned.",
    "alternatives": ["nothing", "diet-and-exercise"],
    "per_session": "120.00",
    "currency": "EUR",
    "package": "1000",
    "package_sessions": "10",
    "refund": "single-price",
}


@pytest.fixture
def person(cast: Cast, clock: Clock) -> Person:
    clock(CONSULTED)
    return cast.register("Demo patient 014", CONSULTED)


def url(person: Person, rest: str = "") -> str:
    return f"/patients/{person.id}/plan/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    return {**TYPED, **changes}


def save(cast: Cast, person: Person, duty: str = "injector", purpose: str = "cellulite", **changes: Any) -> Any:
    return cast.client(duty).post(url(person, f"write/?for={purpose}"), typed(**changes))


def test_it_says_what_to_do_next_where_nothing_is_planned(cast: Cast, person: Person) -> None:
    page = cast.client("injector").get(url(person)).content.decode()
    assert "No plan is written yet." in page
    assert f'href="{url(person, "write/")}"' in page


@pytest.mark.proves("S1", "K-17", "R015", "R029")
def test_it_keeps_everything_that_was_typed_as_one_draft(cast: Cast, person: Person) -> None:
    answer = save(cast, person)
    assert (answer.status_code, answer["Location"]) == (302, url(person))
    found = draft(look(cast, person).chart)
    assert found is not None
    plan, terms = found.plan, found.terms
    assert (plan.indication, plan.variant, plan.sessions) == ("cellulite", "001-body", 10)
    assert (set(plan.sites), plan.queued, plan.sentinel) == (set(THIGHS), (FLANK,), "upper-arm")
    assert (plan.technique, plan.layer) == ("nappage", "superficial-subcutis")
    assert plan.criterion == Criterion(4, "thigh", Quantity.parse("-1.6 cm"), "One size less at both thighs.")
    assert plan.lifestyle.startswith("Walking")
    assert plan.causes == ("circulation", "lymph")
    assert found.formula is not None
    assert found.formula.components == F1
    assert (terms.goal, str(terms.depth)) == ("I want my trousers to sit better.", "3 mm")
    assert terms.first == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    assert terms.alternatives_shown == ("nothing", "diet-and-exercise")
    assert terms.price == PackagePrice(Money.parse("120 EUR"), Money.parse("1000 EUR"), 10, RefundRule.SINGLE_PRICE)


def test_a_draft_may_leave_everything_open(cast: Cast, person: Person) -> None:
    bare = {"then": "save", "base": "", "rows": "4", "currency": "EUR"}
    assert cast.client("injector").post(url(person, "write/?for=cellulite"), bare).status_code == 302
    found = draft(look(cast, person).chart)
    assert found is not None
    assert (found.plan.sites, found.plan.sessions, found.formula) == ((), 0, None)
    page = cast.client("physician").get(url(person)).content.decode()
    for words in ("No place to treat is chosen.", "The plan says no number of sessions.", "No criterion is agreed"):
        assert words in page
    assert "Sign the plan</button>" in page
    assert "disabled" in page


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        *((duty, 302) for duty in ("injector", "physician", "prescriber")),
        *((duty, 403) for duty in ("assistant", "reception", "auditor", "director")),
    ],
)
def test_it_lets_only_those_write_who_treat(cast: Cast, person: Person, duty: str, status: int) -> None:
    assert save(cast, person, duty).status_code == status


def test_it_shows_a_plan_of_another_clinic_to_nobody(cast: Cast, stranger: Cast, person: Person) -> None:
    draft_s1(cast, person)
    for rest in ("", "write/", "versions/"):
        assert stranger.client("physician").get(url(person, rest)).status_code == 404
    for rest in ("write/?for=cellulite", "reason/", "sign/", "course/"):
        assert stranger.client("physician").post(url(person, rest), typed()).status_code == 404


# -- purposes --------------------------------------------------------------------------------------------------------


@pytest.mark.proves("R067", "R073", "R074", "H-25")
def test_it_offers_the_purposes_that_are_on_and_says_why_the_others_are_off(cast: Cast, person: Person) -> None:
    page = cast.client("injector").get(url(person, "write/")).content.decode()
    assert "?for=cellulite" in page
    assert "?for=localised-fat" in page
    assert "Has to be assessed before signing: food and exercise so far" in page
    off = page.partition("Off at this clinic")[2]
    assert "Weight loss is not switched on at this clinic" in off
    assert "?for=" not in off
    refused = save(cast, person, purpose="anxiety").content.decode()
    assert "What is the course for?" in refused
    assert draft(look(cast, person).chart) is None


@pytest.mark.proves("H-34")
def test_a_fresh_clinic_can_plan_nothing_before_its_director_switched_a_purpose_on(db: None, clock: Clock) -> None:
    clock(CONSULTED)
    fresh = new_clinic("Fresh", example_terms() | {"indications": []})
    person = fresh.register("Demo patient 016", CONSULTED)
    page = fresh.client("physician").get(url(person, "write/?for=localised-fat")).content.decode()
    assert "No purpose is switched on at this clinic." in page


# -- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("en", "0.05", "0.05 mL"),
        ("en", "5", "5 mL"),
        ("en", "0,05", None),
        ("en", "1,250", None),
        ("en", "1 250", None),
        ("en", ".5", None),
        ("en", "1e3", None),
        ("en", "-1", None),
        ("en", "0", None),
        ("fr", "0,05", "0.05 mL"),
        ("fr", "5", "5 mL"),
        ("fr", "0.05", None),
        ("es", "0,05", "0.05 mL"),
        ("es", "1.250", None),
    ],
)
def test_it_reads_a_volume_by_the_language_of_the_page_or_not_at_all(
    cast: Cast, person: Person, language: str, written: str, read: str | None
) -> None:
    point = "," if language != "en" else "."
    numbers = {"line2-volume_0": f"2{point}0", "change_0": f"1{point}6", "per_session": f"120{point}00"}
    client = cast.client("injector")
    sent = typed(**numbers, **{"line1-volume_0": written})
    answer = client.post(url(person, "write/?for=cellulite"), sent, headers={"accept-language": language})
    found = draft(look(cast, person).chart)
    if read is None:
        assert answer.status_code == 422
        assert found is None
        assert f'value="{written}"' in answer.content.decode()
    else:
        assert found is not None
        assert found.formula is not None
        assert found.formula.components[0].volume == Quantity.parse(read)


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("volume", "unit", "strength", "strength_unit", "echo"),
    [
        ("2", "mL", "1", "%", "1 % = 10 mg/mL; 2 mL = 20 mg"),
        ("2", "mL", "10", "mg/mL", "2 mL at 10 mg/mL = 20 mg"),
        ("500", "uL", "1", "%", "1 % = 10 mg/mL; 500 µL = 5 mg"),
        ("2", "mL", "", "mg/mL", "1 % = 10 mg/mL; 2 mL = 20 mg"),
        ("2", "mL", "0.1", "%", "0.1 % = 1 mg/mL; 2 mL = 2 mg"),
    ],
)
def test_it_says_what_it_took_a_strength_and_a_volume_to_mean(
    cast: Cast, person: Person, volume: str, unit: str, strength: str, strength_unit: str, echo: str
) -> None:
    line = {"agent": "L", "volume_0": volume, "volume_1": unit, "strength_0": strength, "strength_1": strength_unit}
    sent = typed(then="reckon", **{"line1-lot": "", **{f"line1-{name}": value for name, value in line.items()}})
    answer = cast.client("physician").post(url(person, "write/?for=cellulite"), sent)
    assert answer.status_code == 200
    assert echo in answer.content.decode()
    assert draft(look(cast, person).chart) is None


@pytest.mark.proves("H-10", "H-11", "R003")
def test_a_tenfold_volume_is_said_beside_the_signed_limit_and_is_not_signed(cast: Cast, person: Person) -> None:
    save(cast, person, **{"line1-volume_0": "30"})
    page = cast.client("physician").get(url(person)).content.decode()
    assert "300 mg" in page
    assert "40 mg" in page
    assert "thing stands against it" in page.replace("One thing", "thing").replace("things stand", "thing stands")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"line1-lot": "B|B-101"}, "a lot of A"),
        ({"line3-volume_0": "1", "line3-volume_1": "mL"}, "an agent for this line"),
        ({"line1-volume_0": ""}, "a volume for A"),
        ({"sessions": "16"}, "at most 15"),
        ({"first_clock": ""}, "a day and a time, or neither"),
        ({"first_day": "2026-03-29", "first_clock": "02:30"}, "The clocks go from 02:00 to 03:00 that night."),
        ({"landmark": ""}, "an answer, because of what counts"),
        ({"change_0": "0"}, "a number above nothing"),
        ({"manner": "eye", "words": ""}, "an answer, because of what counts"),
        ({"checkpoint": ""}, "the session before which it is judged"),
        ({"per_session": ""}, "the price of one session"),
        ({"refund": ""}, "how a stopped package is refunded"),
        ({"package_sessions": ""}, "how many sessions the package holds"),
        ({"package": "1000.005"}, "whole coins"),
        ({"depth_0": "3 mm"}, "a plain number"),
        ({"variant": "no-such-schedule"}, "one of the choices shown"),
        ({"sites": ["elbow/left"]}, "one of the choices shown"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, person: Person, changes: dict[str, Any], words: str
) -> None:
    answer = save(cast, person, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "I want my trousers to sit better." in page
    assert draft(look(cast, person).chart) is None


def test_it_says_all_faults_at_once(cast: Cast, person: Person) -> None:
    page = save(cast, person, **{"line1-volume_0": "1,250", "depth_0": "x", "sessions": "16"}).content.decode()
    assert "3 things have to be mended" in page


# -- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "E18", "K-09", "R014", "R015")
def test_a_third_area_waits_and_becomes_the_candidate_for_the_sentinel(cast: Cast, person: Person) -> None:
    save(cast, person, later=[], sentinel="")
    page = cast.client("physician").get(url(person)).content.decode()
    assert "3 areas" in page
    assert "A coded reason is asked for, and none is recorded." in page
    form = cast.client("injector").get(url(person, "write/")).content.decode()
    assert "Which of them wait?" in form
    before = latest(look(cast, person).chart)
    assert before is not None
    save(cast, person, base=str(before.entry), sentinel="")
    page = cast.client("physician").get(url(person)).content.decode()
    assert "3 areas" not in page
    assert "flank waits and could be it" in page
    form = cast.client("injector").get(url(person, "write/")).content.decode()
    assert '<optgroup label="Waiting in the queue">' in form
    assert form.partition("Waiting in the queue")[2].partition("</optgroup>")[0].count("flank") == 1


@pytest.mark.proves("E18", "H-20")
def test_a_reason_of_one_full_stop_is_refused_and_one_in_words_is_taken(cast: Cast, person: Person) -> None:
    save(cast, person, later=[], sites=["thigh/right", "thigh/left", "knee/right"])
    client = cast.client("injector")
    reason = {"rule": "area-cap", "area-cap-code": "small-neighbouring-areas", "area-cap-words": "."}
    answer = client.post(url(person, "reason/"), reason)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The reason is too short" in page
    assert "15 characters or more" in page
    assert re.search(r">\s*\.</textarea>", page)
    taken = client.post(url(person, "reason/"), reason | {"area-cap-words": "two small patches beside it"})
    assert taken.status_code == 302
    page = client.get(url(person)).content.decode()
    assert "Small neighbouring areas" in page
    assert "two small patches beside it" in page


@pytest.mark.proves("K-12")
@pytest.mark.parametrize(("layer", "warns"), [("superficial-subcutis", False), ("intradermal", True)])
def test_a_depth_is_held_against_the_layer_at_the_chosen_places(
    cast: Cast, person: Person, layer: str, warns: bool
) -> None:
    sent = typed(then="reckon", layer=layer)
    page = cast.client("injector").post(url(person, "write/?for=cellulite"), sent).content.decode()
    assert ("3 mm at the thigh reaches" in page) is warns


# -- schedules -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "K-05", "R090", "R116", "R117", "R184", "R185")
def test_it_compares_the_schedules_with_their_sources_and_dates(cast: Cast, person: Person) -> None:
    sent = typed(then="reckon")
    page = cast.client("injector").post(url(person, "write/?for=cellulite"), sent).content.decode()
    for source in ("001:66", "003:31", "000:11", "002:13"):
        assert source in page
    assert "Tue 3 Mar 2026, 10:30 to Tue 7 Jul 2026, 10:30" in page
    assert "126 days, that is 18 weeks" in page
    assert "the source also says 3 months" in page
    assert "The source of this schedule names no interval." in page


@pytest.mark.proves("S1")
def test_the_plan_shows_its_ten_dates_and_its_own_arithmetic(cast: Cast, person: Person) -> None:
    save(cast, person)
    page = cast.client("injector").get(url(person)).content.decode()
    dates = ("3 Mar", "17 Mar", "31 Mar", "14 Apr", "28 Apr", "12 May", "26 May", "9 Jun", "23 Jun", "7 Jul")
    assert [day for day in dates if f"Tue {day} 2026, 10:30" not in page] == []
    assert "126 days, that is 18 weeks, from the first session to the last; the source also says 3 months." in page
    assert "001:56" in page


# -- price -----------------------------------------------------------------------------------------------------------


def test_dates_in_the_middle_of_a_course_bear_the_numbers_of_their_sessions(cast: Cast, clock: Clock) -> None:
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at("2026-10-07 12:00"))
    client, address = cast.client("prescriber"), f"/patients/{laid.person}/plan/"
    found = look_at(cast.clinic.id, laid.person, laid.course, laid.at("2026-10-07 12:00"))
    number = found.outlook.course.coming[0].number
    assert number > 1
    page = client.get(address).content.decode()
    assert f'<ol class="dates"><li value="{number}">' in page
    compared = client.get(f"{address}write/").content.decode()
    assert f'<ol><li value="{number}">' in compared
    assert f"<dt>Dates of {10 - number + 1}</dt>" in compared


@pytest.mark.proves("U-11", "R041")
@pytest.mark.parametrize(("rule", "returned"), [("single-price", "640.00 EUR"), ("share", "700.00 EUR")])
def test_it_shows_what_a_package_gives_back_at_the_checkpoint(
    cast: Cast, person: Person, rule: str, returned: str
) -> None:
    save(cast, person, refund=rule)
    page = cast.client("injector").get(url(person)).content.decode()
    row = page.partition("refund__checkpoint")[2].partition("</tr>")[0]
    assert "3 sessions" in row
    assert returned in row


# -- signing ---------------------------------------------------------------------------------------------------------


def sign(cast: Cast, person: Person, duty: str = "physician", version: UUID | None = None) -> Any:
    newest = latest(look(cast, person).chart)
    assert newest is not None
    return cast.client(duty).post(url(person, "sign/"), {"version": str(version or newest.entry)})


@pytest.mark.proves("S1", "H-22")
def test_a_prescriber_signs_what_was_read(cast: Cast, person: Person) -> None:
    save(cast, person)
    assert sign(cast, person, "injector").status_code == 403
    assert sign(cast, person).status_code == 302
    (version,) = versions(look(cast, person).chart)
    assert (version.number, version.plan.signed_by) == (1, "physician-1")
    page = cast.client("injector").get(url(person)).content.decode()
    assert "Version 1, signed by Demo physician on Thu 19 Feb 2026, 10:00" in page
    assert "Go on to the consent" in page


def test_signing_what_somebody_changed_meanwhile_is_refused(cast: Cast, person: Person) -> None:
    save(cast, person)
    read = latest(look(cast, person).chart)
    assert read is not None
    save(cast, person, base=str(read.entry), sessions="8")
    assert sign(cast, person, version=read.entry).status_code == 409
    assert versions(look(cast, person).chart) == ()


@pytest.mark.proves("H-19")
def test_saving_over_what_somebody_else_saved_is_refused(cast: Cast, person: Person) -> None:
    save(cast, person)
    assert save(cast, person, sessions="8").status_code == 409
    assert save(cast, person, base="not a version").status_code == 409
    found = latest(look(cast, person).chart)
    assert found is not None
    assert found.plan.sessions == 10


def test_a_direct_post_signs_nothing_that_the_page_would_not(cast: Cast, person: Person) -> None:
    save(cast, person, sentinel="", lifestyle="")
    answer = sign(cast, person)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No untreated place is chosen for comparison." in page
    assert "Food and exercise beside the course are not recorded." in page
    assert versions(look(cast, person).chart) == ()
    assert cast.client("physician").post(url(person, "sign/"), {}).status_code == 302


@pytest.mark.proves("S1", "R025")
def test_a_change_is_a_new_version_and_says_what_it_changed(cast: Cast, person: Person, clock: Clock) -> None:
    sign_s1(cast, person)
    first = latest(look(cast, person).chart)
    assert first is not None
    later = CONSULTED + timedelta(days=5)
    clock(later)
    save(cast, person, base=str(first.entry), sessions="8", why="Two of them fall into a journey.")
    page = cast.client("physician").get(url(person)).content.decode()
    assert "stays in force until this draft is signed" in page
    newest = latest(look(cast, person, later).chart)
    assert newest is not None
    assert cast.client("physician").post(url(person, "sign/"), {"version": str(newest.entry)}).status_code == 302
    page = cast.client("injector").get(url(person, "versions/")).content.decode()
    assert "Version 2, signed by Demo physician" in page
    changed = page.partition("What it changed")[2].partition("</table>")[0]
    assert '<th scope="row">Sessions</th><td>10</td><td>8</td>' in changed
    assert "Two of them fall into a journey." in changed
    assert "Technique" not in changed


@pytest.mark.proves("R111")
def test_a_course_after_this_one_is_linked_to_it_and_begins_without_a_plan(cast: Cast, person: Person) -> None:
    client = cast.client("injector")
    assert client.post(url(person, "course/")).status_code == 404
    sign_s1(cast, person)
    assert client.post(url(person, "course/")).status_code == 302
    last = Course.objects.filter(person=person).order_by("-opened_at", "-id").first()
    assert last is not None
    assert last.follows is not None


# -- the rest of the form --------------------------------------------------------------------------------------------


@pytest.mark.proves("R008", "R060")
def test_a_formula_begins_with_a_mixture_that_the_director_signed(cast: Cast, person: Person) -> None:
    sent = typed(then="fill", start="mixture:0")
    page = cast.client("injector").post(url(person, "write/?for=cellulite"), sent).content.decode()
    line = page.partition('name="line1-agent"')[2].partition("</fieldset>")[0]
    assert '<option value="A" selected>' in line
    assert 'value="10"' in line
    assert "I want my trousers to sit better." in page


@pytest.mark.proves("R060")
def test_a_beginning_that_is_not_named_for_the_purpose_says_so(cast: Cast, person: Person) -> None:
    client = cast.client("injector")
    for purpose, words in (("cellulite", "A + B"), ("localised-fat", "A + B: not named for this purpose")):
        page = client.get(url(person, f"write/?for={purpose}")).content.decode()
        assert f'<option value="mixture:0">{words}</option>' in page


@pytest.mark.proves("H-24", "R164")
def test_what_has_to_be_assessed_is_written_in_words(cast: Cast, person: Person) -> None:
    save(cast, person, purpose="localised-fat", causes=[])
    page = cast.client("physician").get(url(person)).content.decode()
    assert "Not assessed yet: food and exercise so far." in page
    before = latest(look(cast, person).chart)
    assert before is not None
    said = {"assessed-diet-and-exercise-history": "Two diets in ten years; walks to work."}
    save(cast, person, purpose="localised-fat", base=str(before.entry), causes=[], **said)
    page = cast.client("physician").get(url(person)).content.decode()
    assert "Not assessed yet" not in page
    assert "Two diets in ten years; walks to work." in page


@pytest.mark.proves("R132", "K-18")
def test_the_other_ways_and_doing_nothing_stand_beside_the_plan(cast: Cast, person: Person) -> None:
    page = cast.client("injector").get(url(person, "write/?for=cellulite")).content.decode()
    for way in ("Doing nothing", "Diet and exercise", "Liposuction", "Cooling of fat"):
        assert way in page


@pytest.mark.proves("H-03", "H-32")
def test_no_page_of_the_plan_says_a_forbidden_word(cast: Cast, person: Person, edition: Edition) -> None:
    client = cast.client("physician")
    pages = [client.get(url(person, rest)) for rest in ("", "write/", "write/?for=cellulite")]
    save(cast, person, later=[], sentinel="")
    pages += [client.get(url(person)), client.get(url(person, "write/"))]
    pages.append(save(cast, person, sessions="16"))
    for page in pages:
        assert offences(edition, text_of(page.content.decode())) == ()


def text_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
