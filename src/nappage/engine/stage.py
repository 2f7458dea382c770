"""Stages of cellulite from three looks at the skin, and which of its causes a course could reach at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.story import CelluliteObservation
from nappage.values.answer import Answer, all_of
from nappage.values.statement import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Entry):
    """One stage: what each look must show; a look that is absent does not matter to it."""

    grade: int
    standing: Answer
    lying: Answer
    pinch: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CelluliteCause(Entry):
    """One of the causes that the sources name, and whether they count it among the treatable ones."""

    name: str
    treatable: bool


@dataclass(frozen=True, slots=True)
class StageJudgement:
    """The observation and the grades that it leaves possible; `grade` only when that is a single one."""

    observation: CelluliteObservation
    possible: tuple[int, ...]

    @property
    def grade(self) -> int | None:
        return self.possible[0] if len(self.possible) == 1 else None


def stage_of(edition: Edition, observation: CelluliteObservation) -> StageJudgement:
    """Return the stage, after Nuernberger and Mueller: what was not looked at leaves open what depends on it.

    No grade is possible for dimples that show lying and not standing: one of the two looks is mistaken.
    """
    stages = edition.all(Stage).values()
    possible = (stage.grade for stage in stages if _shows(stage, observation) is not Answer.NO)
    return StageJudgement(observation, tuple(possible))


def _shows(stage: Stage, observation: CelluliteObservation) -> Answer:
    looks = [(stage.standing, observation.standing), (stage.lying, observation.lying)]
    if stage.pinch is not None:
        looks.append((stage.pinch, observation.pinch))
    return all_of(seen if required is Answer.YES else ~seen for required, seen in looks)


def contradiction(edition: Edition, observation: CelluliteObservation) -> Objection | None:
    """Return a warning when no stage fits the three looks, else None."""
    if stage_of(edition, observation).possible:
        return None
    fact = say("stage.contradiction", standing=observation.standing, lying=observation.lying, pinch=observation.pinch)
    return objection(Weight.WARNING, next(iter(edition.all(Stage).values())), fact, say("stage.look-again"))


def only_untreatable(edition: Edition, ticked: Iterable[str]) -> Objection | None:
    """Return a warning when causes were ticked and the sources call none of them treatable, else None (R084)."""
    causes = [edition.get(CelluliteCause, id) for id in ticked]
    known = [cause for cause in causes if cause is not None]
    if not known or any(cause.treatable for cause in known):
        return None
    fact = say("cause.only-untreatable", causes=tuple(cause.id for cause in known))
    treatable = tuple(cause.id for cause in edition.all(CelluliteCause).values() if cause.treatable)
    return objection(Weight.WARNING, known[0], fact, say("cause.discuss", treatable=treatable))
