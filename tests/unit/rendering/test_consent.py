"""The consent text: what stands in it, in which order, for this plan, and the hash of what is signed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.policy import Policy
from nappage.engine.story import Criterion, Side, Site
from nappage.engine.wording import offences
from nappage.rendering.consent import SECTIONS, ConsentText
from nappage.rendering.consent_evidence import PURPOSES
from nappage.rendering.consenting import Particulars
from nappage.rendering.sheet import Section, Tone
from nappage.rendering.wording import LANGUAGES
from nappage.values.answer import Answer
from support.consents import ASKED, GIVEN, GOLDEN, consent, consent_of, golden, with_agents, with_plan
from support.examples import example

S1, S2 = "s1-thighs", "s2-face"
NOTHING = Particulars("C-1", "Demo patient 014")
# The twelve lines of source 003, in its order and in our words.
TWELVE = [
    "Nausea", "Pain", "Tenderness", "Swelling", "Itching", "Redness", "A bruise", "A bump under the skin",
    "Dark patches of skin", "A rash", "Signs of infection", "A scar",
]  # fmt: skip


def said(section: Section) -> str:
    """Return every text of a section, a line each."""
    lines = [words for line in section.lines for words in (line.words, *line.beneath)]
    rows = [" | ".join(row) for row in section.table.rows] if section.table else []
    return "\n".join((section.title, *lines, *rows))


def column(section: Section, index: int = 0) -> list[str]:
    assert section.table is not None
    return [row[index] for row in section.table.rows]


@pytest.fixture(scope="module")
def thighs(edition: Edition) -> ConsentText:
    return consent(S1, edition)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_the_canonical_text_is_the_one_that_was_looked_at(name: str, language: str, edition: Edition) -> None:
    expected = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert golden(consent(name, edition, language), edition) == expected


def test_the_sections_stand_in_one_order_and_uncertainty_comes_first(thighs: ConsentText) -> None:
    assert [section.name for section in thighs.sections] == [
        "unknown", "plan", "dates", "mixture", "claims", "studies", "effects", "serious", "emergency", "alternatives",
        "law", "test", "aftercare", "people", "price", "questions", "withdrawal", "document",
    ]  # fmt: skip
    assert len(SECTIONS) == len(thighs.sections)
    assert thighs.sections[0].lines[0].words == "It is hard to say whether it works."


def test_the_plan_names_purpose_places_with_sides_schedule_and_its_sources_arithmetic(thighs: ConsentText) -> None:
    plan = said(thighs.section("plan"))
    for words in (
        "Purpose: cellulite.",
        "Places treated: right thigh, left thigh.",
        "Right and left are your own right and left.",
        "Not treated for now: right flank.",
        "10 sessions. Schedule: Body, every two weeks, 10 sessions",
        "126 days, that is 18 weeks, from the first session to the last; the source also says 3 months.",
        "Technique: nappage, into this layer: superficial subcutis.",
        "One size less at both thighs (thigh \N{MINUS SIGN}1.6 cm).",
        "Plan signed on Thu 19 Feb 2026, 10:40 by Demo physician 1.",
    ):
        assert words in plan
    assert column(thighs.section("dates"), 1)[0] == "Tue 3 Mar 2026, 10:30"
    assert column(thighs.section("dates"), 1)[-1] == "Tue 7 Jul 2026, 10:30"


def test_the_mixture_names_each_agent_its_kind_strength_and_volume(thighs: ConsentText) -> None:
    table = thighs.section("mixture").table
    assert table is not None
    assert table.rows == (
        ("Fictional vitamin A-10", "Vitamin", "10 mg/mL", "3 mL"),
        ("Fictional plant extract B", "Plant extract", "not stated", "2 mL"),
    )


def test_claims_stand_with_their_grade_and_studies_with_their_certainty(thighs: ConsentText) -> None:
    claims, studies = thighs.section("claims"), thighs.section("studies")
    assert column(claims)[0] == "“It removes or reduces cellulite.”"
    assert column(claims, 1)[0] == "none found"
    assert "No placebo-controlled trial was found." in column(claims, 2)[0]
    assert (column(studies, 2)[0], column(studies, 3)[0]) == ("not in favour", "moderate")


@pytest.mark.proves("K-22", "R192", "R193", "R194", "R195", "R196", "R197", "S2")
@pytest.mark.parametrize("name", ASKED)
def test_all_twelve_side_effects_of_003_are_named(name: str, edition: Edition) -> None:
    assert column(consent(name, edition).section("effects")) == TWELVE


@pytest.mark.proves("H-08")
def test_a_bump_is_neither_often_seen_nor_a_proof(thighs: ConsentText) -> None:
    bump = column(thighs.section("effects"), 1)[TWELVE.index("A bump under the skin")]
    assert "often seen" not in bump
    assert bump.startswith("It proves nothing about the treatment.")


def test_serious_harm_is_that_of_the_mixture(edition: Edition) -> None:
    case = example(S1)
    plain = column(consent_of(case, edition, ASKED[S1]).section("serious"))
    numbed = column(consent_of(with_agents(case, "A", "L"), edition, ASKED[S1]).section("serious"))
    detergent = consent_of(with_agents(case, "deoxycholic-acid"), edition, ASKED[S1])
    assert "Skin that turned black" in plain
    assert set(numbed) - set(plain) == {"Numbness round the mouth", "Ringing in the ears", "A taste of metal"}
    assert {"Weakness of the face", "Trouble swallowing"} <= set(column(detergent.section("serious")))
    assert "Not part of any test, because it harms tissue: deoxycholic acid." in said(detergent.section("test"))


def test_an_emergency_names_signs_and_numbers_and_an_unknown_number_is_said(edition: Edition) -> None:
    case = example(S1)
    lines = consent(S1, edition).section("emergency").lines
    assert lines[0].tone is Tone.ALARM
    assert lines[0].words.startswith("Call 112 at once for any of these: trouble breathing")
    assert lines[1].words == "Everything else: the clinic, +34 900 000 000."
    nowhere = replace(case, policy=replace(case.policy, emergency_number="", jurisdiction="XX", phone=""))
    text = consent_of(nowhere, edition, ASKED[S1])
    assert said(text.section("emergency")).splitlines()[1:] == [text.emergency]
    assert "Ask for it before you sign." in text.emergency
    assert "An emergency." in column(text.section("serious"), 1)


def test_other_ways_stand_beside_doing_nothing_and_are_not_ranked(thighs: ConsentText, edition: Edition) -> None:
    ways = thighs.section("alternatives")
    assert ways.lines[0].words.startswith("We rank none of them.")
    names = [line.words for line in ways.lines[1:]]
    assert names[:2] == ["Doing nothing", "Diet and exercise"]
    assert "Liposuction" in names
    assert "Waist at week 12: \N{MINUS SIGN}2.5 cm, beside \N{MINUS SIGN}1.2 cm in the others" in said(ways)
    face = consent(S2, edition).section("alternatives")
    assert [line.words for line in face.lines[2:]] == ["Doing nothing"]
    assert "we hold no figures on other ways" in said(face)


def test_the_law_is_said_of_each_agent_with_its_date(edition: Edition) -> None:
    case = example(S1)
    unknown = consent(S1, edition).section("law")
    assert "Fictional vitamin A-10: we know of no authorisation for this purpose." in said(unknown)
    known = with_agents(case, "l-carnitine", "phosphatidylcholine")
    there = replace(known, policy=replace(known.policy, jurisdiction="GB", indications=()))
    law = consent_of(there, edition, ASKED[S1]).section("law")
    assert law.lines[0].words == "This purpose is not switched on at this clinic."
    assert "Levocarnitine: off-label, as of Sun 22 Nov 2026 (United Kingdom)." in said(law)
    forbidden = [line for line in law.lines if line.tone is Tone.HOLD]
    assert [line.words[:52] for line in forbidden] == ["Phosphatidylcholine with deoxycholate: not authorise"]
    alone = consent_of(with_agents(case, "l-carnitine"), edition, ASKED[S1])
    assert "one by one" not in said(alone.section("law"))


def test_the_allergy_test_says_what_it_does_not_tell(thighs: ConsentText, edition: Edition) -> None:
    words = said(thighs.section("test"))
    assert "again after 24 hours or later. No session starts before 24 hours have gone by." in words
    assert "“No reaction seen” does not say that no reaction will come" in words
    assert "The test counts for 6 months" in words
    case = example(S1)
    none = replace(case, policy=replace(case.policy, test_required=Answer.NO, test_validity=None))
    text = consent_of(none, edition, ASKED[S1])
    assert said(text.section("test")).splitlines()[1:] == ["This clinic's signed policy asks for no allergy test."]
    longer = replace(case, policy=replace(case.policy, test_validity=None))
    assert "The test counts for" not in said(consent_of(longer, edition, ASKED[S1]).section("test"))


@pytest.mark.proves("K-23")
def test_aftercare_is_that_of_the_places_treated(edition: Edition) -> None:
    make_up = "Please wear no make-up on the treated face until this time."
    assert make_up in said(consent(S2, edition).section("aftercare"))
    assert make_up not in said(consent(S1, edition).section("aftercare"))
    chin = with_plan(example(S1), sites=(Site("chin"),))
    assert make_up in said(consent_of(chin, edition, ASKED[S1]).section("aftercare"))


def test_who_injects_stands_with_credential_and_order(thighs: ConsentText, edition: Edition) -> None:
    assert thighs.section("people").lines[0].words == (
        "Injects: Demo injector 1, injector, nurse, licence 000002 (fictional). "
        "Licence valid until Fri 31 Dec 2027, by order of Demo physician 1."
    )
    named = consent(S1, edition, given=replace(GIVEN, injectors=("physician-1",)))
    assert named.section("people").lines[0].words == (
        "Injects: Demo physician 1, physician. Licence valid until Fri 31 Dec 2027."
    )
    case = example(S1)
    nobody = replace(case, story=replace(case.story, sessions=()), policy=replace(case.policy, staff=()))
    lines = consent_of(nobody, edition, ASKED[S1]).section("people").lines
    assert [line.words for line in lines] == [
        "It is not recorded yet who injects. You are told before the first puncture, and you may say no."
    ]


def test_price_refund_and_questions_stand_as_the_clinic_gave_them(thighs: ConsentText, edition: Edition) -> None:
    assert column(thighs.section("price"), 1) == ["120 EUR", "1000 EUR"]
    assert thighs.section("price").lines[0].words == GIVEN.refunds[0]
    asked = thighs.section("questions").lines[0]
    assert asked.words == "May I swim the day after?"
    assert asked.beneath == ("Answer: Better not for two days.", "Demo physician 1, Thu 19 Feb 2026, 10:44")
    bare = consent(S1, edition, given=NOTHING)
    assert "Ask for it in writing before you sign." in said(bare.section("price"))
    assert "No question is recorded." in said(bare.section("questions"))
    anonymous = replace(GIVEN, answered=(replace(GIVEN.answered[0], by=""),))
    line = consent(S1, edition, given=anonymous).section("questions").lines[0]
    assert line.beneath == ("Answer: Better not for two days.",)


def test_it_can_be_withdrawn_at_any_moment_and_the_edition_is_named_unreviewed(
    thighs: ConsentText, edition: Edition
) -> None:
    assert "at any moment, in the middle of a session too" in said(thighs.section("withdrawal"))
    assert edition.digest in said(thighs.section("document"))
    assert "every entry is unreviewed" in said(thighs.section("document"))
    assert "version C-014-1, for plan P-014-1" in thighs.head[2]


def test_a_draft_without_plan_formula_or_dates_says_what_is_missing(edition: Edition) -> None:
    case = example(S1)
    empty = replace(case, story=replace(case.story, plan=None, sessions=(), formulas=()))
    text = consent_of(empty, edition, ASKED[S1], given=NOTHING)
    assert said(text.section("plan")).splitlines()[1:] == ["No plan is recorded yet."]
    assert said(text.section("dates")).splitlines()[1:] == ["No date is known yet."]
    assert "None is injected before you have read what it is." in said(text.section("mixture"))
    assert said(text.section("claims")).splitlines()[1:] == ["No claim about this purpose stands in our list."]
    assert said(text.section("studies")).splitlines()[1:] == ["We hold no study for this purpose."]
    assert column(text.section("effects")) == TWELVE


def test_a_plan_with_less_in_it_says_less_and_a_catalogue_schedule_is_named_as_such(edition: Edition) -> None:
    bare = with_plan(
        example(S2), technique="", layer="", lifestyle="", criterion=None, signed_at=None, variant="baspeyras",
        queued=(), sentinel="",
    )  # fmt: skip
    plan = said(consent_of(bare, edition, ASKED[S2]).section("plan"))
    assert "Technique" not in plan
    assert "Before session" not in plan
    assert "The plan is not signed yet." in plan
    assert "known from its abstract only" in plan
    unknown = with_plan(example(S2), variant="no-such", indication="no-such", technique="nappage", layer="")
    plan = said(consent_of(unknown, edition, ASKED[S2]).section("plan"))
    assert "5 sessions. Schedule: no-such." in plan
    assert "Sources ask people back" not in plan
    assert "Technique: nappage.\n" in plan


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (Criterion(4, words="Firmer skin."), "was reached: Firmer skin."),
        (Criterion(4, "thigh", None, "Firmer skin."), "was reached: Firmer skin."),
    ],
)
def test_a_criterion_judged_by_eye_is_told_in_its_words(criterion: Criterion, words: str, edition: Edition) -> None:
    text = consent_of(with_plan(example(S1), criterion=criterion), edition, ASKED[S1])
    assert words in said(text.section("plan"))


def test_a_criterion_without_words_is_told_by_its_measure(edition: Edition) -> None:
    plan = example(S1).story.plan
    assert plan is not None
    assert plan.criterion is not None
    silent = with_plan(example(S1), criterion=replace(plan.criterion, words=""))
    assert "was reached: Thigh \N{MINUS SIGN}1.6 cm." in said(consent_of(silent, edition, ASKED[S1]).section("plan"))


def test_a_place_in_the_middle_has_no_side(edition: Edition) -> None:
    text = consent_of(with_plan(example(S1), sites=(Site("abdomen", Side.MIDLINE),)), edition, ASKED[S1])
    assert text.section("plan").lines[1].words == "Places treated: abdomen."
    assert text.section("plan").lines[1].beneath == ()


def test_it_reads_as_things_stood_at_its_instant(edition: Edition) -> None:
    early = consent_of(example(S1), edition, datetime(2026, 2, 19, 9, 30, tzinfo=UTC))
    assert "The plan is not signed yet." in said(early.section("plan"))


def test_the_hash_is_that_of_the_exact_text_and_one_character_changes_it(thighs: ConsentText, edition: Edition) -> None:
    assert thighs.digest == hashlib.sha256(thighs.canonical.encode("utf-8")).hexdigest()
    assert consent(S1, edition).canonical == thighs.canonical
    changed = consent(S1, edition, given=replace(GIVEN, patient="Demo patient 015"))
    different = [(one, other) for one, other in zip(thighs.canonical, changed.canonical, strict=True) if one != other]
    assert different == [("4", "5")]
    assert changed.digest != thighs.digest


def test_the_canonical_text_has_one_form_whatever_was_typed(edition: Edition) -> None:
    typed = replace(GIVEN, refunds=("Cafe\N{COMBINING ACUTE ACCENT}  is\r\n not | paid",), prices=())
    text = consent(S1, edition, given=typed).canonical
    assert "- Café is not | paid\n" in text
    assert "\r" not in text
    assert text.endswith("at any moment.\n")
    barred = replace(GIVEN, prices=(replace(GIVEN.prices[0], item="a | b"),))
    assert "| a / b | 120 EUR |" in consent(S1, edition, given=barred).canonical


def test_a_clinic_that_is_not_fictional_has_no_watermark(edition: Edition) -> None:
    case = example(S1)
    policy: Policy = replace(case.policy, fictional=False)
    assert consent_of(replace(case, policy=policy), edition, ASKED[S1]).watermark == ""
    assert consent(S1, edition).watermark.startswith("Fictional demo clinic")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.proves("H-03", "H-08")
def test_no_consent_for_any_purpose_says_a_forbidden_word_or_an_untranslated_one(
    language: str, edition: Edition
) -> None:
    agents = ("l-carnitine", "deoxycholic-acid", "lidocaine", "caffeine", "biotin", "vitamin-c")
    for indication in edition.all(Indication).values():
        case = with_agents(with_plan(example(S1), indication=indication.id), *agents)
        for jurisdiction in ("ES", "FR", "US", "BR"):
            there = replace(case, policy=replace(case.policy, jurisdiction=jurisdiction))
            text = consent_of(there, edition, ASKED[S1], language)
            assert offences(edition, text.canonical) == (), indication.id
            assert text.untranslated == (), indication.id
            assert "None" not in text.canonical.replace("None ", "")


def test_every_purpose_has_its_tables_of_evidence(edition: Edition) -> None:
    assert set(PURPOSES) == set(edition.all(Indication))
