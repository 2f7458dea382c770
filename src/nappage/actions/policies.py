"""Signing a policy: the director's terms, read strictly, kept as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.policy_in_force import read_policy
from nappage.assessment.public_holiday import public_holidays
from nappage.engine.policy import Instrument, Listing
from nappage.library.case_check import check_terms
from nappage.library.plain import as_plain
from nappage.records.models import PolicyVersion
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.local_time import local_day


def sign_policy(actor: Actor, terms: Mapping[str, Any], words: str = "") -> PolicyVersion:
    """Return the version signed; Faulty with every fault if the terms cannot be read as a policy."""
    day = local_day(actor.at, read_policy(terms).zone)
    _know_holidays(str(terms.get("holidays_of", "")), day)
    if faults := tuple(check_terms(terms, edition_in_use())):
        raise Faulty(faults)
    signed = {**terms, "signed": {"by": actor.slug, "on": day.isoformat()}}
    with acting(actor, "policy.sign") as trace:
        last = PolicyVersion.objects.filter(clinic_id=actor.clinic).aggregate(last=Max("number"))["last"] or 0
        version = PolicyVersion.objects.create(
            clinic_id=actor.clinic,
            number=last + 1,
            terms=signed,
            words=words,
            signed_by=actor.slug,
            signed_at=actor.at,
        )
        trace.thing = version.id
        trace.detail = {"number": version.number}
    return version


def _know_holidays(place: str, day: date) -> None:
    if place:
        try:
            public_holidays(place, [day.year])
        except Refused as refused:
            raise Faulty([refused.at("holidays_of")]) from None


def declare_open(actor: Actor, day: date) -> PolicyVersion:
    """Return the version signed with one more day declared open, although it is a holiday or no day of the week's."""
    terms = _signed_last(actor)
    days = sorted({*map(str, terms.get("declared_open", ())), day.isoformat()})
    return sign_policy(actor, {**terms, "declared_open": days}, f"declared open: {day.isoformat()}")


def list_clinic(actor: Actor, listing: Listing | None) -> PolicyVersion:
    """Return the version signed with what the clinic tells in the public list; with None it leaves the list."""
    terms = {name: value for name, value in _signed_last(actor).items() if name != "listing"}
    if listing is None:
        return sign_policy(actor, terms, "taken off the public list")
    return sign_policy(actor, {**terms, "listing": as_plain(listing)}, "listed in public")


def _signed_last(actor: Actor) -> dict[str, Any]:
    last = PolicyVersion.objects.filter(clinic=actor.clinic).order_by("-number").first()
    if last is None:
        remedy = _("Sign the clinic's policy first.")
        raise Faulty([Fault(_("policy"), _("a version that the director signed"), _("none"), remedy)])
    return dict(last.terms)


def load_instrument(actor: Actor, instrument: Instrument) -> PolicyVersion:
    """Return the version signed with the clinic's own questions in it; everything else stays as it was signed last."""
    last = PolicyVersion.objects.filter(clinic=actor.clinic).order_by("-number").first()
    if last is None:
        remedy = _("Sign the clinic's policy first, then load the questions.")
        raise Faulty([Fault(_("policy"), _("a version that the director signed"), _("none"), remedy)])
    return sign_policy(
        actor, {**last.terms, "instrument": as_plain(instrument)}, f"questions loaded: {instrument.name}"
    )
