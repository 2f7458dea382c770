"""Small slips in the engine's functions, one at a time: a bound moved, a comparison turned, an answer swapped."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

Change = tuple[str, Callable[[ast.AST], None]]

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_ANSWERS = {"YES": "NO", "NO": "UNKNOWN", "UNKNOWN": "NO"}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "all_of": "any_of", "any_of": "all_of"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One slip: in which module, function and line, what it changes, and the module with it."""

    module: str
    function: str
    line: int
    change: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.change}"


def sample(source: Path, count: int, seed: int) -> list[Mutant]:
    """Return a seeded choice of all mutants of the modules below a folder, in the order of the modules."""
    found = [mutant for path in sorted(source.glob("*.py")) for mutant in mutants(path)]
    chosen = Random(seed).sample(range(len(found)), min(count, len(found)))
    return [found[index] for index in sorted(chosen)]


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module; only what stands inside a function is changed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    for function in (node for node in nodes if isinstance(node, ast.FunctionDef)):
        inside = {id(node) for statement in function.body for node in ast.walk(statement)}
        for index, node in enumerate(nodes):
            if id(node) in inside:
                for change, apply in _changes(node):
                    yield Mutant(path.name, function.name, node.lineno, change, _changed(tree, index, apply))  # type: ignore[attr-defined]


def _changed(tree: ast.Module, index: int, apply: Callable[[ast.AST], None]) -> str:
    copy = deepcopy(tree)
    apply(list(ast.walk(copy))[index])  # a walk meets the nodes of a copy in the same order
    return ast.unparse(copy)


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[operator]):
            for other in _COMPARISONS[type(operator)]:
                yield f"{type(operator).__name__} becomes {other.__name__}", _setting("ops", [other()])
        case ast.BoolOp(op=operator):
            turned = ast.Or if isinstance(operator, ast.And) else ast.And
            yield f"{type(operator).__name__} becomes {turned.__name__}", _setting("op", turned())
        case ast.BinOp(op=operator) if type(operator) in _ARITHMETIC:
            turned_operator = _ARITHMETIC[type(operator)]
            yield f"{type(operator).__name__} becomes {turned_operator.__name__}", _setting("op", turned_operator())
        case ast.UnaryOp(op=ast.Not()):
            yield "not is left out", _without_not
        case ast.Constant(value=bool() as value):
            yield f"{value} becomes {not value}", _setting("value", not value)
        case ast.Constant(value=int() | Decimal() as value):
            yield f"{value} becomes {value + 1}", _setting("value", value + 1)
        case ast.Attribute(value=ast.Name(id="Answer"), attr=answer) if answer in _ANSWERS:
            yield f"{answer} becomes {_ANSWERS[answer]}", _setting("attr", _ANSWERS[answer])
        case ast.Call(func=ast.Name(id=called)) if called in _CALLS:
            yield f"{called} becomes {_CALLS[called]}", _calling(_CALLS[called])


def _setting(name: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, value)


def _without_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    # bool(x) for `not x`: the node keeps its class and place, and its answer turns.
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _calling(name: str) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        node.func = ast.Name(name, ast.Load())

    return change
