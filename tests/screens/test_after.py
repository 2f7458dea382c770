"""After a session: the sheet with absolute times, leaving, the calls, reports that only a person closes, nodules."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest

from nappage.actions.acting import Denied
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.reports import close_report
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.assessment.followed import CheckOut, NoduleSeen, ReportClosed, StaffIncident
from nappage.assessment.happening import EmergencyStep, Observation, ObservationEnded
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.worklist import reports_of, worklist
from nappage.engine.contact import ContactMade
from nappage.engine.emergency import EmergencyProtocol
from nappage.engine.symptom import Level
from nappage.records.models import AuditEvent, Document, Entry, Identity
from nappage.sealing.seal import read_seal
from nappage.values.quantity import Quantity
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock


def page(laid: Laid, path: str = "after/", duty: str = "assistant") -> str:
    """Return the main part of a patient's page as text, blanks folded."""
    answer = laid.cast.client(duty).get(f"/patients/{laid.person}/{path}")
    assert answer.status_code == 200, answer.status_code
    main = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def send(laid: Laid, path: str, said: Mapping[str, object], duty: str = "assistant") -> int:
    status: int = laid.cast.client(duty).post(f"/patients/{laid.person}/after/{path}", said).status_code
    return status


def report(laid: Laid, clock: SetClock, at: str, symptom: str, onset: str, **said: object) -> UUID:
    """Report a symptom at the screen and return its entry."""
    clock(laid.at(at))
    day, time = onset.split()
    form = {"symptom": symptom, "day": day, "clock": time, **said}
    assert send(laid, "report/", form) == 302
    return Entry.objects.filter(person=laid.person, kind="report").latest("recorded_at", "id").id


def text_of(paper: Path) -> str:
    """Return what a paper says."""
    return subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout


def sheet_of(laid: Laid, folder: Path, query: str = "") -> str:
    """Return what the aftercare sheet says, blanks folded."""
    answer = laid.cast.client("assistant").get(f"/patients/{laid.person}/after/sheet/{query}")
    (folder / "sheet.pdf").write_bytes(answer.content)
    return " ".join(text_of(folder / "sheet.pdf").split())


def triage(laid: Laid, at: str, entry: UUID) -> Level:
    return dict(reports_of(laid.look(at)))[entry].level


@pytest.fixture
def flanks(cast: Cast, clock: SetClock) -> Laid:
    """Return S4 right after its first session: flanks, a non-lytic formula, Tue 6 Oct 2026, 11:00 to 11:25."""
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at("2026-10-06 11:45"))
    return laid


# -- who stays -------------------------------------------------------------------------------------------------------


def watched(laid: Laid) -> UUID:
    """Begin the watch after the session, to 11:55, and return it."""
    return say(laid, "2026-10-06 11:25", Observation("assistant-1", 30, "session", laid.at("2026-10-06 11:25")))


def test_the_watch_after_a_session_stands_on_its_page_and_the_first_call_is_by_its_end(
    flanks: Laid, clock: SetClock
) -> None:
    watched(flanks)
    clock(flanks.at("2026-10-06 11:30"))
    shown = page(flanks)
    for words in ("Somebody stays and is watched", "from 11:40", "by 11:55", "The observation runs to 11:55"):
        assert words in shown, words
    assert "by Tue 6 Oct 2026, 11:55" in page(flanks, "")


def test_chart_board_and_page_after_name_the_same_owner_of_the_first_call_and_of_the_watch(
    cast: Cast, flanks: Laid, clock: SetClock
) -> None:
    watched(flanks)
    assert "(Demo injector, by Tue 6 Oct 2026, 11:55)" in page(flanks, "")
    assert "(Demo injector, by Tue 6 Oct 2026, 11:55)" in cast.client("injector").get("/").content.decode()
    after = page(flanks)
    assert re.search(r"before leaving .*? Demo injector", after)
    assert "Observation Demo assistant" in after
    assert send(flanks, "take-on/", {"owner": "assistant-1", "day": "2026-10-06"}) == 302
    assert "(Demo assistant, by Tue 6 Oct 2026, 11:55)" in page(flanks, "")


