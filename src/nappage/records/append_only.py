"""Tables that take rows and nothing else: the database itself refuses a change or a removal, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = (
    "records_entry",
    "records_auditevent",
    "records_decision",
    "records_document",
    "records_kitcheck",
    "records_lotuse",
    "records_personlink",
    "records_policyversion",
)
_REFUSAL = "this table is append-only: correct by a new row"


def refuse_changes(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on every append-only table."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION nappage_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield _trigger(vendor, table, verb)
        if vendor == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION nappage_refuse_change()"
            )


def _trigger(vendor: str, table: str, verb: str) -> str:
    name = f"{table}_refuses_{verb.lower()}"
    if vendor == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION nappage_refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
