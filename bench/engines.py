"""One adapter for each engine: rules and patients in, a decision by the number of the patient out.

An engine may bring the patients into its own form beforehand; what is timed is the decision alone. Each peer's import
stands in its adapter, because each is installed for the bench only and may be missing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from operator import eq, ge, gt, lt
from typing import Any

from bench.rules40 import Patient, Rules, Test

Decide = Callable[[int], frozenset[str]]
Engine = Callable[[Rules, list[Patient]], Decide]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"<": lt, ">": gt, ">=": ge, "==": eq}


def naive(rules: Rules, patients: list[Patient]) -> Decide:
    """Walk each test as it is written."""

    def holds(test: Test, patient: Patient) -> bool:
        match test:
            case ("all", *tests):
                return all(holds(one, patient) for one in tests)
            case ("any", *tests):
                return any(holds(one, patient) for one in tests)
            case ("in", fact, value):
                return value in patient[fact]
            case (compare, fact, value):
                return _COMPARE[compare](patient[fact], value)
        raise ValueError(test)

    return lambda number: frozenset(rule for rule, test in rules.items() if holds(test, patients[number]))


def floor(rules: Rules, patients: list[Patient]) -> Decide:
    """Write all tests as one Python function and compile it: the fastest that Python allows, explaining nothing."""
    lines = [f"    if {_python(test)}: fired.append({rule!r})" for rule, test in rules.items()]
    source = "\n".join(["def decide(p):", "    fired = []", *lines, "    return frozenset(fired)"])
    scope: dict[str, Any] = {}
    exec(compile(source, "floor", "exec"), scope)  # the source is made from the rules of this bench only
    decide: Callable[[Patient], frozenset[str]] = scope["decide"]
    return lambda number: decide(patients[number])


def _python(test: Test) -> str:
    match test:
        case ("all", *tests):
            return "(" + " and ".join(map(_python, tests)) + ")"
        case ("any", *tests):
            return "(" + " or ".join(map(_python, tests)) + ")"
        case ("in", fact, value):
            return f"{value!r} in p[{fact!r}]"
        case (compare, fact, value):
            return f"p[{fact!r}] {compare} {value!r}"
    raise ValueError(test)


def zen_engine(rules: Rules, patients: list[Patient]) -> Decide:
    """Compile one expression for each rule."""
    zen = importlib.import_module("zen")
    compiled = [(rule, zen.compile_expression(_zen(test))) for rule, test in rules.items()]
    return lambda number: frozenset(rule for rule, test in compiled if test.evaluate(patients[number]))


def _zen(test: Test) -> str:
    match test:
        case ("all", *tests):
            return "(" + " and ".join(map(_zen, tests)) + ")"
        case ("any", *tests):
            return "(" + " or ".join(map(_zen, tests)) + ")"
        case ("in", fact, value):
            return f'("{value}" in {fact})'
        case (compare, fact, bool() as value):
            return f"({fact} {compare} {str(value).lower()})"
        case (compare, fact, value):
            return f"({fact} {compare} {value})"
    raise ValueError(test)


def json_logic(rules: Rules, patients: list[Patient]) -> Decide:
    """Apply one JSON rule after the other."""
    apply = importlib.import_module("json_logic").jsonLogic
    written = [(rule, _json(test)) for rule, test in rules.items()]
    return lambda number: frozenset(rule for rule, test in written if apply(test, patients[number]))


def _json(test: Test) -> dict[str, Any]:
    match test:
        case ("all", *tests):
            return {"and": [*map(_json, tests)]}
        case ("any", *tests):
            return {"or": [*map(_json, tests)]}
        case ("in", fact, value):
            return {"in": [value, {"var": fact}]}
        case (compare, fact, value):
            return {compare: [{"var": fact}, value]}
    raise ValueError(test)


def durable_rules(rules: Rules, patients: list[Patient]) -> Decide:
    """Hand the rules to a Rete network, assert each patient as a fact and retract it; a rule may fire more than once.

    An event instead of a fact would be used up by the first rule that it matches.
    """
    lang = importlib.import_module("durable.lang")
    fired: set[str] = set()

    def firing(rule: str) -> Callable[[Any], None]:
        return lambda _: fired.add(rule)

    with lang.ruleset("screening"):
        for rule, test in rules.items():
            lang.when_all(_durable(test, lang))(firing(rule))
        lang.when_all(+lang.m.age)(
            lambda _: None
        )  # so that a patient whom no rule matches is not reported as unhandled

    def decide(number: int) -> frozenset[str]:
        fired.clear()
        lang.assert_fact("screening", patients[number])
        lang.retract_fact("screening", patients[number])
        return frozenset(fired)

    return decide


def _durable(test: Test, lang: Any) -> Any:
    match test:
        case ("all" | "any" as join, first, *others):
            joined = _durable(first, lang)
            for other in others:
                joined = joined & _durable(other, lang) if join == "all" else joined | _durable(other, lang)
            return joined
        case ("in", fact, value):
            return getattr(lang.m, fact).anyItem(lang.item == value)
        case (compare, fact, value):
            return _COMPARE[compare](getattr(lang.m, fact), value)
    raise ValueError(test)
