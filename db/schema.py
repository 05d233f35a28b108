"""The tables of a workspace, as frozen steps.

A step never changes once it is released, and never looks at the questionnaire or at any other code that moves. Its name
begins with the version of the program that brought it, so that an older program can say which one a newer file needs.
A new question is an entry in ``templates/questionnaire.toml`` and a step that adds its column:

    Step("0.3.0 exports of firms", ('ALTER TABLE enterprises ADD COLUMN "exports" REAL', "PRAGMA user_version = 3"))

Columns that begin with an underscore are the workspace's own; every other column of a list is the answer to the question
of that id. The types and checks hold when something is written, and ``quick_check`` tries them again when a file is opened.
"""

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite_utils import Migrations

APPLICATION_ID = 0x4A5A484E  # "JZHN"
MIGRATION_SET, MIGRATIONS_TABLE = "jizhen", "_sqlite_migrations"

_FLAG = 'INTEGER CHECK ("{0}" IN (0, 1))'
_RATING = """ANY CHECK ("score" IN ('na', 0, 1, 2, 3, 4))"""
_LISTS = {
    "fields": {"id": "TEXT", "share": "REAL"},
    "indicators": {"id": "TEXT", "year": "INTEGER", "value": "REAL", "source": "TEXT", "note": "TEXT"},
    "enterprises": {
        **dict.fromkeys(("name", "uscc", "role", "chain_link", "gbt4754", "main_product"), "TEXT"),
        **dict.fromkeys(("founded", "employees"), "INTEGER"),
        **dict.fromkeys(("revenue", "rd_spend"), "REAL"),
        **dict.fromkeys(("rd_staff", "invention_patents"), "INTEGER"),
        "has_rd_unit": _FLAG,
        "honours": "TEXT",
        "links_answered": _FLAG,
        **dict.fromkeys(("address", "contact", "note"), "TEXT"),
    },
    "institutions": dict.fromkeys(("name", "kind", "note"), "TEXT"),
    "platforms": {**dict.fromkeys(("name", "kind", "level", "topic"), "TEXT"), "open": _FLAG, "note": "TEXT"},
    "organisations": dict.fromkeys(("name", "kind", "note"), "TEXT"),
    "chain": {
        **dict.fromkeys(("stage", "name", "kind"), "TEXT"),
        "present": _FLAG,
        "control": "TEXT",
        "importance": "INTEGER",
        "note": "TEXT",
    },
    "links": {"from": "TEXT", "to": "TEXT", "kind": "TEXT", "year": "INTEGER", "note": "TEXT"},
    "technologies": {"name": "TEXT", "trl": "INTEGER", "note": "TEXT"},
    "ratings": {"item": "TEXT", "score": _RATING, **dict.fromkeys(("evidence", "reason", "respondent"), "TEXT")},
    "interviews": dict.fromkeys(("date", "organisation", "person", "position", "notes"), "TEXT"),
}
_OF_ROUND = "_id INTEGER PRIMARY KEY, _round INTEGER NOT NULL REFERENCES rounds"


def _columns(columns: Mapping[str, str]) -> str:
    return ", ".join(f'"{column}" {kind.format(column)}' for column, kind in columns.items())