def test_a_watch_after_a_session_is_ended_on_its_page_and_not_too_soon(flanks: Laid, clock: SetClock) -> None:
    end = f"/patients/{flanks.person}/observations/{watched(flanks)}/end/"
    clock(flanks.at("2026-10-06 11:30"))
    early = flanks.cast.client("assistant").post(end, {})
    assert early.status_code == 422
    assert ["After the session" in early.content.decode(), "5 min" in early.content.decode()] == [True, True]
    clock(flanks.at("2026-10-06 11:56"))
    answer = flanks.cast.client("assistant").post(end, {})
    assert answer["Location"] == f"/patients/{flanks.person}/after/"
    assert flanks.look("2026-10-06 11:57").chart.latest(ObservationEnded) is not None
    assert "The observation runs to" not in page(flanks)


# -- the aftercare ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "K-10")
def test_the_thighs_have_no_hot_shower_until_18_58_and_no_rule_about_make_up(cast: Cast, clock: SetClock) -> None:
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 10:58")
    clock(laid.at("2026-03-03 11:10"))
    shown = page(laid)
    assert "Until Tue 3 Mar 2026, 18:58 (Madrid time)." in shown
    assert "make-up" not in shown


@pytest.mark.proves("S2", "K-10", "K-11")
def test_the_face_waits_with_make_up_and_a_hot_shower_and_hears_of_protein(cast: Cast, clock: SetClock) -> None:
    laid = given_session(cast, "s2-face", "2026-10-05 14:50", "2026-10-05 15:20")
    clock(laid.at("2026-10-05 15:30"))
    shown = page(laid)
    make_up, shower = shown.index("Until Mon 5 Oct 2026, 19:20"), shown.index("Until Mon 5 Oct 2026, 23:20")
    assert shown.index("wear no make-up") < make_up < shower
    assert "rich in protein after the session" in shown


@pytest.mark.proves("K-16", "R024")
def test_going_back_to_work_is_said_as_the_sources_differ(flanks: Laid) -> None:
    shown = page(flanks)
    assert "Three sources say that you can go back to work at once; a fourth says" in shown
    assert "The sources say 0 days to 1 day." in shown
    assert "Clinic page on mesotherapy, line 9; Questions and answers on mesotherapy, line 76; Medical" in shown


