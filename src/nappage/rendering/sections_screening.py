"""Screening as it is done: what matched stands on top, and below it one line for each question that is still open.

Dozens of precautions wait for a dozen questions. A nurse asks the questions, so the questions are the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook
from nappage.engine.precaution import Finding, Layer, Level
from nappage.engine.question import Question, question_behind
from nappage.rendering.lines import cited
from nappage.rendering.naming import inside, sentence
from nappage.rendering.sheet import Line, Section, Tone
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer

_ORDER = (Level.A, Level.B, Level.HARD, Level.CLEAR, Level.DEFER, Level.CAUTION)
_RANK = {level: place for place, level in enumerate(_ORDER)}


@dataclass(slots=True)
class Open:
    """One thing to ask or to record, and the precautions that wait for it."""

    words: str
    question: Question | None
    waiting: list[Finding] = field(default_factory=list)

    @property
    def rank(self) -> int:
        return min(_RANK[finding.precaution.level] for finding in self.waiting)

    @property
    def holding(self) -> list[Finding]:
        """Return those of the waiting precautions that keep screening from being complete."""
        return [finding for finding in self.waiting if finding.precaution.level.holds]


def section(found: Outlook, speak: Speaker, edition: Edition) -> Section:
    """Return the section of screening: what matched, then what to ask, levels A and B first in both."""
    lines = (*(matched(finding, speak) for finding in matching(found)), *_open(found, speak, edition))
    return Section("screening", "Screening", lines, empty="Every question is answered, and no precaution matches.")


def matching(found: Outlook) -> list[Finding]:
    """Return the precautions that match, the most binding first."""
    yes = (finding for finding in found.findings if finding.answer is Answer.YES)
    return sorted(yes, key=lambda finding: _RANK[finding.precaution.level])


def matched(finding: Finding, speak: Speaker) -> Line:
    """Return the line of a precaution that matched: what it is, which fact says so, and what follows."""
    rule = finding.precaution
    until = f" until {speak.value(finding.until)}" if finding.until else ""
    facts = "; ".join(dict.fromkeys(speak(fact) for fact in finding.facts))
    follows = (rule.mitigation, speak(finding.because.remedy))
    beneath = " ".join(filter(None, map(sentence, (facts, *follows))))
    tone = Tone.HOLD if rule.level.holds else Tone.INFORMATION
    return Line(f"{rule.title}{until} ({_standing(finding)})", tone, (beneath,), cited(rule.sources))


def _standing(finding: Finding) -> str:
    rule = finding.precaution
    return f"level {rule.level.value}" if rule.layer is Layer.TEXTS else "clinic rule, unreviewed"


def open_questions(found: Outlook, speak: Speaker, edition: Edition) -> tuple[Open, ...]:
    """Return what has to be asked or recorded before screening is complete, the most binding first."""
    asked: dict[str, Open] = {}
    for finding in found.findings:
        if finding.answer is not Answer.UNKNOWN:
            continue
        for fact in finding.facts:
            question = question_behind(edition, fact)
            words = question.text if question else sentence(speak(fact))
            waits = asked.setdefault(words, Open(words, question)).waiting
            if finding not in waits:
                waits.append(finding)
    return tuple(sorted(asked.values(), key=lambda each: each.rank))


def _open(found: Outlook, speak: Speaker, edition: Edition) -> Iterator[Line]:
    for each in open_questions(found, speak, edition):
        prefix = "Ask: " if each.question else ""
        sources = cited(each.question.sources) if each.question else ()
        tone = Tone.HOLD if each.holding else Tone.INFORMATION
        yield Line(f"{prefix}{each.words}", tone, (f"{_waiting(each.waiting)}.",), sources)


def _waiting(findings: Iterable[Finding]) -> str:
    """Return which precautions wait, and how binding those of the texts are."""
    ordered = sorted(findings, key=lambda finding: _RANK[finding.precaution.level])
    titles = dict.fromkeys(_waits(finding) for finding in ordered)
    return f"Waits for it: {', '.join(titles)}"


def _waits(finding: Finding) -> str:
    level = finding.precaution.level
    return inside(finding.precaution.title) + (f" (level {level.value})" if level in (Level.A, Level.B) else "")
