"""Every path of a check-in agrees with the engine: the form's own questions, enumerated, below the browser.

What somebody can tell of one symptom is asked whole at each check-in: each beginning that the form offers, without a
sign, with each sign, and with all of them. Sets of two are asked at each check-in, sets of three on the first day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import combinations, product
from typing import cast
from uuid import uuid4

import pytest
from django.http import QueryDict

from nappage.assessment.chart import Chart
from nappage.assessment.check_in import Began, read_urgently
from nappage.assessment.look import Look
from nappage.engine.escalation import escalators
from nappage.engine.facts import gather
from nappage.engine.outlook import outlook
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Level, Symptom
from nappage.engine.treatment import Treatment, treatments
from nappage.engine.triage import triage
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.web.check_ins.forms import EARLIER, SymptomForm
from nappage.web.check_ins.presenter import report_row
from nappage.web.screen import Asked
from support.stories import example, shipped

END = "2026-10-06 11:25"
DAY = timedelta(days=1)
MOMENTS = (timedelta(minutes=30), *(days * DAY for days in (1, 3, 7, 14, 28, 56, 84)))
FIRST_DAY = MOMENTS[1]
BEGAN = ("hour", "today", "yesterday", EARLIER, "unknown")
STEPS = 2
Said = tuple[SymptomReport, Began]


@dataclass(frozen=True)
class Home:
    """Somebody at home at one instant: what the form asks of them, and what the engine says of what they told."""

    look: Look

    @cached_property
    def symptoms(self) -> tuple[Symptom, ...]:
        every = self.look.edition.all(Symptom)
        return tuple(one for id, one in every.items() if id not in (UNRECOGNISED, "pregnancy"))

    @cached_property
    def speak(self) -> Speaker:
        return Speaker(self.look.edition, self.look.policy.zone)

    def form(self, symptom: Symptom, typed: str = "") -> SymptomForm:
        look, data = self.look, QueryDict(typed) if typed else None
        return SymptomForm(symptom, ("flank", "abdomen"), self.speak, look.at, look.policy.zone, data)

    def signs(self, symptom: Symptom) -> list[tuple[str, ...]]:
        """Return what can be ticked of a symptom: nothing, each sign, all of them."""
        field = self.form(symptom).fields.get("features")
        offered = [str(id) for id, _words in field.choices] if field else []  # type: ignore[attr-defined]
        return list(dict.fromkeys([(), *((one,) for one in offered), tuple(offered)]))

    def tells(self, symptom: Symptom, began: str, signs: Sequence[str] = ()) -> Said:
        """Return what the form makes of answers that it offers."""
        day = local_day(self.look.at, self.look.policy.zone) - 3 * DAY
        said = [("began", began), ("day", day.isoformat() if began == EARLIER else ""), ("size_1", "mm")]
        typed = [*said, *(("features", sign) for sign in signs)]
        form = self.form(symptom, "&".join(f"{symptom.id}-{name}={value}" for name, value in typed))
        assert form.is_valid(), form.errors
        return form.said()

    @cached_property
    def _ground(self) -> tuple[tuple[Treatment, ...], frozenset[str]]:
        story, policy, edition = self.look.story, self.look.policy, self.look.edition
        whole = replace(story, sessions=(*story.earlier, *story.sessions))
        return treatments(whole, policy, edition), escalators(edition, gather(story, policy, edition, self.look.at))

    def judged(self, *reports: SymptomReport) -> dict[str, Level]:
        """Return the engine's level of each symptom."""
        found = triage(self.look.edition, reports, *self._ground, self.look.at)
        return {one.report.symptom: one.level for one in found.reports}

    def level(self, report: SymptomReport) -> Level:
        return self.judged(report)[report.symptom]

    def between(self, began: Began) -> Iterator[datetime | None]:
        """Yield instants at which it may have begun, after the session that was given, by what was said."""
        if began.first is None or began.last is None:
            yield None
            return
        ((done,), _context) = self._ground
        first = max(began.first, done.ended) if began.first < done.ended <= began.last else began.first
        yield from (first + (began.last - first) * step / STEPS for step in range(STEPS + 1))


@pytest.fixture(scope="module")
def homes() -> list[Home]:
    """Return S4 after its first session, at home at each check-in, with nothing reported yet; no row is read."""
    told = example("s4-flanks").but(reports=())
    told = told.but(sessions=tuple(one for one in told.story.sessions if one.start < told.at(END)))
    chart = cast(Chart, None)
    looks = [Look(told.at(END) + after, chart, told.policy, 1, shipped()) for after in MOMENTS]
    for look in looks:
        look.__dict__["story"] = told.story
    return [Home(look) for look in looks]


@pytest.mark.proves("H-26")
def test_what_is_shown_of_one_symptom_is_the_engines_most_urgent_reading_of_what_was_told(homes: list[Home]) -> None:
    wrong, asked = [], 0
    for home, symptom in ((one, symptom) for one in homes for symptom in one.symptoms):
        said = [home.tells(symptom, *how) for how in product(BEGAN, home.signs(symptom))]
        for (told, began), read in zip(said, read_urgently(home.look, said), strict=True):
            readings = [home.level(replace(told, onset=at)) for at in home.between(began)]
            shown = home.level(read)
            asked += 1
            if shown != max(readings):
                wrong.append((home.look.at, symptom.id, told.features, began, shown, readings))
    assert wrong == []
    assert asked > 2_000


@pytest.mark.proves("H-26")
def test_the_page_says_of_each_symptom_what_the_whole_outlook_says(homes: list[Home]) -> None:
    for home in (homes[0], homes[4]):
        reports = read_urgently(home.look, [home.tells(one, "today", home.signs(one)[-1]) for one in home.symptoms])
        asked = Asked.__new__(Asked)
        asked.__dict__.update(look=home.look, zone=home.look.policy.zone, at=home.look.at)
        for report in reports:
            story = replace(home.look.story, reports=(report,))
            (found,) = outlook(story, home.look.policy, home.look.edition, home.look.at).after.triage.reports
            row = report_row(uuid4(), found, asked, home.speak)
            assert (row["level"], row["emergency"]) == (home.level(report), home.level(report) is Level.EMERGENCY)


@pytest.mark.proves("H-26")
def test_one_more_symptom_never_makes_anything_less_urgent(homes: list[Home]) -> None:
    lowered = []
    tried: dict[int, int] = defaultdict(int)
    for home in homes:
        told = read_urgently(home.look, [home.tells(one, "today") for one in home.symptoms])
        alone = {report.symptom: home.level(report) for report in told}
        pairs = {}
        for pair in combinations(told, 2):
            found = home.judged(*pair)
            names = tuple(report.symptom for report in pair)
            pairs[names] = max(found.values())
            tried[2] += 1
            lowered += [(home.look.at, names) for one in names if found[one] < alone[one]]
        if home.look.at - homes[0].look.at + MOMENTS[0] != FIRST_DAY:
            continue
        for three in combinations(told, 3):
            names = tuple(report.symptom for report in three)
            most = max(home.judged(*three).values())
            tried[3] += 1
            lowered += [(home.look.at, names) for two in combinations(names, 2) if most < pairs[two]]
    assert lowered == []
    symptoms = len(homes[0].symptoms)
    assert tried[2] == len(MOMENTS) * symptoms * (symptoms - 1) // 2
