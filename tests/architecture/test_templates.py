"""Templates are short, escape everything, and hold neither script nor style, which the security policy refuses."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median, quantiles

import pytest

from architecture.source_tree import SOURCE, calls, modules_of

MEDIAN, NEARLY_ALL, NEARLY = 30, 120, 20
LINES_OF_SCRIPT = 1000
REFUSED = {
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*(?:\bsrc=|\btype=.application/json.))", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "an expression of htmx": re.compile(r"\bhx-(?:on|vals\s*=\s*[\"']js:)", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe(?:seq)?\b|\bautoescape\s+off\b"),
    "a place elsewhere": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}


# Who says that a text is markup already: drawings and papers of rendering, which escape what they are given.
TRUSTED = {
    "web/templatetags/nappage.py": "icons of a table in the same file, and a widget as Django renders it",
    "web/plan/presenter.py": "the course as rendering drew it",
    "web/after/presenter.py": "the reports that rendering drew",
    "web/measures/presenter.py": "the pictures that rendering drew",
    "web/patients/presenter.py": "the course as rendering drew it",
    "web/allergy_test/presenter.py": "a wheal as rendering drew it",
    "web/decision_aid/presenter.py": "the drawings of side effects, which are files of rendering",
    "web/consent/presenter.py": "the text of the consent as rendering made it",
}


def templates() -> dict[str, str]:
    """Return the text of every template of the screens by its path below `src/nappage`."""
    return {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in _files("*.html")}


def _files(pattern: str) -> list[Path]:
    return sorted(path for path in (SOURCE / "web").rglob(pattern) if "vendor" not in path.parts)


def refused(text: str) -> list[str]:
    """Return what a template holds that none may."""
    return [what for what, pattern in REFUSED.items() if pattern.search(text)]


def test_a_template_holds_neither_script_nor_style_and_escapes_all() -> None:
    found = {name: refused(text) for name, text in templates().items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_only_what_rendering_drew_or_django_made_is_taken_as_it_is() -> None:
    marking = {
        name for name, tree in modules_of("web").items() if any(called == "mark_safe" for _, called, _ in calls(tree))
    }
    assert marking == set(TRUSTED)


def test_templates_are_short() -> None:
    lengths = [text.count("\n") + 1 for text in templates().values()]
    assert median(lengths) <= MEDIAN
    assert quantiles(lengths, n=NEARLY)[-1] <= NEARLY_ALL


def test_our_own_script_stays_small() -> None:
    assert sum(path.read_text(encoding="utf-8").count("\n") for path in _files("*.js")) <= LINES_OF_SCRIPT


def test_our_own_script_makes_no_script_out_of_text() -> None:
    forbidden = re.compile(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b")
    assert [path.name for path in _files("*.js") if forbidden.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<p style='color: red'>", "a style attribute"), ("<style>", "an inline style sheet"),
        ("<script>", "an inline script"), ("<script type='module'>", "an inline script"),
        ("<a onclick='x()'>", "a handler attribute"), ("{{ words|safe }}", "text that is not escaped"),
        ("{% autoescape off %}", "text that is not escaped"), ("<script src='//cdn.example/'>", "a place elsewhere"),
        ("<button hx-on:click='x()'>", "an expression of htmx"),
    ],
)  # fmt: skip
def test_the_check_would_notice(text: str, what: str) -> None:
    assert refused(text) == [what]


def test_the_check_lets_pass_what_is_ours() -> None:
    assert refused('<link rel="stylesheet" href="{% static "vendor/nappage.css" %}"><script src="/x.js" defer>') == []
