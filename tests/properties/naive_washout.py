"""Wash-outs a second time, day by day on a calendar and class by class: slow, obvious, and written from the rulings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any


def matches(row: Mapping[str, Any], medicine: Mapping[str, Any], session: date) -> str:
    """Return "yes", "no" or "unknown" for one row of washouts.toml without conditions on a planned treatment."""
    if medicine["prescribed"] not in row["prescribed"]:
        return "no"
    if medicine["classes"] is None:
        return "unknown" if row["id"] == "not-recognised" else "no"
    if not [each for each in row["medicines"] if each in medicine["classes"]]:
        return "no"
    if not row.get("stated"):
        return row.get("when_stopped", "no") if medicine["ongoing"] == "no" else str(medicine["ongoing"])
    if medicine["ongoing"] == "yes":
        return "yes"
    if medicine["taken"] is None:
        return "unknown"
    clear = max(days(stated["span"], session) for stated in row["stated"])
    avoided = [session - timedelta(days=back) for back in range(1, clear + 1)]
    return "yes" if medicine["taken"] in avoided or medicine["taken"] >= session else "no"


def days(span: str, session: date) -> int:
    """Return how many clear days a span is before a session; a month goes back to the same day, or the last one."""
    count, unit = span.split(" ")
    if unit == "d":
        return int(count)
    year, month, day = session.year, session.month, session.day
    for _ in range(int(count)):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    while True:
        try:
            return (session - date(year, month, day)).days
        except ValueError:
            day -= 1
