"""What the public list of clinics shows and by what it is narrowed down. Nothing ranks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language_info

from nappage.assessment.listed_clinic import ListedClinic
from nappage.engine.indication import Indication
from nappage.engine.zone import Zone
from nappage.rendering.naming import capital
from nappage.rendering.public_guide import Guide

FILTERS = ("purpose", "place", "language", "credential")


def found_clinics(clinics: tuple[ListedClinic, ...], asked: Mapping[str, str], guide: Guide) -> dict[str, Any]:
    """Return the clinics that match every choice made, and the choices there are."""
    chosen = {name: asked.get(name, "") for name in FILTERS} | {"prices": asked.get("prices", "")}
    shown = [_clinic(each, guide) for each in clinics if _matches(each, chosen)]
    count = guide.own("count-one") if len(shown) == 1 else guide.own("count", count=len(shown))
    return {
        "choices": [_choice(name, clinics, chosen[name], guide) for name in FILTERS],
        "prices": bool(chosen["prices"]),
        "clinics": shown,
        "listed": bool(clinics),
        "count": count,
    }


def _matches(clinic: ListedClinic, chosen: Mapping[str, str]) -> bool:
    return all(not chosen[name] or chosen[name] in _offered(clinic, name) for name in FILTERS) and (
        not chosen["prices"] or bool(clinic.listing.prices)
    )


def _offered(clinic: ListedClinic, name: str) -> Iterable[str]:
    match name:
        case "purpose":
            return [active.indication for active in clinic.policy.indications]
        case "place":
            return clinic.listing.zones
        case "language":
            return clinic.listing.languages
        case _:
            return clinic.injectors


def _choice(name: str, clinics: tuple[ListedClinic, ...], chosen: str, guide: Guide) -> dict[str, Any]:
    """Return one filter with what the listed clinics offer of it, by name."""
    ids = dict.fromkeys(id for clinic in clinics for id in _offered(clinic, name))
    options = sorted(((_named(name, id, guide), id) for id in ids), key=lambda option: option[0].casefold())
    return {
        "name": name,
        "label": guide.own(name),
        "options": [{"id": id, "words": words, "chosen": id == chosen} for words, id in options],
    }


def _named(name: str, id: str, guide: Guide) -> str:
    match name:
        case "purpose":
            return capital(guide.speak.purpose(id)) if guide.edition.get(Indication, id) else id
        case "place":
            zone = guide.edition.get(Zone, id)
            return guide.text(zone.name).words if zone else id
        case "language":
            return language_name(id)
        case _:
            return capital(guide.own(f"credential-{id}"))


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    try:
        return capital(str(get_language_info(code)["name_local"]))
    except KeyError:
        return code


def _clinic(clinic: ListedClinic, guide: Guide) -> dict[str, Any]:
    signed = clinic.policy.signed
    return {
        "name": clinic.name,
        "fictional": clinic.fictional,
        "address": clinic.listing.address,
        "phone": clinic.policy.phone,
        "purposes": [_named("purpose", each, guide) for each in _offered(clinic, "purpose")],
        "places": [_named("place", each, guide) for each in clinic.listing.zones],
        "languages": [language_name(each) for each in clinic.listing.languages],
        "injectors": [
            guide.own("people", credential=_named("credential", credential, guide), count=count)
            for credential, count in clinic.injectors.items()
        ],
        "prices": clinic.listing.prices,
        "signed": guide.own("signed", day=signed.on) if signed else "",
    }
