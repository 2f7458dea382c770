"""What the time-out shows: who and where, the mixture, the eight gates of this instant, and what warns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.engine.dose import DoseState
from nappage.engine.gate import Gate, GateName, GateRule, GateState
from nappage.engine.override import Override, ReasonCode
from nappage.engine.precaution import Effect, brings
from nappage.engine.start import Notice
from nappage.engine.story import Session
from nappage.engine.visit import formula_of
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.sections_before import before, start_line
from nappage.rendering.sheet import Line
from nappage.web.banner import photo_url
from nappage.web.session.baseline import unmeasured
from nappage.web.session.forms import ReasonForm, TimeOutForm
from nappage.web.session.frame import Frame
from nappage.web.session.sites import figure_of, key_of, words_of

# Where a closed gate is opened: the name of the screen, and what the link says.
WAYS = {
    GateName.JURISDICTION: ("policy", gettext_lazy("Policy")),
    GateName.SCREENING: ("screening", gettext_lazy("Ask and record")),
    GateName.CONSENT: ("consent", gettext_lazy("Consent")),
    GateName.ALLERGY_TEST: ("allergy-test", gettext_lazy("Allergy test")),
    GateName.FORMULA: ("plan", gettext_lazy("Plan and formula")),
    GateName.LOT: ("lots", gettext_lazy("Lots")),
    GateName.CREDENTIAL: ("policy", gettext_lazy("Members")),
    GateName.KIT: ("policy", gettext_lazy("Emergency kit")),
}
# Which override a warning's fact asks for, where it is not named like its rule.
_OVERRIDES = {"area": "area-cap", "depth": "depth", "technique": "depth", "washout": "wash-out", "session": "interval"}


# Of the telephone number so much is shown: enough to compare it with what the patient says.
_LAST_DIGITS = 3


def time_out_form(frame: Frame, sent: Any = None) -> TimeOutForm:
    """Return the form of the time-out; by a photo or a number that is not recorded, nobody is known."""
    identity = frame.asked.identity
    recorded = {"phone": bool(identity and identity.phone), "photo": bool(identity and photo_url(identity))}
    return TimeOutForm(frame.named_sites, frozenset(code for code, there in recorded.items() if not there), sent)


def time_out_page(frame: Frame) -> dict[str, Any]:
    """Return what the time-out shows."""
    found = frame.look.outlook
    line = start_line(found, frame.speak, frame.look.edition)
    return {
        "sites": [_site(frame, site) for site in frame.sites],
        "mixture": list(mixture_of(frame, found.treating.session)),
        "doses": doses_of(frame),
        "gates": list(gates_of(frame)),
        "notices": list(_notices(frame)),
        "holds": [Line(both(hold, frame.speak), sources=cited(hold.sources)) for hold in found.start.holds],
        "closed": "" if found.start.may_start else sentence(line.words.removeprefix("Start: ")),
        "way": next((gate for gate in gates_of(frame) if gate["state"] != "open" and gate["url"]), None),
        "booked_with": frame.visit.member,
        "for_another": frame.visit.member is not None and frame.visit.member != frame.asked.member,
        "phone_ends": frame.asked.identity.phone[-_LAST_DIGITS:] if frame.asked.identity else "",
        "unmeasured": list(unmeasured(frame)),
        "decision": _decision(frame),
        "may_start": frame.asked.member.may("session.start"),
        "may_photograph": frame.asked.member.may("identity.photograph"),
        "may_change": frame.asked.member.may("formula.sign"),
    }


def _site(frame: Frame, site: Any) -> dict[str, Any]:
    return {"key": key_of(site), "words": words_of(site, frame.speak), "figure": figure_of(site)}


def mixture_of(frame: Frame, session: Session | None) -> Iterator[dict[str, str]]:
    """Yield each agent of a session's mixture, else of the plan's, with strength, volume and lot."""
    formula = formula_of(frame.look.story, session)
    for component in formula.components if formula else ():
        yield {
            "agent": component.agent,
            "strength": frame.speak.value(component.strength),
            "volume": frame.speak.value(component.volume),
            "lot": component.lot,
        }


def doses_of(frame: Frame) -> list[dict[str, Any]]:
    """Return what each agent comes to against its signed limit."""
    return [
        {
            "agent": check.agent,
            "scope": frame.speak.value(check.scope),
            "given": frame.speak.value(check.given) or _("not known"),
            "limit": frame.speak.value(check.limit) or _("not signed"),
            "part": int(min(check.fraction, Decimal(1)) * 100) if check.fraction is not None else 0,
            "holds": check.state is not DoseState.WITHIN,
        }
        for check in frame.look.outlook.treating.doses
    ]


# -- gates -----------------------------------------------------------------------------------------------------------


def gates_of(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the eight gates: an open one is a plain tick, a closed one says why, who may decide and where to go."""
    found = frame.look.outlook
    lines = before(found, frame.speak, frame.look.edition).lines
    for gate, line in zip(found.gates, lines, strict=False):
        is_open = gate.state is GateState.OPEN
        url, way = ("", "") if is_open else _way(frame, gate.name)
        yield {
            "name": line.words,
            "state": {GateState.OPEN: "open", GateState.OPENS_AT: "later"}.get(gate.state, "closed"),
            "text": " ".join(line.beneath if is_open else [*_why(frame, gate, line), who_decides(frame, gate)]),
            "sources": line.sources,
            "url": url,
            "way": way,
        }


