"""The claims that were found in a text, as rows for a table and as plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nappage.engine.claim import Claim, Flag
from nappage.engine.claim_recognition import Coverage, Recognised, Stance


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim found in a text, every cell a plain text but the line."""

    line: int
    flag: str
    grade: str
    stance: str
    claim: str
    says: str
    sentence: str
    hedges: str
    contradicted_by: tuple[str, ...]
    evidence: tuple[str, ...]
    correction: str
    why: str


def claims_table(recognised: Iterable[Recognised]) -> tuple[ClaimRow, ...]:
    """Return a row for each claim found, in the order given: unsafe first."""
    return tuple(_row(hit) for hit in recognised)


def claims_text(recognised: Iterable[Recognised]) -> tuple[str, ...]:
    """Return the claims that a text asserts as lines to print, the count first.

    The word of a flag is printed only when a claim with that flag was found (ruling 26).
    """
    hits = tuple(recognised)
    asserted = [hit for hit in hits if hit.stance is Stance.ASSERTED]
    rest = len(hits) - len(asserted)
    lines = [_count(asserted)]
    for row in claims_table(asserted):
        lines.extend(["", *_lines(row)])
    if rest:
        lines.extend(["", f"{rest} more only asked about or denied."])
    return tuple(lines)


def coverage_text(coverage: Iterable[tuple[str, Coverage]]) -> tuple[str, ...]:
    """Return a line for each source: how many of the claims it is cited for were recognised, and which were not."""
    return tuple(_coverage_line(source, each) for source, each in coverage)


def _coverage_line(source: str, coverage: Coverage) -> str:
    missed = f"; not recognised: {', '.join(coverage.missed)}" if coverage.missed else ""
    return f"{source}: {len(coverage.recognised)} of {len(coverage.in_ledger)} claims recognised{missed}"


def _row(hit: Recognised) -> ClaimRow:
    flag = hit.flag.value if hit.flag else ""
    return ClaimRow(
        line=hit.line,
        flag=flag,
        grade=hit.grade.value,
        stance=hit.stance.value,
        claim=hit.claim.id,
        says=hit.claim.says,
        sentence=hit.sentence,
        hedges=", ".join(hit.hedges),
        contradicted_by=_contradictions(hit.claim),
        evidence=hit.claim.evidence,
        correction=hit.claim.correction,
        why=hit.claim.why if flag else "",
    )


def _contradictions(claim: Claim) -> tuple[str, ...]:
    return tuple(f"{each.citation}: {each.says}" for each in claim.contradicted_by)


def _count(asserted: list[Recognised]) -> str:
    if not asserted:
        return "No claim of the ledger was recognised. That does not mean that the text makes none."
    flagged = [(flag.value, sum(hit.flag is flag for hit in asserted)) for flag in Flag]
    parts = [f"{count} {name}" for name, count in flagged if count]
    found = f"{len(asserted)} claim{'s' if len(asserted) != 1 else ''} recognised"
    return f"{found}: {', '.join(parts)}." if parts else f"{found}."


def _lines(row: ClaimRow) -> Iterator[str]:
    marks = ", ".join(mark for mark in (row.flag, row.grade) if mark)
    yield f"line {row.line} [{marks}] {row.claim}: {row.says}"
    yield f'    as written: "{row.sentence}"'
    if row.hedges:
        yield f"    hedged by: {row.hedges}"
    if row.why:
        yield f"    why it matters: {row.why}"
    if row.contradicted_by:
        yield f"    contradicted by: {'; '.join(row.contradicted_by)}"
    yield f"    what can be said: {row.correction}"
