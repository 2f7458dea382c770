"""The printed day: what staff must know of everybody who is booked, for the hours in which no screen can be asked.

It holds more than the board: every exclusion that holds, every question still open behind one, every allergy and
medicine told, what is planned and what was tested, the steps of emergencies, and lines for what is done meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.moments import day_in_words
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.precaution import Finding, Layer
from nappage.engine.question import Asks, Question
from nappage.engine.story import Allergy, MedicineTaken, Reply, Story
from nappage.records.models import Identity, Member, Visit
from nappage.rendering.emergency import ProtocolShown, protocols_shown
from nappage.rendering.outlook_sheet import state
from nappage.rendering.sections_screening import Open, matched, matching, open_questions
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.web.today.presenter import visits_of

# Rows left empty for what is done by hand; they are entered later with the time at which it was done.
BY_HAND = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A list as somebody told it, and whether they said that it is whole."""

    items: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the paper says of one visit."""

    visit: Visit
    identity: Identity
    state: tuple[Line, ...]
    allergies: Known
    medicines: Known
    exclusions: tuple[Line, ...]
    questions: tuple[str, ...]
    more: int
    planned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayPaper:
    """A day of a clinic on paper, as it was known at an instant."""

    day: date
    sheets: tuple[Sheet, ...]
    protocols: tuple[ProtocolShown, ...]
    by_hand: range = range(BY_HAND)

    @property
    def persons(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(sheet.identity.person_id for sheet in self.sheets))


def day_paper(member: Member, in_force: PolicyInForce, day: date, at: datetime) -> DayPaper:
    """Return the paper of a day: its visits in the order of their hours, ended and cancelled ones left out."""
    visits = visits_of(member.clinic_id, day, in_force.policy.zone, ended=False)
    persons = [visit.person_id for visit in visits]
    looks = glimpses(member.clinic_id, persons, in_force, at)
    identities = {identity.person_id: identity for identity in Identity.objects.filter(person__in=persons)}
    sheets = (
        _sheet(visit, identities[visit.person_id], looks[visit.person_id])
        for visit in visits
        if visit.person_id in identities
    )
    edition = next((look.edition for look in looks.values()), None)
    protocols = protocols_shown(edition, in_force.policy.zone) if edition else ()
    return DayPaper(day, tuple(sheets), protocols)


def _sheet(visit: Visit, identity: Identity, look: Look) -> Sheet:
    speak = Speaker(look.edition, look.policy.zone, hide_weight=identity.hide_weight)
    open_now = open_questions(look.outlook, speak, look.edition)
    return Sheet(
        visit=visit,
        identity=identity,
        state=tuple(state(look.outlook, speak, look.edition)),
        allergies=Known(tuple(map(_allergy, look.story.allergies)), _whole(look, Asks.ALLERGIES)),
        medicines=Known(tuple(map(_medicine, look.story.medicines)), _whole(look, Asks.MEDICINES)),
        exclusions=tuple(matched(finding, speak) for finding in matching(look.outlook)),
        questions=tuple(one.words for one in open_now if any(map(_is_of_the_texts, one.waiting))),
        more=sum(_is_of_the_clinic(one) for one in open_now),
        planned=tuple(_planned(look.story, speak)),
    )


def _is_of_the_texts(finding: Finding) -> bool:
    return finding.precaution.layer is Layer.TEXTS and finding.precaution.level.holds


def _is_of_the_clinic(one: Open) -> bool:
    """Return whether only rules of the clinic wait for an answer: those are counted, or nobody would read the six."""
    return not any(map(_is_of_the_texts, one.waiting)) and any(each.precaution.level.holds for each in one.waiting)


def _allergy(allergy: Allergy) -> str:
    return f"{allergy.to} ({_('severe reaction')})" if allergy.severe is Answer.YES else allergy.to


def _medicine(medicine: MedicineTaken) -> str:
    return f"{medicine.name} ({_('no longer taken')})" if medicine.stopped else medicine.name


def _whole(look: Look, about: Asks) -> str:
    """Return whether a list was said to be whole, and when: an empty one that nobody asked about says nothing."""
    asked = {id for id, question in look.edition.all(Question).items() if question.asks is about}
    last: Reply | None = max((one for one in look.story.replies if one.question in asked), key=_when, default=None)
    if last is None:
        return _("Never asked whether this is all.")
    day = day_in_words(local_day(last.at, look.policy.zone))
    if last.answer is Answer.YES:
        return _("Told on {day} to be the whole list.").format(day=day)
    return _("Asked on {day}; not known to be whole.").format(day=day)


def _when(reply: Reply) -> datetime:
    return reply.at


def _planned(story: Story, speak: Speaker) -> Iterator[str]:
    if story.plan is None:
        yield _("Nothing is planned.")
        return
    sites = ", ".join(speak.value(f"{site.zone}/{site.side.value}") for site in story.plan.sites)
    yield f"{speak.purpose(story.plan.indication)}: {sites}"
    for formula in story.formulas:
        if formula.id == story.plan.formula:
            yield "; ".join(
                " ".join(filter(None, (speak.term(one.agent), speak.value(one.volume), one.lot)))
                for one in formula.components
            )
