"""What is wrong with a pass by itself, before any limit is asked: a slip of a field, or nobody who may inject."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from nappage.actions.at_visit import AtVisit, named
from nappage.assessment.happening import Drawn, PassGiven
from nappage.assessment.look import Look
from nappage.engine.formula import total_volume
from nappage.engine.gate import GateState, credential_gate
from nappage.engine.visit import formula_of
from nappage.records.models import Member
from nappage.records.standing_query import StandingQuery
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.quantity import Unit
from nappage.values.statement import Because


def faults_of_pass(act: AtVisit, given: PassGiven) -> Iterator[Fault]:
    """Yield each fault of a pass as it was typed."""
    done, started = given.given, act.charted.started
    if started is not None and done.site not in started[1].sites:
        yield Fault(
            _("Zone"),
            _("a zone confirmed at the time-out"),
            named(done.site),
            _("Chart a zone of this session."),
            field="site",
        )
    if done.punctures < 1:
        yield Fault(_("Punctures"), _("one or more"), str(done.punctures), _("Count them again."), field="punctures")
    if done.volume_per_puncture.unit.dimension != Unit.ML.dimension or done.volume_per_puncture.amount <= 0:
        yield Fault(
            _("Volume per puncture"),
            _("a volume above nothing"),
            str(done.volume_per_puncture),
            _("Type it in mL."),
            field="volume",
        )
    member = _OPERATORS.first(act.actor.clinic, done.by)
    if member is None or not member.may("session.chart"):
        yield Fault(
            _("Operator"),
            _("somebody of this clinic who may inject"),
            done.by or _("nobody"),
            _("Choose the operator."),
            field="operator",
        )
        return
    day = local_day(act.actor.at, act.look.policy.zone)
    if credential_gate(act.look.edition, done.by, act.look.policy, day).state is not GateState.OPEN:
        yield Fault(
            _("Operator"), _("a credential that covers today"), done.by, _("Choose another operator."), field="operator"
        )


def needle_slips(after: Look) -> Iterator[Because]:
    """Yield what a refused pass says of its needle besides: a depth that none of its length reaches."""
    objections = after.outlook.treating.objections
    yield from (one.because for one in objections if one.because.fact.code == "depth.beyond-needle")


def volume_slips(act: AtVisit, given: PassGiven) -> Iterator[Fault]:
    """Yield what a refused pass says of its volume besides: it alone is more than was mixed or drawn up.

    By itself that refuses nothing: a second mixture may have been drawn up, and what was given has to be charted.
    """
    formula, each = formula_of(act.look.story, act.look.outlook.treating.session), given.given.volume_per_puncture
    if formula is None or each.unit.dimension != Unit.ML.dimension:
        return
    mixed = total_volume(formula.components).to(Unit.ML)
    there = max(mixed, act.charted.drawn.drawn.to(Unit.ML)) if act.charted.drawn else mixed
    volume = (each * given.given.punctures).to(Unit.ML)
    if volume > there:
        expected = _("at most the {there} that are mixed").format(there=there)
        remedy = _("Look at the punctures and at the volume again.")
        yield Fault(_("Volume of the pass"), expected, str(volume), remedy, field="volume")


def drawn_slips(act: AtVisit, drawn: Drawn) -> Iterator[Fault]:
    """Yield a fault where more is said to be drawn up than was mixed, and no word says from what."""
    formula = formula_of(act.look.story, act.look.outlook.treating.session)
    if formula is None or drawn.note.strip() or drawn.drawn.unit.dimension != Unit.ML.dimension:
        return
    mixed = total_volume(formula.components).to(Unit.ML)
    if drawn.drawn > mixed:
        expected = _("at most the {there} that are mixed").format(there=mixed)
        remedy = _("Look at the number again, or say in the note what else was drawn up.")
        yield Fault(_("Drawn up"), expected, str(drawn.drawn), remedy, field="drawn")


_OPERATORS = StandingQuery(lambda clinic, slug: Member.objects.filter(clinic=clinic, slug=slug, active=True))
