"""The text as it was shown: what it was made from, signed by the server, so that no other text is what is signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict
from nappage.actions.consents import Basis, basis_of
from nappage.assessment.look import Look
from nappage.values.local_time import local_day

_SALT = "nappage.consent"


@dataclass(frozen=True, slots=True)
class Shown:
    """One text on one screen: for whom, when, in which language, its version and hash, and what it rests on."""

    person: str
    course: str
    at: str
    language: str
    version: str
    digest: str
    plan: str
    policy_version: int
    edition: str

    @staticmethod
    def of(look: Look, language: str, version: str, digest: str) -> Shown:
        """Return what is shown at a look."""
        basis = basis_of(look)
        return Shown(
            str(look.chart.person),
            str(look.chart.course),
            look.at.isoformat(),
            language,
            version,
            digest,
            str(basis.plan),
            basis.policy_version,
            basis.edition,
        )

    def token(self) -> str:
        """Return the signed text that the form carries."""
        return signing.dumps(asdict(self), salt=_SALT)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def basis(self) -> Basis:
        return Basis(UUID(self.plan), self.policy_version, self.edition)


def read_shown(token: str, look: Look) -> Shown:
    """Return what was shown; Conflict if it was not shown here, or for another person or course."""
    try:
        shown = Shown(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError):
        raise Conflict(_("this form does not carry the text that was shown")) from None
    if (shown.person, shown.course) != (str(look.chart.person), str(look.chart.course)):
        raise Conflict(_("this text was shown for another patient or course"))
    return shown


def expect_shown(look: Look, shown: Shown, digest: str) -> None:
    """Refuse a text that reads otherwise by now, or that was shown on another day than it is signed."""
    if digest != shown.digest:
        raise Conflict(_("the plan, the policy or the edition changed since the text was shown"))
    zone = look.policy.zone
    if local_day(shown.moment, zone) != local_day(look.at, zone):
        raise Conflict(_("the text was shown on another day; show it again and have it signed"))
