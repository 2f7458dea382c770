"""A look at a person: their chart, the policy in force, and what the engine says follows at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from nappage.assessment.chart import Chart, chart_by_now, chart_of, charts_of
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.policy_in_force import PolicyInForce, policy_in_force
from nappage.assessment.telling import session_given, tell
from nappage.engine.contact import Contact, ContactMade, open_contacts
from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.engine.treatment import treatments
from nappage.engine.warning_sign import Warnings, warnings_for
from nappage.records.models import Member, Visit
from nappage.values.local_time import at_local, local_day


@dataclass(frozen=True)
class Look:
    """What every screen of a patient renders. The outlook is worked out when it is first asked for."""

    at: datetime
    chart: Chart
    policy: Policy
    policy_version: int
    edition: Edition

    @cached_property
    def story(self) -> Story:
        """Return the story the chart tells."""
        return tell(self.chart)

    @cached_property
    def outlook(self) -> Outlook:
        """Return what follows at this instant."""
        return outlook(self.story, self.policy, self.edition, self.at)

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Return the contacts that nobody has made yet, in order of their days."""
        made = (value for _, value in self.chart.of(ContactMade))
        done = treatments(self.story, self.policy, self.edition)
        return open_contacts(self.edition, done, made, self.policy.zone)

    @cached_property
    def warnings(self) -> Warnings:
        """Return what triage says of each symptom for this person, and of what can be said with any of them."""
        return warnings_for(self.story, self.policy, self.edition, self.at)

    def with_chart(self, chart: Chart) -> Look:
        """Return the look at another state of the chart: what would follow if one more line stood there."""
        return replace(self, chart=chart)


def look_at(
    clinic: UUID, person: UUID, course: UUID | None, at: datetime, in_force: PolicyInForce | None = None
) -> Look:
    """Return a look at a person of a clinic at an instant, by what was recorded until then."""
    in_force = in_force or policy_in_force(clinic, at)
    return Look(at, chart_of(person, course, at), in_force.policy, in_force.version, edition_in_use())


def looks_at(courses: Mapping[UUID, UUID | None], in_force: PolicyInForce, at: datetime) -> Mapping[UUID, Look]:
    """Return a look at each of several persons at the course named for them, in a number of queries that is fixed."""
    return {
        person: Look(at, chart, in_force.policy, in_force.version, edition_in_use())
        for person, chart in charts_of(courses, at).items()
    }


def look_at_visit(
    visit: Visit, at: datetime, injector: Member | None = None, in_force: PolicyInForce | None = None
) -> Look:
    """Return a look for an act at one visit, with everything that is recorded by now; `injector` treats, if named.

    Two tablets write at once: what the other one wrote a moment after this request came in is there, and counts. A
    session that has started is judged on the day of its start, so that a pass which reaches the server after midnight
    is judged as it was given.
    """
    in_force = in_force or policy_in_force(visit.clinic_id, at)
    chart = chart_by_now(visit.person_id, visit.course_id, at)
    for booked in chart.visits:
        if injector is not None and booked.id == visit.id:
            booked.member = injector
    session = session_given(chart, visit.id)
    return Look(
        _on_its_day(session.start if session else at, at, in_force), chart, in_force.policy, in_force.version,
        edition_in_use(),
    )  # fmt: skip


def _on_its_day(start: datetime, at: datetime, in_force: PolicyInForce) -> datetime:
    zone = in_force.policy.zone
    if local_day(start, zone) >= local_day(at, zone):
        return at
    return at_local(local_day(start, zone) + timedelta(days=1), time(0), zone) - timedelta(microseconds=1)
