"""Every paper of the product, found by itself: the places in the source that print, and what they were about to print.

A place is a function that hands a paper to the printer. What it hands over is caught with its words; no PDF is made.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nappage
from nappage.rendering import paper as printer
from nappage.rendering.paper import Paper

SOURCE = Path(nappage.__file__).parent
# What hands a paper on for others: who calls one of these prints.
PRINTS = ("as_pdf", "printed")
_HANDING_ON = ("rendering/paper.py", "web/printing.py")
# The demo prints a paper that a screen prints, of the same text.
_AGAIN = ("console/demo/photos.py",)


@dataclass(frozen=True)
class Caught:
    """A paper with the place that printed it ("web.after.views.sheet")."""

    place: str
    paper: Paper


@cache
def places() -> frozenset[str]:
    """Return every place of the source that prints."""
    return frozenset(
        f"{_module(path)}.{function.name}"
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).as_posix() not in (*_HANDING_ON, *_AGAIN)
        for function in _functions(path.read_text(encoding="utf-8"))
    )


def printed_pages() -> set[str]:
    """Return the templates that are pages made to be printed by the browser, whole: those with a style of paper."""
    return {
        path.relative_to(path.parents[1]).as_posix()
        for path in (SOURCE / "web").rglob("templates/*/*.html")
        if any(style in path.read_text(encoding="utf-8") for style in ('extends "print.html"', "vendor/label.css"))
    }


@contextmanager
def caught() -> Iterator[list[Caught]]:
    """Catch every paper while the block runs; whoever printed gets a blank one."""
    found: list[Caught] = []
    blank = _blank()

    def write(page: Any, sheet: Any, attachments: Any, fonts: Any, paper: Paper) -> bytes:
        found.append(Caught(_place(), paper))
        return blank

    # A style unpacks the fonts, and a code is drawn by hundreds: neither has words, and both take most of the time.
    style, page = (patch(f"weasyprint.{each}", lambda **_given: None) for each in ("CSS", "HTML"))
    codes = patch("nappage.rendering.passport_paper.code_source", lambda _text: "")
    with patch.object(printer, "_written", write), style, page, codes:
        yield found


@cache
def _blank() -> bytes:
    return printer.as_pdf(Paper("<p>blank</p>", "", ("", ""), "", ("", ""), "blank", datetime(2026, 1, 1, tzinfo=UTC)))


def _functions(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)) if any(f"{name}(" in source for name in PRINTS) else ():
        if isinstance(node, ast.FunctionDef):
            calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
            if any(isinstance(one, ast.Name) and one.id in PRINTS for one in calls):
                yield node


def _module(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".")


def _place() -> str:
    """Return the function that printed: the first one below the printer that does not hand on for others."""
    for frame in inspect.stack():
        path = Path(frame.filename)
        if SOURCE in path.parents and path.relative_to(SOURCE).as_posix() not in _HANDING_ON:
            return f"{_module(path)}.{frame.function}"
    raise AssertionError("nobody printed this")
