"""Only actions write records; files are written by the edition's cache and the console, and by nothing else."""

from __future__ import annotations

import ast

import pytest

from architecture.source_tree import calls, modules

MAY_WRITE = {
    "library/edition_cache.py": "keeps the parsed edition in the user's cache folder",
    "photography/clean.py": "opens and writes pictures in memory; its process may write no file at all",
    "project/environment.py": "makes the demo's own keys beside its database",
    "sending/push_sink.py": "the browsers of that sink, each with the key that it alone has",
    "sending/folder.py": "the sink of messages that stands in for the world outside",
}
WRITES = {
    "write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rename", "makedirs", "remove", "rmtree",
    "symlink_to", "NamedTemporaryFile", "mkdtemp", "TemporaryDirectory", "system", "Popen", "check_call",
}  # fmt: skip
READ_MODES = {"r", "rb", "rt"}


def writings(tree: ast.AST) -> list[int]:
    """Return the lines that write a file, or may; `unlink` alone undoes a link of records."""
    return [line for line, called, call in calls(tree) if called != "unlink" and _writes(called.split(".")[-1], call)]


def _writes(called: str, call: ast.Call) -> bool:
    return called in WRITES or (called == "open" and not _opens_to_read(call) and not _opens_what_is_sealed(call))


def _opens_what_is_sealed(call: ast.Call) -> bool:
    """Return whether a key opens a sealed text: that takes two things, and the second is no mode."""
    return isinstance(call.func, ast.Attribute) and len(call.args) == 2 and not isinstance(call.args[0], ast.Constant)


def _opens_to_read(call: ast.Call) -> bool:
    modes = [word.value for word in call.keywords if word.arg == "mode"]
    modes += call.args[1:2] if isinstance(call.func, ast.Name) else call.args[:1]
    return all(isinstance(mode, ast.Constant) and mode.value in READ_MODES for mode in modes)


def test_no_module_but_the_cache_writes() -> None:
    others = {name: tree for name, tree in modules().items() if not name.startswith("console/")}
    found = {name: writings(tree) for name, tree in others.items() if name not in MAY_WRITE}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_permission_that_nobody_uses_is_withdrawn() -> None:
    assert all(writings(modules()[name]) for name in MAY_WRITE)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("open('x')", []), ("open('x', 'rb')", []), ("path.open('r')", []), ("path.open()", []),
        ("open('x', 'w')", [1]), ("open('x', mode=m)", [1]), ("path.open('ab')", [1]), ("path.write_text('')", [1]),
        ("path.open('w', 1)", [1]),
        ("key.open(sealed, person.bytes)", []), ("master_key().open(wrapped, id.bytes)", []),
    ],
)  # fmt: skip
def test_the_check_would_notice(text: str, lines: list[int]) -> None:
    assert writings(ast.parse(text)) == lines


# The database. `records` is where a queryset or a migration may write on behalf of an action.
WRITERS = ("actions/", "records/")
MAY_WRITE_RECORDS = {
    "console/demo/clinic.py": "the fictional clinic, before there is anybody who could act",
    "photography/clean.py": "saves pictures into memory; it knows no record",
    "rendering/code_picture.py": "saves a drawn code into memory; it knows no record",
}
RECORDING = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user",
    "create_superuser", "cursor", "raw", "asave", "acreate", "adelete", "aupdate",
}  # fmt: skip


def recordings(tree: ast.AST) -> list[int]:
    """Return the lines that write a record, or may: `update` with names is a queryset's, with a mapping a dict's."""
    return [line for line, called, call in calls(tree) if _records(called, call)]


def _records(called: str, call: ast.Call) -> bool:
    receiver, _, name = called.rpartition(".")
    if not receiver:
        return False
    return name in RECORDING or (name == "update" and bool(call.keywords) and not call.args)


def test_no_module_but_an_action_writes_a_record() -> None:
    others = {name: tree for name, tree in modules().items() if not name.startswith(WRITERS)}
    found = {name: recordings(tree) for name, tree in others.items() if name not in MAY_WRITE_RECORDS}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_permission_to_write_records_that_nobody_uses_is_withdrawn() -> None:
    assert all(recordings(modules()[name]) for name in MAY_WRITE_RECORDS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("member.save()", [1]), ("Lot.objects.filter(a=1).update(state='x')", [1]), ("Lot.objects.create(lot=1)", [1]),
        ("visit.slots.all().delete()", [1]), ("form.save(commit=False)", [1]), ("connection.cursor()", [1]),
        ("context.update({'a': 1})", []), ("progress.update(task, total=1)", []), ("create(1)", []),
    ],
)  # fmt: skip
def test_a_write_of_a_record_would_be_noticed(text: str, lines: list[int]) -> None:
    assert recordings(ast.parse(text)) == lines