@pytest.mark.proves("H-38", "R155")
def test_a_traveller_has_every_time_on_the_clocks_of_both_places_on_screen_and_paper(
    cast: Cast, clock: SetClock, tmp_path: Path
) -> None:
    laid = given_session(cast, "s2-face", "2026-10-05 14:50", "2026-10-05 15:20")
    clock(laid.at("2026-10-05 15:30"))
    assert send(laid, "leaving/", {"zone": "America/New_York", "words": ""}) == 302
    assert "That is Mon 5 Oct 2026, 17:20 in New York time." in page(laid)
    answer = cast.client("assistant").get(f"/patients/{laid.person}/after/sheet/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(answer.content)
    text = text_of(sheet)
    for words in (
        "Until Mon 5 Oct 2026, 23:20 (Madrid time).",
        "That is Mon 5 Oct 2026, 17:20 in New York time.",
        "112",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("language", "title", "until", "alarm"),
    [
        (
            "fr",
            "Après votre séance",
            "Jusqu’au lun. 5 oct. 2026, 23:20 (heure de Madrid).",
            "appelez le 112 tout de suite",
        ),
        ("es", "Después de su sesión", "Hasta el lun 5 oct 2026, 23:20 (hora de Madrid).", "llame ya al 112"),
    ],
)
def test_the_sheet_speaks_the_persons_language_with_the_alarms_in_english_beside(
    language: str, title: str, until: str, alarm: str, cast: Cast, clock: SetClock, tmp_path: Path
) -> None:
    laid = given_session(cast, "s2-face", "2026-10-05 14:50", "2026-10-05 15:20")
    Identity.objects.filter(person=laid.person).update(language=language)
    clock(laid.at("2026-10-05 15:30"))
    text = sheet_of(laid, tmp_path)
    for words in (title, until, alarm, "call 112 now", "Call the emergency number for: ", "with any of these: "):
        assert words in text, words
    # Only the alarms are in both: an instruction that waits for no ambulance stands there once.
    assert "wear no make-up" not in text
    assert not re.search(r"\[(en: |[a-z]+\.[a-z])", text)
    assert "Call the emergency number for" in sheet_of(laid, tmp_path, "?language=en")
    assert title not in sheet_of(laid, tmp_path, "?language=en")


def test_a_zone_that_does_not_exist_is_refused_with_what_was_typed_still_there(flanks: Laid) -> None:
    assert send(flanks, "leaving/", {"zone": "Mars/Crater", "sheet-given": "yes", "words": "bye"}) == 422
    assert not Entry.objects.filter(person=flanks.person, kind__in=("away", "check-out")).exists()


def test_a_refusal_of_the_list_or_of_who_left_early_leads_to_its_field(flanks: Laid) -> None:
    client, watch = flanks.cast.client("assistant"), watched(flanks)
    nothing = client.post(f"/patients/{flanks.person}/after/leaving/", {"zone": ""})
    first = next(iter(flanks.look("2026-10-06 11:26").outlook.after.leaving)).instruction
    left = client.post(f"/patients/{flanks.person}/observations/{watch}/end/", {"left_early": "on", "words": ""})
    for answer, field in ((nothing, f"id_{first}_0"), (left, f"left-{watch}")):
        page = answer.content.decode()
        assert [answer.status_code, f'<a href="#{field}">' in page, f'id="{field}"' in page] == [422, True, True], field


def test_each_call_of_the_table_leads_to_its_own_form_also_before_it_is_due(flanks: Laid) -> None:
    asked = page(flanks, "after/?day=2026-10-07")
    assert "Asked: 24 hours, Wed 7 Oct 2026" in asked
    assert "Record the call" in asked


def test_the_zones_are_listed_by_the_part_of_the_world(flanks: Laid) -> None:
    shown = flanks.cast.client("assistant").get(f"/patients/{flanks.person}/after/").content.decode()
    america = shown[shown.index('<optgroup label="America">') : shown.index('<optgroup label="Antarctica">')]
    assert '<option value="America/New_York">New York</option>' in america


def test_the_number_to_dial_stands_before_what_is_to_be_avoided(flanks: Laid) -> None:
    shown = page(flanks)
    aftercare = shown[shown.index("Call the emergency number for") :]
    assert aftercare.index("call 112 now") < aftercare.index("Please avoid")


@pytest.mark.proves("H-08", "R056")
def test_the_sheet_says_nothing_comforting_about_a_bump(flanks: Laid) -> None:
    shown = page(flanks)
    often = shown[shown.index("Often seen, and until when") : shown.index("Before leaving")]
    assert "bump" not in often
    assert "A bump under the skin with any of these" in shown


def test_what_was_not_done_before_leaving_is_on_the_record_as_not_done(flanks: Laid) -> None:
    assert send(flanks, "leaving/", {"sheet-given": "yes", "stood-and-walked": "no", "words": "in a hurry"}) == 302
    chart = chart_of(flanks.person, flanks.course, flanks.at("2026-10-06 12:00"))
    assert {value.instruction: value.done.value for _, value in chart.of(CheckOut)} == {
        "sheet-given": "yes",
        "stood-and-walked": "no",
    }
    assert "not done" in page(flanks)


def open_follow_ups(laid: Laid, at: str) -> list[str]:
    return [part.follow_up.id for one in laid.look(at).contacts for part in one.parts]


def test_the_line_of_the_list_before_leaving_is_the_call_and_settles_it(flanks: Laid) -> None:
    assert "before-leaving" in open_follow_ups(flanks, "2026-10-06 11:45")
    assert "to be asked from 11:40 to 11:55: answered here or there, it is done in both" in page(flanks)
    assert send(flanks, "leaving/", {"asked-before-leaving": "nothing", "words": "feels well"}) == 302
    assert "before-leaving" not in open_follow_ups(flanks, "2026-10-06 11:46")
    assert "Asked how it is; what was said is reported. 11:45, Demo assistant: nothing that troubles them" in page(
        flanks
    )
    # Asked once, it is not asked a second time, and a second answer is refused.
    assert send(flanks, "contact/", {"day": "2026-10-06", "told": "nothing", "words": ""}) == 409


def test_the_call_settles_the_line_of_the_list_before_leaving(flanks: Laid) -> None:
    assert send(flanks, "contact/", {"day": "2026-10-06", "told": "nothing", "words": ""}) == 302
    assert "11:45, Demo assistant: nothing that troubles them" in page(flanks)


def test_a_list_gone_through_too_early_leaves_the_check_open(flanks: Laid, clock: SetClock) -> None:
    clock(flanks.at("2026-10-06 11:32"))
    shown = page(flanks)
    assert "It is asked here once it is due." in shown
    assert "Somebody who leaves before is asked now" in shown
    assert send(flanks, "leaving/", {"asked-before-leaving": "nothing", "sheet-given": "yes", "words": ""}) == 302
    assert "before-leaving" in open_follow_ups(flanks, "2026-10-06 11:33")
    clock(flanks.at("2026-10-06 11:45"))
    assert "Asked how it is; what was said is reported. not done" in page(flanks)


def test_a_check_that_nobody_asked_stays_open_and_is_on_the_record_as_not_done(flanks: Laid) -> None:
    assert send(flanks, "leaving/", {"asked-before-leaving": "nobody", "words": "in a hurry"}) == 302
    assert "before-leaving" in open_follow_ups(flanks, "2026-10-06 11:46")
    chart = chart_of(flanks.person, flanks.course, flanks.at("2026-10-06 12:00"))
    assert [value.done.value for _, value in chart.of(CheckOut)] == ["no"]


def test_the_check_before_leaving_closes_no_report(flanks: Laid, clock: SetClock) -> None:
    entry = report(flanks, clock, "2026-10-06 11:44", "breathing", "2026-10-06 11:40")
    answer = flanks.cast.client("assistant").post(
        f"/patients/{flanks.person}/after/leaving/", {"asked-before-leaving": "something", "words": ""}
    )
    assert answer["Location"] == f"/patients/{flanks.person}/after/report/"
    found = dict(reports_of(flanks.look("2026-10-06 11:50")))[entry]
    assert (found.level, found.is_open) == (Level.EMERGENCY, True)


# -- the calls -------------------------------------------------------------------------------------------------------


def waiting(cast: Cast, laid: Laid, at: str) -> list[tuple[str, str, str]]:
    """Return the worklist at a local time: what, whose, by when."""
    now = laid.at(at)
    return [
        (
            one.report.level.value if one.report else ",".join(part.follow_up.id for part in one.contact.parts)
            if one.contact else "",
            one.owner,
            laid.told.clock(one.by),
        )
        for one in worklist(cast.clinic.id, policy_in_force(cast.clinic.id, now), now, now)
    ]  # fmt: skip


def test_the_worklist_shows_each_call_with_its_owner_and_by_when(cast: Cast, flanks: Laid, clock: SetClock) -> None:
    assert waiting(cast, flanks, "2026-10-06 11:45") == [("before-leaving", "injector-1", "Tue 6 Oct 2026 11:55")]
    clock(flanks.at("2026-10-07 12:00"))
    assert waiting(cast, flanks, "2026-10-07 12:00")[1:] == [("24-hours", "injector-1", "Thu 8 Oct 2026 00:00")]
    answer = cast.client("assistant").get("/follow-up/").content.decode()
    assert "before leaving" in answer
    assert "24 hours" in answer


def test_nobody_reached_leaves_a_call_open_and_somebody_reached_settles_all_that_was_due(
    cast: Cast, flanks: Laid, clock: SetClock
) -> None:
    clock(flanks.at("2026-10-07 12:00"))
    assert send(flanks, "contact/", {"day": "2026-10-07", "told": "nobody", "words": "rang out"}) == 302
    assert len(waiting(cast, flanks, "2026-10-07 12:01")) == 2
    assert "tried 7 Oct, 12:00 : rang out" in page(flanks).replace("12:00:", "12:00 :")
    clock(flanks.at("2026-10-07 15:00"))
    assert send(flanks, "contact/", {"day": "2026-10-07", "told": "nothing", "words": ""}) == 302
    assert waiting(cast, flanks, "2026-10-07 15:01") == []
    chart = chart_of(flanks.person, flanks.course, flanks.at("2026-10-07 15:01"))
    assert [value.follow_ups for _, value in chart.of(ContactMade)] == [("before-leaving", "24-hours")]


def test_a_call_made_twice_at_once_is_told_so(flanks: Laid) -> None:
    said = {"day": "2026-10-06", "told": "nothing", "words": ""}
    assert send(flanks, "contact/", said) == 302
    assert send(flanks, "contact/", said) == 409


def test_whoever_takes_a_call_on_owns_it(cast: Cast, flanks: Laid) -> None:
    assert send(flanks, "take-on/", {"owner": "physician-1", "day": "2026-10-06"}) == 302
    assert waiting(cast, flanks, "2026-10-06 11:46")[0][1] == "physician-1"
    assert send(flanks, "take-on/", {"owner": "somebody-else", "day": "2026-10-06"}) == 422


# -- reports ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S4", "R051", "R054", "K-15", "H-08", "K-19")
def test_the_diary_of_s4_is_triaged_as_it_is_told(flanks: Laid, clock: SetClock) -> None:
    warmth = report(flanks, clock, "2026-10-06 12:10", "warmth", "2026-10-06 12:10", zone="flank")
    assert triage(flanks, "2026-10-06 12:11", warmth) is Level.OFTEN_SEEN
    bruise = report(flanks, clock, "2026-10-07 08:00", "bruise", "2026-10-07 08:00", size_0="3", size_1="cm")
    assert triage(flanks, "2026-10-07 08:01", bruise) is Level.OFTEN_SEEN
    assert "often seen until Tue 13 Oct 2026, 11:25" in page(flanks)
    bump = {"zone": "flank", "size_0": "8", "size_1": "mm", "features": [], "more": ["painless"]}
    noted = report(flanks, clock, "2026-10-09 08:00", "lump", "2026-10-09 08:00", **bump)
    assert triage(flanks, "2026-10-09 08:01", noted) is Level.OFTEN_SEEN
    assert "noted; we look at it with you" in page(flanks)
    day_21 = report(flanks, clock, "2026-10-27 20:00", "lump", "2026-10-09 08:00", **bump)
    assert triage(flanks, "2026-10-27 20:01", day_21) is Level.CONTACT
    worse = {"zone": "flank", "size_0": "15", "size_1": "mm", "features": ["tender", "red", "draining"]}
    day_28 = report(flanks, clock, "2026-11-03 21:25", "lump", "2026-10-09 08:00", **worse)
    assert triage(flanks, "2026-11-03 21:26", day_28) is Level.SAME_DAY
    shown = page(flanks)
    assert "A photo is asked for." in shown
    assert "working" not in shown


@pytest.mark.proves("H-08", "H-26")
def test_no_time_closes_a_report_that_waits(cast: Cast, flanks: Laid, clock: SetClock) -> None:
    entry = report(flanks, clock, "2026-10-08 09:00", "blister", "2026-10-08 08:00", zone="flank")
    assert waiting(cast, flanks, "2027-03-01 09:00")[0][0] == "E2"
    clock(flanks.at("2027-03-01 09:00"))
    assert "Late." in page(flanks)
    found = "Seen in room 1: dry, no redness, healing."
    assert send(flanks, f"report/{entry}/", {"found": found}, "physician") == 302
    assert "E2" not in {what for what, _, _ in waiting(cast, flanks, "2027-03-01 09:01")}
    look = flanks.look("2027-03-01 09:01")
    assert [value.found for _, value in look.chart.of(ReportClosed)] == [found]
    assert dict(reports_of(look))[entry].level is Level.SAME_DAY


def test_a_report_of_the_same_day_is_closed_by_a_physician_only(flanks: Laid, clock: SetClock) -> None:
    entry = report(flanks, clock, "2026-10-08 09:00", "blister", "2026-10-08 08:00", zone="flank")
    answer = flanks.cast.client("assistant").post(
        f"/patients/{flanks.person}/after/report/{entry}/", {"found": "Looked at it, seems dry by now."}
    )
    assert answer.status_code == 422
    assert "a physician at this level" in answer.content.decode()
    assert "Looked at it, seems dry by now." in answer.content.decode()
    assert not Entry.objects.filter(kind="report-closed").exists()
    reception = flanks.cast.actor("reception", flanks.at("2026-10-08 10:00"))
    with pytest.raises(Denied):
        close_report(reception, flanks.person, flanks.course, entry, "Nothing to be seen any more here.")


def test_a_closing_says_what_was_found(flanks: Laid, clock: SetClock) -> None:
    entry = report(flanks, clock, "2026-10-08 09:00", "rash", "2026-10-08 08:00")
    assert send(flanks, f"report/{entry}/", {"found": "fine"}) == 422
    assert send(flanks, f"report/{entry}/", {"found": "Faded within the hour, none left at noon."}) == 302
    assert send(flanks, f"report/{entry}/", {"found": "Faded within the hour, none left at noon."}) == 409


def test_a_closed_report_leaves_the_list_of_what_is_to_be_done(flanks: Laid, clock: SetClock) -> None:
    entry = report(flanks, clock, "2026-10-08 09:00", "rash", "2026-10-08 08:00")
    before = [task.what.code for task in flanks.look("2026-10-08 09:01").outlook.tasks]
    clock(flanks.at("2026-10-08 12:00"))
    send(flanks, f"report/{entry}/", {"found": "Faded within the hour, none left at noon."})
    after = [task.what.code for task in flanks.look("2026-10-08 12:01").outlook.tasks]
    assert before.count("task.see-patient") == 1
    assert after.count("task.see-patient") == 0
    # What was known before the closing is asked again without it.
    earlier = flanks.look("2026-10-08 11:00").outlook.tasks
    assert "task.see-patient" in [task.what.code for task in earlier]


@pytest.mark.proves("S4", "H-26")
def test_an_emergency_stands_first_on_the_worklist_holds_the_sessions_and_leads_to_the_steps(
    cast: Cast, flanks: Laid, clock: SetClock
) -> None:
    report(flanks, clock, "2026-10-06 11:50", "rash", "2026-10-06 11:50")
    entry = report(flanks, clock, "2026-10-06 12:00", "lip-swelling", "2026-10-06 12:00")
    assert [what for what, _, _ in waiting(cast, flanks, "2026-10-06 12:01")][:2] == ["E3", "E1"]
    assert flanks.look("2026-10-06 12:01").outlook.course.holds
    shown = cast.client("assistant").get(f"/patients/{flanks.person}/after/report/{entry}/").content.decode()
    assert f"/patients/{flanks.person}/emergency/" in shown


def test_a_time_still_to_come_is_refused_with_what_was_typed_still_there(flanks: Laid) -> None:
    answer = flanks.cast.client("assistant").post(
        f"/patients/{flanks.person}/after/report/",
        {"symptom": "bruise", "day": "2026-10-07", "clock": "08:00", "size_0": "3", "size_1": "cm"},
    )
    assert answer.status_code == 422
    assert "a time that has been" in answer.content.decode()
    assert 'value="2026-10-07"' in answer.content.decode()
    assert not Entry.objects.filter(person=flanks.person, kind="report").exists()


@pytest.mark.proves("H-12")
@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ({"symptom": "fever", "value_0": "385", "value_1": "Cel"}, "value-385-c"),
        ({"symptom": "lump", "size_0": "900", "size_1": "cm"}, "size-900-cm"),
    ],
)
def test_an_unlikely_number_of_a_report_is_asked_about_and_kept_when_it_was_meant(
    flanks: Laid, typed: dict[str, str], question: str
) -> None:
    client, where = flanks.cast.client("assistant"), f"/patients/{flanks.person}/after/report/"
    asked = client.post(where, typed)
    assert asked.status_code == 422
    assert f'name="{question}"' in asked.content.decode()
    assert client.post(where, typed | {question: "typed"}).status_code == 302


