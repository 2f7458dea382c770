"""The words: one for every statement that the engine can make, with its values, and none besides."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import nappage.engine
from nappage.console.terminal import plain_text
from nappage.engine.change import Detected
from nappage.engine.edition import Edition
from nappage.engine.holding import _SUBJECTS
from nappage.engine.outlook import outlook
from nappage.engine.precaution import Precaution
from nappage.engine.scale import Course
from nappage.engine.washout import Branch, Washout
from nappage.engine.wording import offences
from nappage.library.plain import as_plain
from nappage.rendering.html import page
from nappage.rendering.naming import inside, names, sentence
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.wording import NOT_SENTENCES, Speaker, catalogue, placeholders, span
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from nappage.values.statement import say
from support.examples import examples, instants, words_of

ENGINE = Path(nappage.engine.__file__).parent
ALWAYS_KNOWN = {"age", "jurisdiction"}
KINDS = set(_SUBJECTS.values())

# What a code can be where it is put together while it runs, by module and expression.
VARIANTS: dict[tuple[str, str], set[str]] = {
    ("allergy_match", "code"): {"allergen.match", "allergen.clearance"},
    ("allergy_test", "f'test.needs-{needed}'"): {"test.needs-physician", "test.needs-second-person"},
    ("anaesthetic", "f'anaesthetic.{state.value}'"): {"anaesthetic.within", "anaesthetic.over"},
    ("change", "f'change.{detected.value}'"): {f"change.{each.value}" for each in Detected},
    ("checkpoint", "f'checkpoint.criterion-{met.value}'"): {f"checkpoint.criterion-{each.value}" for each in Answer},
    ("scale", "f'score.{course.value}'"): {f"score.{each.value}" for each in Course},
    ("dose", "f'dose.{state.value}'"): {"dose.within", "dose.over"},
    ("draw_up", "f'draw-up.{balance.value}'"): {"draw-up.agrees", "draw-up.differs"},
    ("holding", "f'fact.{kind}'"): {f"fact.{kind}" for kind in KINDS},
    ("holding", "f'fact.{kind}-absent'"): {f"fact.{kind}-absent" for kind in KINDS},
    ("holding", "f'fact.{kind}-unknown'"): {f"fact.{kind}-unknown" for kind in KINDS - ALWAYS_KNOWN},
    ("indication", "fact"): {
        "indication.unknown",
        "indication.not-activated",
        "assessment.missing",
        "plan.criterion-missing",
        "plan.sentinel-missing",
        "plan.too-many-sessions",
    },
    ("indication", "remedy"): {
        "indication.choose",
        "indication.director-activates",
        "assessment.record",
        "plan.agree-criterion",
        "plan.choose-sentinel",
        "session.needs-new-plan",
    },
    ("instruction", "code"): {"instruction.from", "instruction.until"},
    ("late_arrival", "code"): {"late.fits", "late.fewer-areas", "late.one-area", "late.another-day"},
    ("mixture", "code"): {"agent.unsigned"},
    ("mixture", "f'mixture.{code}'"): {"mixture.ph-clash"},
    ("mixture", "f'mixture.{rule.id}'"): {
        "mixture.many-actives",
        "mixture.anaesthetic-in-lipolytic",
        "mixture.shared-excipient",
        "mixture.goal",
    },
    ("override", "fact"): {f"override.{why}" for why in ("reason-missing", "code-unknown", "words-too-few")}
    | {"override.person-may-not"},
    ("schedule", "fact"): {
        "session.first",
        "session.no-first-date",
        "session.interval-not-stated",
        "session.follows-step",
    },
    ("schedule", "remedy"): {
        "session.no-change-needed",
        "session.book-first",
        "session.clinician-sets-date",
        "session.book-or-move",
    },
    ("technique", "code"): {"depth.other-layer", "depth.layer-unknown"},
    ("triage", "_WORDS[level]"): {
        "triage.often-seen",
        "triage.call-by-tomorrow",
        "triage.call-today",
        "triage.emergency",
    },
    ("washout", "f'washout.{washout.branch.value}'"): {f"washout.{each.value}" for each in Branch},
}

ZONE = ZoneInfo("Europe/Madrid")


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield path.stem, node


def _codes(module: str, code: ast.expr) -> set[str]:
    if isinstance(code, ast.Constant):
        return {str(code.value)}
    if isinstance(code, ast.IfExp):
        return _codes(module, code.body) | _codes(module, code.orelse)
    return VARIANTS[module, ast.unparse(code)]


def _said() -> dict[str, set[str | None]]:
    """Return every code that the engine can say with the names of its values; None stands for any names."""
    said: defaultdict[str, set[str | None]] = defaultdict(set)
    for module, call in _calls():
        for code in _codes(module, call.args[0]):
            said[code] |= {keyword.arg for keyword in call.keywords}
    return said


def _sentences() -> dict[str, str]:
    return {code: words for code, words in catalogue("en").items() if code.partition(".")[0] not in NOT_SENTENCES}


def test_every_statement_of_the_engine_has_words_and_no_words_are_left_over() -> None:
    assert set(_said()) == set(_sentences())


def test_every_value_that_a_sentence_says_is_given_with_the_statement() -> None:
    said = _said()
    unknown = {code: placeholders(words) - said[code] for code, words in _sentences().items() if None not in said[code]}
    assert {code: names for code, names in unknown.items() if names} == {}


@pytest.mark.proves("S4", "S5", "H-08")
@pytest.mark.parametrize("name", sorted(examples()))
def test_no_rendered_example_says_a_code_or_a_forbidden_word_at_any_instant(name: str, edition: Edition) -> None:
    case = examples()[name]
    for at in instants(case):
        found = outlook(case.story, case.policy, edition, at)
        sheet = outlook_sheet(found, case.name, case.policy, edition)
        text = "\n".join(words_of(sheet))
        assert "[" not in text
        assert "None" not in text
        assert offences(edition, text) == ()
        assert offences(edition, json.dumps(as_plain(found), ensure_ascii=False)) == ()


@pytest.mark.parametrize("name", sorted(examples()))
def test_page_and_terminal_add_no_forbidden_word_of_their_own(name: str, edition: Edition) -> None:
    case = examples()[name]
    assert case.at is not None
    sheet = outlook_sheet(outlook(case.story, case.policy, edition, case.at), case.name, case.policy, edition)
    assert offences(edition, page(sheet)) == ()
    assert offences(edition, plain_text(sheet)) == ()


def test_the_catalogue_itself_holds_no_forbidden_word(edition: Edition) -> None:
    assert [
        (code, offences(edition, words)) for code, words in catalogue("en").items() if offences(edition, words)
    ] == []


def test_every_class_of_medicines_that_a_rule_asks_for_reads_as_words(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    asked = {each for rule in edition.all(Precaution).values() for each in _medicines(rule.when)}
    assert {each for each in asked if speak.term(each) == each} == set()


def _medicines(asked: object) -> Iterator[str]:
    for name in ("all", "any", "none"):
        for part in getattr(asked, name, ()):
            yield from _medicines(part)
    yield from getattr(asked, "medicine", ())


def test_an_id_reads_as_the_name_that_the_edition_gives_it(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    assert speak.value(("deep-vein-thrombosis", "C01", "group:anticoagulant")) == (
        f"{names(edition)['deep-vein-thrombosis']}, heart medicines, blood thinners (anticoagulants)"
    )
    assert speak.value("thigh/right") == "right thigh"
    assert speak.value("ibuprofen 400") == "ibuprofen 400"


def test_a_purpose_is_called_what_it_is_and_not_the_condition_of_the_same_id(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    assert speak.purpose("hair-loss") == "alopecia"
    assert speak.purpose("astrology") == "astrology"
    assert speak(say("gate.indication-off", indication="weight-loss")).startswith("weight loss is not switched on")
    assert Speaker(edition, ZONE, "fr").purpose("hair-loss") == "alopécie"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (datetime(2026, 3, 31, 16, 58, tzinfo=UTC), "Tue 31 Mar 2026, 18:58"),
        (date(2026, 3, 3), "Tue 3 Mar 2026"),
        (Answer.UNKNOWN, "not known"),
        (Quantity.parse("21.96712018140589569160997732 kg/m2"), "21.97 kg/m²"),
        (Quantity.parse("-0.4 cm"), "\N{MINUS SIGN}0.4 cm"),
        (Quantity.parse("0.0123 mL"), "0.012 mL"),
        (Quantity.parse("0.1234 mL"), "0.12 mL"),
        (Quantity.parse("100 mg"), "100 mg"),
        (Quantity.parse("30 deg"), "30°"),
        (Quantity.parse("5 [iU]"), "5 IU"),
        (Decimal("0.4"), "0.4"),
        (Elapsed(8 * 60), "8 hours"),
        (CalendarSpan(months=3), "3 months"),
        (7, "7"),
    ],
)
def test_a_value_reads_as_people_write_it(value: object, words: str, edition: Edition) -> None:
    assert Speaker(edition, ZONE).value(value) == words


def test_the_end_of_a_day_is_said_of_that_day(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    assert speak.until(datetime(2026, 3, 3, 23, tzinfo=UTC)) == "Tue 3 Mar 2026, 24:00"
    assert speak.until(datetime(2026, 3, 3, 22, 59, tzinfo=UTC)) == "Tue 3 Mar 2026, 23:59"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (Elapsed(60), "1 hour"),
        (Elapsed(75), "75 minutes"),
        (Elapsed(1), "1 minute"),
        (CalendarSpan(days=1), "1 day"),
        (CalendarSpan(months=1, days=3), "1 month and 3 days"),
        (CalendarSpan(), "0 days"),
    ],
)
def test_a_span_reads_in_words(length: Elapsed | CalendarSpan, words: str) -> None:
    assert span(length) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(45, "45 minutes"), (119, "119 minutes"), (120, "2 hours"), (2880, "2 days"), (40980, "28 days")],
)
def test_the_time_since_a_session_reads_in_the_largest_unit_it_fills_twice(
    minutes: int, words: str, edition: Edition
) -> None:
    speak = Speaker(edition, ZONE)
    statement = say("triage.cell-holds", symptom="lump", level="E1", minutes=minutes)
    assert speak(statement) == f"a bump under the skin, said {words} after the session."


def test_a_part_in_brackets_is_said_only_where_its_values_are_known(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    assert speak(say("gate.lot-unknown", agent="A", lot="A-1")) == "No lot is on record for A (A-1)."
    assert speak(say("gate.lot-unknown", agent="A", lot=None)) == "No lot is on record for A."


def test_a_part_in_brackets_may_depend_on_a_value_that_it_does_not_say(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    photo = say("task.see-patient", symptom="lump", whom="nurse", photo="yes")
    none = say("task.see-patient", symptom="lump", whom="nurse", photo="")
    assert speak(photo) == "See the patient about a bump under the skin, and ask for a photo"
    assert speak(none) == "See the patient about a bump under the skin"


def test_a_statement_without_words_shows_its_code_rather_than_nothing(edition: Edition) -> None:
    assert Speaker(edition, ZONE)(say("new.code", about="x")) == "[new.code] about x"


def test_a_name_loses_its_capital_inside_a_sentence_unless_it_is_an_abbreviation() -> None:
    assert [inside(name) for name in ("Abdomen", "ACE inhibitor", "A medicine")] == [
        "abdomen",
        "ACE inhibitor",
        "a medicine",
    ]


def test_a_sentence_begins_with_a_capital_and_ends_once() -> None:
    assert [sentence(words) for words in ("it waits", "Ask.", "Is it?", " ")] == ["It waits.", "Ask.", "Is it?", ""]


@pytest.mark.proves("H-07")
def test_no_sentence_about_a_prescribed_medicine_tells_it_away(edition: Edition) -> None:
    speak = Speaker(edition, ZONE)
    told = [wash.branch for wash in edition.all(Washout).values() if wash.prescribed != (Answer.NO,)]
    assert {speak(say(f"washout.{branch.value}", medicine="apixaban")) for branch in told} <= {
        "Do not stop apixaban; we will ask your doctor.",
        "Ask what apixaban is, from whom and when it was last taken.",
    }
