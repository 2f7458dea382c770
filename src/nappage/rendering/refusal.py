"""Why something was not done, in the parts that let a person mend it: from the engine's reasons."""

from __future__ import annotations

from collections.abc import Iterable

from nappage.engine.edition import Edition
from nappage.engine.gate import GateRule
from nappage.engine.layer import TargetLayer
from nappage.engine.precaution import Precaution
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.values.statement import Because

_GATE = "gate."
# In which field a refusal is mended, by how its fact begins; the first that fits.
_FIELDS = (
    ("depth.", "depth"),
    ("layer.depth-", "depth"),
    ("layer.", "layer"),
    ("technique.", "technique"),
    ("anaesthetic.cream-area", "area"),
    ("anaesthetic.cream-occluded", "occluded"),
    ("anaesthetic.", "mass"),
)


def refusal_faults(reasons: Iterable[Because], edition: Edition, speak: Speaker) -> tuple[Fault, ...]:
    """Return a fault for each reason, each once: what it is about, what stands against it, and the way on."""
    faults = (
        Fault(
            _about(because, edition, speak),
            "",
            _found(because, speak),
            speak(because.remedy),
            _field(because, edition),
        )
        for because in reasons
    )
    return tuple(dict.fromkeys(faults))


def _found(because: Because, speak: Speaker) -> str:
    """Return what stands against it without its full stop: a fault sets one behind what was found."""
    return speak(because.fact).removesuffix(".")


def _field(because: Because, edition: Edition) -> str:
    if edition.get(TargetLayer, because.rule) is not None:
        return "depth"
    return next((field for begin, field in _FIELDS if because.fact.code.startswith(begin)), "")


def _about(because: Because, edition: Edition, speak: Speaker) -> str:
    gate = edition.get(GateRule, because.rule.removeprefix(_GATE))
    if gate is not None:
        return gate.title
    precaution = edition.get(Precaution, because.rule)
    if precaution is not None:
        return precaution.title
    if edition.get(TargetLayer, because.rule) is not None:
        return "Depth"
    named = speak.term(because.rule).replace("-", " ")
    return named[:1].upper() + named[1:]
