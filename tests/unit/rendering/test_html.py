"""The page: nothing typed becomes markup, nothing is fetched or run, and it can be read by eye and by ear."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib import resources
from itertools import product

import pytest
from markupsafe import escape

from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.rendering.html import page
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.sheet import Line, Section, Sheet, Table, Tone
from support.examples import example


class Outline(HTMLParser):
    """What a page is made of: its tags with attributes, and its visible texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def small_sheet(words: str = "words") -> Sheet:
    line = Line(words, Tone.HOLD, (words,), (words,))
    sections = (
        Section("plan", words, (line,), Table((words, "sources"), ((words, words),), frozenset((words,)))),
        Section("to-do", words, empty=words, beside=True),
    )
    return Sheet(words, Line(words, Tone.ALARM, (words,)), (line,), (line,), "", sections, (words,), words)


def page_of(name: str, edition: Edition) -> str:
    case = example(name)
    assert case.at is not None
    return page(outlook_sheet(outlook(case.story, case.policy, edition, case.at), case.name, case.policy, edition))


@pytest.mark.proves("E29")
@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "O'Hara & <b>"])
def test_what_someone_typed_never_becomes_markup(typed: str) -> None:
    html = page(small_sheet(typed))
    assert [tag for tag, _ in Outline(html).tags] == [tag for tag, _ in Outline(page(small_sheet())).tags]
    assert typed not in html
    assert str(escape(typed)) in html


def test_what_someone_typed_is_no_template_either() -> None:
    assert "{{ sheet.title }}" in page(small_sheet("{{ sheet.title }}"))


def test_a_page_runs_no_script_and_fetches_nothing(edition: Edition) -> None:
    html = page_of("s1-thighs", edition)
    outline = Outline(html)
    assert not any(outline.all(tag) for tag in ("script", "link", "iframe", "img", "object", "form"))
    assert not any(name.startswith("on") for _, attributes in outline.tags for name in attributes)
    policy = next(meta for meta in outline.all("meta") if "http-equiv" in meta)
    assert (policy["content"] or "").startswith("default-src 'none'")
    assert re.findall(r"(?:url\(|@import|https?://(?!www\.w3\.org/2000/svg))", html) == []


def test_a_page_has_a_language_one_heading_and_named_sections(edition: Edition) -> None:
    outline = Outline(page_of("s1-thighs", edition))
    assert [each["lang"] for each in outline.all("html")] == ["en"]
    assert len(outline.all("h1")) == len(outline.all("main")) == len(outline.all("header")) == 1
    ids = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each["aria-labelledby"] in ids for each in outline.all("section"))
    assert all(each.get("scope") == "col" for each in outline.all("th"))


def test_the_emergency_number_comes_before_everything_else(edition: Edition) -> None:
    html = page_of("s1-thighs", edition)
    assert html.index("Emergency: call 112") < html.index("<main>")


def test_an_alarm_comes_first_on_the_page_and_is_announced() -> None:
    html = page(small_sheet())
    assert html.index('role="alert"') < html.index("<h1>")


def test_a_calm_page_has_no_alarm(edition: Edition) -> None:
    assert 'role="alert"' not in page_of("s1-thighs", edition)


def test_what_may_start_stands_above_what_is_to_do(edition: Edition) -> None:
    html = page_of("s1-thighs", edition)
    assert html.index('id="before-the-first-puncture"') < html.index('id="to-do"')


def test_what_a_sign_means_is_also_said(edition: Edition) -> None:
    assert '<span class="aside">Attention: </span>' in page(small_sheet())


def test_an_empty_section_says_what_to_do_next() -> None:
    assert '<p class="empty">words</p>' in page(small_sheet())


def test_a_page_without_a_watermark_or_a_drawing_leaves_both_out() -> None:
    sheet = small_sheet()
    bare = Sheet(sheet.title, sheet.emergency, (), sheet.banner, "", (), (), "")
    outline = Outline(page(bare))
    assert "watermark" not in [attributes.get("class") for _, attributes in outline.tags]
    assert outline.all("figure") == []


def _colours() -> dict[str, str]:
    css = resources.files("nappage.rendering").joinpath("templates", "outlook.css").read_text("utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PAIRS = [
    *product(("ink", "soft", "accent", "hold", "alarm", "information"), ("paper", "card")),
    ("hold", "hold-paper"),
    ("information", "information-paper"),
    ("card", "accent"),
    ("card", "alarm"),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    colours = _colours()
    dark, light = sorted((_luminance(colours[text]), _luminance(colours[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_colour_of_the_page_is_a_green_for_go() -> None:
    for name, colour in _colours().items():
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert green <= max(red, blue) + 2, name
