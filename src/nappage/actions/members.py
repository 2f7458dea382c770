"""Members of the clinic and its emergency kit: what a director changes, what anybody clinical checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nappage.actions.acting import Actor, acting
from nappage.records.models import KitCheck, Member


def credential(
    actor: Actor,
    member: Member,
    *,
    duties: Sequence[str],
    credential: str,
    licensed_from: date,
    licensed_until: date,
    delegated_by: Member | None,
) -> Member:
    """Return a member with other duties, credential or order; what was before stands in the audit trail."""
    with acting(actor, "member.write") as trace:
        trace.thing = member.id
        trace.detail = {"before": _written(member)}
        member.duties = list(duties)
        member.credential = credential
        member.licensed_from = licensed_from
        member.licensed_until = licensed_until
        member.delegated_by = delegated_by
        member.save()
        trace.detail["after"] = _written(member)
    return member


def _written(member: Member) -> dict[str, object]:
    return {
        "duties": list(member.duties),
        "credential": member.credential,
        "from": member.licensed_from.isoformat(),
        "until": member.licensed_until.isoformat(),
        "order": str(member.delegated_by_id or ""),
    }


def check_kit(actor: Actor, day: date, expires_on: date, trained: Sequence[str]) -> KitCheck:
    """Return the check of the kit that holds from now on."""
    with acting(actor, "kit.check") as trace:
        check = KitCheck.objects.create(
            clinic_id=actor.clinic,
            checked_on=day,
            expires_on=expires_on,
            trained=list(trained),
            at=actor.at,
            by=actor.slug,
        )
        trace.thing = check.id
    return check