_SURVEYS = (
    """CREATE TABLE clusters (_id INTEGER PRIMARY KEY, "name_zh" TEXT, "name_en" TEXT, "region" TEXT,
    "description_zh" TEXT, "description_en" TEXT) STRICT""",
    """CREATE TABLE rounds (_id INTEGER PRIMARY KEY, _cluster INTEGER NOT NULL REFERENCES clusters,
    "label" TEXT NOT NULL, "date" TEXT, "surveyors" TEXT, "note" TEXT, _framework TEXT, _framework_version TEXT,
    UNIQUE (_cluster, "label")) STRICT""",
    *(f'CREATE TABLE "{part}" ({_OF_ROUND}, _position INTEGER NOT NULL, {_columns(columns)}) STRICT' for part, columns in _LISTS.items()),
    *(f'CREATE INDEX "{part}_order" ON "{part}" (_round, _position)' for part in _LISTS),
    # the answers of the parts whose questions are entries of the framework
    f"""CREATE TABLE answers ({_OF_ROUND}, part TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (_round, part, field)) STRICT""",
    # what was typed and not taken; row is null in a record
    f"""CREATE TABLE drafts ({_OF_ROUND}, part TEXT NOT NULL, row INTEGER, field TEXT NOT NULL,
    text TEXT NOT NULL) STRICT""",
    "CREATE INDEX drafts_of ON drafts (_round, part, row)",
    # see recorder.py; no reference to clusters and rounds, as an entry outlives what it is about
    """CREATE TABLE history (_id INTEGER PRIMARY KEY, at TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
    cluster INTEGER, round INTEGER, row INTEGER, parts TEXT NOT NULL, images TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone'))) STRICT""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    "PRAGMA user_version = 1",
)


# what is kept as evidence, see attachments.py and blobs.py
_EVIDENCE = (
    # the bytes of a file, once, however often it is attached; packed: compressed with zlib; size: what it is unpacked
    """CREATE TABLE blobs (_id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
    packed INTEGER NOT NULL CHECK (packed IN (0, 1)), data BLOB NOT NULL) STRICT""",
    # of a row of a list (part, row), of an item of the checklist (part, field), or of the round itself (part)
    f"""CREATE TABLE attachments ({_OF_ROUND}, _position INTEGER NOT NULL, part TEXT NOT NULL, row INTEGER, field TEXT,
    name TEXT NOT NULL, caption TEXT, kind TEXT NOT NULL, size INTEGER NOT NULL, added TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES blobs (hash)) STRICT""",
    "CREATE INDEX attachments_of ON attachments (_round, part, row)",
    "CREATE INDEX attachments_by_hash ON attachments (hash)",
    # which change of the history could bring which file back; it goes with the change
    """CREATE TABLE needed (entry INTEGER NOT NULL REFERENCES history ON DELETE CASCADE,
    hash TEXT NOT NULL REFERENCES blobs (hash), PRIMARY KEY (entry, hash)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX needed_by_hash ON needed (hash)",
    "PRAGMA user_version = 2",
)


class Step(NamedTuple):
    """What turns a file of one schema into the next."""

    name: str
    statements: tuple[str, ...]

    def run(self, connection: sqlite3.Connection) -> None:
        """Execute the statements, within a transaction of the caller."""
        for statement in self.statements:
            connection.execute(statement)


# what merging needs, see dots.py and stamps.py
_COLLEAGUES = (
    """CREATE TABLE sessions (_id INTEGER PRIMARY KEY, prefix INTEGER NOT NULL, space TEXT NOT NULL, counter INTEGER NOT NULL,
    who TEXT NOT NULL, started TEXT NOT NULL, UNIQUE (prefix, space)) STRICT""",
    """CREATE TABLE stamps (_id INTEGER PRIMARY KEY, tbl TEXT NOT NULL, row INTEGER NOT NULL, field TEXT NOT NULL,
    dot INTEGER NOT NULL, at TEXT NOT NULL, UNIQUE (tbl, row, field)) STRICT""",
    # further values of a register, written by colleagues who did not know of each other; value: JSON
    """CREATE TABLE conflicts (_id INTEGER PRIMARY KEY, tbl TEXT NOT NULL, row INTEGER NOT NULL, field TEXT NOT NULL,
    dot INTEGER NOT NULL, at TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (tbl, row, field, dot, value)) STRICT""",
    "PRAGMA user_version = 3",
)
# what consultants write into the report themselves, see authored.py and versions.py
_AUTHORED = (
    f"""CREATE TABLE authored ({_OF_ROUND}, lang TEXT NOT NULL, section TEXT NOT NULL, aspect TEXT NOT NULL,
    value TEXT NOT NULL, UNIQUE (_round, lang, section, aspect)) STRICT""",
    # every text that a section ever had, whatever is taken back; no reference to rounds, as a round may come back
    """CREATE TABLE versions (_id INTEGER PRIMARY KEY, round INTEGER NOT NULL, lang TEXT NOT NULL, section TEXT NOT NULL,
    at TEXT NOT NULL, who TEXT NOT NULL, hash TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (round, lang, section, hash)) STRICT""",
    "PRAGMA user_version = 4",
)
# a file in which stamps count changes, see dots.py, says nothing else to older programs than that they cannot merge it
_COUNTED = ("PRAGMA user_version = 5",)
STEPS: tuple[Step, ...] = (
    Step("0.1.0 surveys", _SURVEYS),
    Step("0.2.0 evidence", _EVIDENCE),
    Step("0.2.0 colleagues", _COLLEAGUES),
    Step("0.3.0 authored text of reports", _AUTHORED),
    Step("0.3.0 changes counted by stamps", _COUNTED),
)
SCHEMA = len(STEPS)  # it stands in the file as its user_version


def migrate(connection: sqlite3.Connection) -> None:
    """Takes the steps that a file does not have yet, each in a transaction with the note that it was taken."""
    from sqlite_utils import Database  # 0.2 s that only a new or an old file needs

    # without plugins that happen to be installed on the machine
    migrations(STEPS).apply(Database(connection, execute_plugins=False))


def migrations(steps: Sequence[Step]) -> "Migrations":
    """The steps as sqlite-utils takes and remembers them."""
    from sqlite_utils import Migrations

    made = Migrations(MIGRATION_SET)
    for step in steps:
        made(name=step.name)(lambda db, step=step: step.run(db.conn))
    return made


@cache
def model(schema: int) -> Mapping[str, str]:
    """What the tables of a file of this schema number are: name -> SQL, as ``_objects`` tells it."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        for step in STEPS[:schema]:
            step.run(memory)
        return {**_objects(memory), MIGRATIONS_TABLE: "\n".join(step.name for step in STEPS[:schema])}


def differences(connection: sqlite3.Connection, schema: int) -> tuple[list[str], list[str]]:
    """What the tables of a file of this schema number should not be: (names that are not ours, ours that are missing or changed)."""
    expected = model(schema)
    found = _objects(connection)
    return sorted(found.keys() - expected.keys()), sorted(name for name, sql in expected.items() if found.get(name) != sql)


def has_tables(connection: sqlite3.Connection, schema: int) -> bool:
    """Whether the tables and indexes of a file of this schema number are there, whatever is in them."""
    return model(schema).items() - {(MIGRATIONS_TABLE, "\n".join(step.name for step in STEPS[:schema]))} <= _made(connection).items()


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Name -> SQL of tables, indexes, views and triggers, but for SQLite's own; of the table of steps, the steps."""
    return {MIGRATIONS_TABLE: _applied(connection), **_made(connection)}


def _made(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute(
        "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('view', 'trigger') OR sql LIKE 'CREATE VIRTUAL%'"
        " OR NOT (name GLOB 'sqlite_*' OR tbl_name = '_sqlite_migrations')"
    )
    # versions of SQLite write spaces and quotation marks of their own when a step alters a table
    # and in a damaged file anything may stand in either column
    return {str(name): "".join(str(sql).replace('"', "").split()) for name, sql in found}


def _applied(connection: sqlite3.Connection) -> str:
    """The steps that a file has, from the table that sqlite-utils keeps of them in its own words."""
    columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (MIGRATIONS_TABLE,))}
    if not columns.issuperset({"id", "migration_set", "name", "applied_at"}):
        return ""
    found = connection.execute(f"SELECT name FROM {MIGRATIONS_TABLE} WHERE migration_set = ? ORDER BY id", (MIGRATION_SET,))
    return "\n".join(str(name) for (name,) in found)