def _why(frame: Frame, gate: Gate, line: Line) -> Iterator[str]:
    """Yield why a gate is closed and what to do about it, each sentence once; of screening what its own line says."""
    if gate.name is GateName.SCREENING:
        yield from line.beneath
        return
    said = [sentence(frame.speak(because.fact)) for because in gate.reasons]
    said += [sentence(frame.speak(because.remedy)) for because in gate.reasons]
    yield from filter(None, dict.fromkeys(said))


def _way(frame: Frame, gate: GateName) -> tuple[str, str]:
    name, words = WAYS[gate]
    for given in ({"person": frame.asked.person}, {}):
        try:
            return reverse(name, kwargs=given), str(words)
        except NoReverseMatch:
            continue
    return "", ""


def who_decides(frame: Frame, gate: Gate) -> str:
    """Return who may decide against a closed gate; for most of them nobody may."""
    rule = frame.look.edition.all(GateRule)[gate.name.value]
    if rule.decided_by and _is_decidable(frame, gate):
        return _("A {roles} may decide, with a coded reason.").format(
            roles=", ".join(frame.speak.value(role) for role in rule.decided_by)
        )
    return _("Nobody may decide against it: it opens when {opens}.").format(opens=rule.opens_by)


def _is_decidable(frame: Frame, gate: Gate) -> bool:
    if gate.name is GateName.ALLERGY_TEST:
        return _test_is_decidable(frame)
    levels = {finding.precaution.id: finding.precaution.level for finding in frame.look.outlook.findings}
    held = [levels[because.rule] for because in gate.reasons if because.rule in levels]
    return bool(held) and all(level.decidable for level in held)


def _test_is_decidable(frame: Frame) -> bool:
    test = frame.look.outlook.treating.test
    barred = brings(frame.look.outlook.findings, Effect.BARS_TEST_DECISION)
    return test is not None and test.decidable and not barred


def _decision(frame: Frame) -> ReasonForm | None:
    """Return the form of a physician's decision against the test's gate, for who may decide, while it is closed."""
    closed = GateName.ALLERGY_TEST in frame.look.outlook.start.closed
    if not closed or not _test_is_decidable(frame) or not frame.asked.member.may("decision.record"):
        return None
    return reason_form(frame, GateName.ALLERGY_TEST.value)


# -- what warns ------------------------------------------------------------------------------------------------------


def _notices(frame: Frame) -> Iterator[dict[str, Any]]:
    precautions = {finding.precaution.id for finding in frame.look.outlook.findings}
    for notice in frame.look.outlook.start.notices:
        if notice.because.rule not in precautions or notice.refuses:
            yield _notice(frame, notice)


def _notice(frame: Frame, notice: Notice) -> dict[str, Any]:
    given = notice.reason
    asks = notice.refuses and not notice.firm and frame.asked.member.may("reason.record")
    return {
        "text": both(notice.because, frame.speak),
        "rule": notice.because.rule,
        "sources": cited(notice.because.sources),
        "reasoned": {"code": frame.speak.term(given.code), "text": given.words, "by": given.by} if given else None,
        "refuses": notice.refuses,
        "form": reason_form(frame, _rule_of(frame, notice)) if asks else None,
    }


def _rule_of(frame: Frame, notice: Notice) -> str:
    if frame.look.edition.get(Override, notice.because.rule) is not None:
        return notice.because.rule
    return _OVERRIDES.get(notice.because.fact.code.split(".")[0], notice.because.rule)


def reason_form(frame: Frame, rule: str) -> ReasonForm:
    """Return the form of a coded reason for a rule, with what was just sent in it."""
    codes = [
        (id, frame.speak.term(id).replace("-", " ").capitalize())
        for id, code in frame.look.edition.all(ReasonCode).items()
        if rule in code.rules
    ]
    prefix, sent = f"for-{rule}", frame.asked.request.POST
    return ReasonForm(codes, sent if f"{prefix}-rule" in sent else None, initial={"rule": rule}, prefix=prefix)
