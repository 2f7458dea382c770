"""What may be changed in a module: each mutant is one node of its syntax tree replaced by another."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "nappage" / "engine"
VALUES = ENGINE.with_name("values")

_COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "all_of": "any_of", "any_of": "all_of"}
# Never asked by a rule: how a value prints, and what only the type checker or the memory of a cache sees.
_UNASKED_FUNCTIONS = {"__repr__", "__str__", "assert_never"}
_UNASKED_CALLS = {"field", "lru_cache", "TypeVar"}


NO_CHANGE = -1


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the `choice`-th replacement of the `node`-th node of a module, and the lines whose tests it concerns.

    `key` names it without lines ("gate.judge: `a < b` → `a <= b`"), so that a reason outlives edits above it.
    `module_level` is code that runs at import, where no test is seen to cover it.
    """

    module: str
    node: int
    choice: int
    key: str
    first: int
    last: int
    module_level: bool


def mutants_of(path: Path) -> list[Mutant]:
    """Return every mutant of a module of the engine."""
    module, tree = path.stem, ast.parse(path.read_text(encoding="utf-8"))
    parents = _parents(tree)
    found: list[Mutant] = []
    seen: Counter[str] = Counter()
    for number, node in enumerate(ast.walk(tree)):
        if _is_unasked(node, parents):
            continue
        above = [node, *_above(node, parents)]
        statement = next((part for part in above if isinstance(part, ast.stmt)), None)
        names = [part.name for part in above[1:] if isinstance(part, ast.FunctionDef | ast.ClassDef)]
        inside = any(isinstance(up, ast.FunctionDef) and part in up.body for part, up in pairwise(above))
        for choice, new in enumerate(replacements(node)):
            key = f"{'.'.join([module, *reversed(names)])}: {_change(node, new, parents)}"
            seen[key] += 1
            key = key if seen[key] == 1 else f"{key} ({seen[key]})"
            first, last = _lines(statement) if statement else (1, 1)
            found.append(Mutant(module, number, choice, key, first, last, not inside))
    return found


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Return the tree of a source with one mutant in it."""
    tree = ast.parse(source)
    if mutant.choice == NO_CHANGE:
        return tree
    node = next(part for number, part in enumerate(ast.walk(tree)) if number == mutant.node)
    new = list(replacements(node))[mutant.choice]
    _put(_parents(tree)[node], node, new)
    return ast.fix_missing_locations(tree)


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in a node's place; nothing for most nodes."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for at, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:at], _COMPARED[type(op)](), *ops[at + 1 :]], others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _COMPUTED and not _is_union(node):
            yield ast.BinOp(left, _COMPUTED[type(op)](), right)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Call() | ast.Attribute():
            yield from _of_a_name(node)
        case _:
            yield from _of_a_statement(node)


def _of_a_name(node: ast.Call | ast.Attribute) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in _CALLED:
            yield ast.Call(ast.Name(_CALLED[name], ast.Load()), args, keywords)
        case ast.Attribute(value=ast.Name(id=enum) as owner, attr=attr) if attr in members_of_enums().get(enum, ()):
            others = _neighbours(members_of_enums()[enum], attr)
            yield from (ast.Attribute(owner, other, ast.Load()) for other in others)


def _of_a_statement(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() as test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test=ast.Name() | ast.Attribute() | ast.Call() as test, body=one, orelse=other):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), one, other)
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield ast.Pass()
        case ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()


def _is_union(node: ast.BinOp) -> bool:
    """Return whether it joins types ("Recorded | Takes", "Quantity | None")."""
    return ast.unparse(node.right)[:1].isupper()


@cache
def members_of_enums() -> dict[str, tuple[str, ...]]:
    """Return the enums of the engine and its values, with their members."""
    files = [*ENGINE.glob("*.py"), *VALUES.glob("*.py")]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(files))
    classes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {node.name: tuple(_members(node)) for node in classes if _is_enum(node)}


def sample(mutants: Iterable[Mutant], size: int, seed: str) -> list[Mutant]:
    """Return a share of every module's mutants, `size` in all or a few more.

    The draw is by the hash of seed and key: an edit of one function leaves the sample of all others as it was.
    """
    by_module: dict[str, list[Mutant]] = {}
    for mutant in sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.key}".encode()).digest()):
        by_module.setdefault(mutant.module, []).append(mutant)
    total = sum(map(len, by_module.values()))
    return [
        mutant for name in sorted(by_module) for mutant in by_module[name][: -(-len(by_module[name]) * size // total)]
    ]


def _members(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id


def _neighbours(members: Sequence[str], member: str) -> list[str]:
    """Return the members next to one, in a circle: both other answers of three, two of many."""
    at = members.index(member)
    return sorted({members[(at + 1) % len(members)], members[at - 1]} - {member})


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def _above(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node


def _is_unasked(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> bool:
    path = [node, *_above(node, parents)]
    return any(_is_unasked_of(part, parent) for part, parent in pairwise(path))


def _is_unasked_of(part: ast.AST, parent: ast.AST) -> bool:
    match parent:
        case ast.FunctionDef(returns=returns, decorator_list=decorators, name=name):
            return part is returns or part in decorators or name in _UNASKED_FUNCTIONS
        case ast.ClassDef(body=body):
            return part not in body or (_is_enum(parent) and isinstance(part, ast.Assign))
        case ast.arg() | ast.AnnAssign():
            return part is parent.annotation
        case ast.Call(func=ast.Name(id=name)):
            return name in _UNASKED_CALLS
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _is_enum(node: ast.ClassDef) -> bool:
    return any("Enum" in ast.unparse(base) for base in node.bases)


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """Return the lines of a statement, or of its head where it has a body."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return statement.lineno, max(last, statement.lineno)


def _change(node: ast.AST, new: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> str:
    """Return the change as text, with a little of what stands around it."""
    if isinstance(new, ast.Pass):
        return f"`{_head(node)}` removed"
    parent = node if isinstance(node, ast.stmt) else parents[node]
    before = _head(parent)
    if node is not parent:
        _put(parent, node, new)
        after = _head(parent)
        _put(parent, new, node)
    else:
        after = _head(new)
    start = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    window = slice(max(0, start - 40), start + 40)
    return f"`{before[window]}` → `{after[window]}`"


def _head(node: ast.AST) -> str:
    return ast.unparse(node).strip().partition("\n")[0]


def _put(parent: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for name, value in ast.iter_fields(parent):
        if value is old:
            setattr(parent, name, new)
        elif isinstance(value, list) and any(part is old for part in value):
            setattr(parent, name, [new if part is old else part for part in value])