# -- nodules ---------------------------------------------------------------------------------------------------------


def nodule(laid: Laid, clock: SetClock, at: str, size: str, **more: str) -> int:
    clock(laid.at(at))
    signs = {"tender": "no", "red": "no", "warm": "no", "draining": "no"} | more
    form = {"site": "flank/right", "size_0": size, "size_1": "mm", "day": "2026-10-09", "clock": "08:00", **signs}
    return send(laid, "nodule/", form)


@pytest.mark.proves("H-12")
def test_a_nodule_in_centimetres_that_was_meant_in_millimetres_is_asked_about(flanks: Laid, clock: SetClock) -> None:
    in_cm = {"size_1": "cm"}
    assert nodule(flanks, clock, "2026-10-27 20:00", "60", **in_cm) == 422
    assert nodule(flanks, clock, "2026-10-27 20:00", "60", **in_cm, **{"size-60-cm": "other"}) == 302
    (seen,) = [value for _, value in flanks.look("2026-10-27 20:01").chart.of(NoduleSeen)]
    assert str(seen.size) == "60 mm"


@pytest.mark.proves("R055", "H-08")
def test_a_nodule_is_kept_with_place_size_signs_and_onset_and_triaged(
    cast: Cast, flanks: Laid, clock: SetClock
) -> None:
    assert nodule(flanks, clock, "2026-10-27 20:00", "8") == 302
    assert nodule(flanks, clock, "2026-11-03 09:00", "15", tender="yes", red="yes", draining="yes") == 302
    seen = [value for _, value in flanks.look("2026-11-03 09:01").chart.of(NoduleSeen)]
    assert [str(one.size) for one in seen] == ["8 mm", "15 mm"]
    assert {one.onset for one in seen} == {flanks.at("2026-10-09 08:00")}
    register = cast.client("director").get("/nodules/").content.decode()
    for words in ("Right flank", "8 mm", "15 mm", "tender, red, draining", "E2 same day", "6 Oct 2026"):
        assert words in register
    assert "It is gone" in cast.client("physician").get(f"/patients/{flanks.person}/after/").content.decode()


