"""A look at a person: their chart, the policy in force, and what the engine says follows at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from nappage.assessment.chart import Chart, chart_of
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.policy_in_force import PolicyInForce, policy_in_force
from nappage.assessment.telling import tell
from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Story


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


def look_at(
    clinic: UUID, person: UUID, course: UUID | None, at: datetime, in_force: PolicyInForce | None = None
) -> Look:
    """Return a look at a person of a clinic at an instant, by what was recorded until then."""
    in_force = in_force or policy_in_force(clinic, at)
    return Look(at, chart_of(person, course, at), in_force.policy, in_force.version, edition_in_use())
