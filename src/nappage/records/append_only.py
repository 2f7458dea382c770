"""Tables that take rows and nothing else: the database itself refuses a change or a removal, on both engines."""

from __future__ import annotations

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
_VERBS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
_KNOWN = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
_REFUSING_FUNCTION = (
    "CREATE OR REPLACE FUNCTION nappage_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def refuse_changes(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on every append-only table that does not refuse yet.

    It runs after every migration: on SQLite a changed table is made anew, and its triggers went with the old one.
    """
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN[connection.vendor])
        refusing = {name for (name,) in cursor.fetchall()}
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSING_FUNCTION)
        for table in (table for table in APPEND_ONLY if table in there):
            for verb in _VERBS[connection.vendor]:
                if trigger_of(table, verb) not in refusing:
                    cursor.execute(_trigger(connection.vendor, table, verb))


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the append-only tables that the database would let somebody change: none, unless a trigger was lifted."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN[connection.vendor])
        refusing = {name for (name,) in cursor.fetchall()}
    verbs = _VERBS[connection.vendor]
    return [table for table in APPEND_ONLY if any(trigger_of(table, verb) not in refusing for verb in verbs)]


def trigger_of(table: str, verb: str) -> str:
    """Return the name of the trigger that refuses a verb on a table."""
    return f"{table}_refuses_{verb.lower()}"


def _trigger(vendor: str, table: str, verb: str) -> str:
    name = trigger_of(table, verb)
    if vendor == "sqlite":
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION nappage_refuse_change()"