def test_a_nodule_that_is_gone_says_so_and_is_there_again_when_it_is_seen_again(
    cast: Cast, flanks: Laid, clock: SetClock
) -> None:
    nodule(flanks, clock, "2026-10-27 20:00", "8")
    clock(flanks.at("2026-10-30 10:00"))
    assert send(flanks, "nodule/gone/", {"site": "flank/right", "words": "felt with both hands"}) == 302
    assert "gone 30 Oct 2026" in cast.client("assistant").get("/nodules/").content.decode()
    nodule(flanks, clock, "2026-11-05 10:00", "6")
    assert "gone" not in cast.client("assistant").get("/nodules/").content.decode().split("<tbody", 1)[1]


def another(cast: Cast) -> Laid:
    """Return somebody else who was treated the same way at the same time, in another room by another person."""
    told = ("s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    return given_session(cast, *told, "Demo patient 015", who="physician", room=0)


@pytest.mark.proves("H-08")
def test_a_lot_that_two_people_with_a_nodule_were_given_is_named(cast: Cast, flanks: Laid, clock: SetClock) -> None:
    nodule(flanks, clock, "2026-10-27 20:00", "8")
    assert "people with a nodule" not in cast.client("director").get("/nodules/").content.decode()
    second = another(cast)
    nodule(second, clock, "2026-10-28 10:00", "5")
    register = cast.client("director").get("/nodules/").content.decode()
    assert "2 people with a nodule were given A A-101" in register


def test_another_clinic_sees_no_nodule_and_no_call(flanks: Laid, clock: SetClock, stranger: Cast) -> None:
    nodule(flanks, clock, "2026-10-27 20:00", "8")
    for path in ("/nodules/", "/follow-up/", "/incidents/"):
        assert "Demo patient 014" not in stranger.client("director").get(path).content.decode()


# -- what went wrong -------------------------------------------------------------------------------------------------


def test_the_report_of_an_adverse_event_is_filled_from_the_record_and_sealed(
    flanks: Laid, clock: SetClock, tmp_path: Path
) -> None:
    report(flanks, clock, "2026-10-06 12:00", "lip-swelling", "2026-10-06 12:00")
    step = flanks.look("2026-10-06 12:00").edition.all(EmergencyProtocol)["anaphylaxis"].steps[2]
    done = EmergencyStep("anaphylaxis", step.act, flanks.at("2026-10-06 12:02"), Quantity.parse("0.5 mg"))
    say(flanks, "2026-10-06 12:02", done)
    clock(flanks.at("2026-10-06 14:00"))
    shown = page(flanks, "after/adverse-event/", "physician")
    for words in ("Swelling of lips, tongue or throat: emergency", step.words, "0.5 mg", "A-101"):
        assert words in shown
    said = {"narrative": "Lips swelled 35 minutes after the last puncture.", "serious": ["danger to life"]}
    assert send(flanks, "adverse-event/", said | {"outcome": "recovered"}, "physician") == 302
    document = Document.objects.get(person=flanks.person, kind="adverse-event")
    pdf = open_document(document)
    key = clinic_key(flanks.cast.clinic.id, flanks.at("2026-10-06 14:00"))
    assert read_seal(pdf, key.fingerprint).is_whole
    (tmp_path / "report.pdf").write_bytes(pdf)
    text = text_of(tmp_path / "report.pdf")
    assert "Lips swelled 35 minutes after the last puncture." in text
    assert "danger to life" in text
    assert "Demo patient" not in text


def test_a_report_of_an_adverse_event_is_not_signed_without_words(flanks: Laid) -> None:
    assert send(flanks, "adverse-event/", {"narrative": "", "outcome": "recovered"}, "physician") == 422
    assert not Document.objects.filter(person=flanks.person, kind="adverse-event").exists()


def test_a_needle_stick_is_kept_with_what_was_done_and_listed_for_the_clinic(cast: Cast, flanks: Laid) -> None:
    said = {
        "what": "needle-stick", "member": "injector-1", "day": "2026-10-06", "clock": "11:20",
        "words": "Pricked at the bin.", "done": "Washed at once.", "told": "the director",
    }  # fmt: skip
    assert send(flanks, "incident/", said, "injector") == 302
    chart = chart_of(flanks.person, flanks.course, flanks.at("2026-10-06 12:00"))
    assert [value.words for _, value in chart.of(StaffIncident)] == ["Pricked at the bin."]
    listed = cast.client("director").get("/incidents/").content.decode()
    assert "Pricked at the bin." in listed
    assert "Washed at once." in listed
    assert send(flanks, "incident/", said | {"member": "nobody-1"}, "injector") == 422
    assert AuditEvent.objects.filter(clinic=cast.clinic.id, act="record staff-incident").count() == 1
