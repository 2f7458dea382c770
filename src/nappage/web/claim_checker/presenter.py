"""The claims that were found, as the page and the interface for programs show them: the unsafe ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nappage.engine.claim import Claim, Grade
from nappage.engine.claim_recognition import Recognised, Stance, recognise_claims
from nappage.rendering.public_guide import Guide


def checked(guide: Guide, text: str) -> dict[str, Any]:
    """Return what a text claims, and apart from it what it only asks about or denies."""
    found = recognise_claims(guide.edition, text)
    asserted = [hit for hit in found if hit.stance is Stance.ASSERTED]
    others = [hit for hit in found if hit.stance is not Stance.ASSERTED]
    count = len(asserted)
    return {
        "found": [_shown(hit, guide) for hit in asserted],
        "others": [_shown(hit, guide) for hit in others],
        "count": guide.own("none")
        if not count
        else guide.own("found-one")
        if count == 1
        else guide.own("found", count=count),
    }


def _shown(hit: Recognised, guide: Guide) -> dict[str, Any]:
    claim = hit.claim
    return {
        "id": claim.id,
        "says": guide.text(claim.says),
        "flag": hit.flag.value if hit.flag else "",
        "flag_words": guide.own(f"flag-{hit.flag.value}") if hit.flag else "",
        "grade": _grade(claim.grade, guide),
        "line": guide.own("line", line=hit.line),
        "sentence": hit.sentence,
        "hedges": ", ".join(hit.hedges),
        "stance": guide.own(f"stance-{hit.stance.value}") if hit.stance is not Stance.ASSERTED else "",
        "why": guide.text(claim.why) if hit.flag and claim.why else None,
        "others": _said_by(claim, guide) or (guide.own("nobody"),),
        "against": [
            {"says": guide.text(each.says), "place": guide.place(each.citation)} for each in claim.contradicted_by
        ],
        "honest": guide.text(claim.correction),
        "evidence": claim.evidence,
    }


def _grade(grade: Grade, guide: Guide) -> str:
    return guide.own("grade-marketing") if grade is Grade.MARKETING else guide.say(f"grade-{grade.value}")


def _said_by(claim: Claim, guide: Guide) -> tuple[str, ...]:
    return tuple(guide.place(each.citation) for each in claim.asserted_by)


def as_json(found: Iterable[Recognised]) -> list[dict[str, Any]]:
    """Return the claims for a program, each with everything that the ledger holds of it."""
    return [
        {
            "claim": hit.claim.id,
            "says": hit.claim.says,
            "stance": hit.stance.value,
            "flag": hit.flag.value if hit.flag else None,
            "grade": hit.grade.value,
            "line": hit.line,
            "sentence": hit.sentence,
            "hedges": list(hit.hedges),
            "why": hit.claim.why if hit.flag else None,
            "said_by": [{"source": str(each.citation), "hedge": each.hedge} for each in hit.claim.asserted_by],
            "contradicted_by": [{"source": str(each.citation), "says": each.says} for each in hit.contradicted_by],
            "evidence": list(hit.claim.evidence),
            "can_be_said": hit.claim.correction,
        }
        for hit in found
    ]
