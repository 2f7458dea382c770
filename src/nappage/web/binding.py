"""A form about a patient says, signed, whose it is and who opened it, so that it never reaches another chart (H-13).

Two tabs of one tablet, a switch of the person at it, a page left open since the last patient: what is sent then still
carries the patient and the member it was made for, and is refused where one of them is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

FIELD = "bound"
HEADER = "X-Bound"
_SALT = "nappage.binding"


@dataclass(frozen=True, slots=True)
class Binding:
    """Who opened a form, about which person, and for which visit if it was for one."""

    member: UUID
    person: UUID
    visit: UUID | None = None

    def token(self) -> str:
        """Return the signed text that the form carries."""
        parts = [self.member.hex, self.person.hex, *([self.visit.hex] if self.visit else [])]
        return Signer(salt=_SALT).sign(".".join(parts))


class Misbound(Exception):
    """What was sent belongs to another patient, member or visit than the address it was sent to. Nothing is recorded.

    `found` is what the form was made for, None where it does not say so or its signature is not ours.
    """

    def __init__(self, expected: Binding, found: Binding | None) -> None:
        super().__init__("this form belongs to another patient or member")
        self.expected = expected
        self.found = found


def read_token(token: str) -> Binding | None:
    """Return what a token binds to, or None if it was not signed here."""
    try:
        parts = Signer(salt=_SALT).unsign(token).split(".")
        return Binding(*(UUID(hex=part) for part in parts))
    except (BadSignature, ValueError, TypeError):
        return None


def verify(request: HttpRequest, expected: Binding) -> None:
    """Raise Misbound unless what was sent carries exactly this binding, in its form or in a header."""
    token = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    found = read_token(token)
    if found is None or (found.member, found.person) != (expected.member, expected.person):
        raise Misbound(expected, found)
    if found.visit is not None and expected.visit is not None and found.visit != expected.visit:
        raise Misbound(expected, found)
