"""A workspace changed as whoever knows SQL may change it: every page is sound, and what stands on it is not what we write."""

import json
import random
import sqlite3
from contextlib import closing, suppress
from functools import cache
from typing import Any

from db.keys import PAGE, SALT
from db.pages import Signer
from tests.reliability.mutation import TEXTS, VALUES, change_tree, of_sqlite
from tests.reliability.seeds import secret

CELLS: tuple[Any, ...] = (
    None,
    0,
    1,
    -1,
    2**63 - 1,
    -(2**63),
    0.5,
    float("inf"),
    "[" * 5000 + "]" * 5000,
    b"",
    b"\xff\xfe",
    *(text for text in TEXTS if text != "\ud800"),
    *("[]", "{}", "null", "NaN", "-Infinity", "1e999", '"\\ud800"', "[[[]]]", "true", '"x"', '{"text": 1}', "2026-99-99", "0001-01-01"),
    *(
        "enterprises",
        "rounds",
        "sqlite_master",
        'x" UNION SELECT 1 --',
        "name",
        "_id",
        "profile.output",
        "zh.scale.text",
        "zh..order",
        "a.b",
    ),
    *("profile..output", "profile.x.output", "enterprises.1.name", "xx.yy.zz", "...", "-", "done", "undone", "zh", "text", "title"),
)
RULES = (
    "CREATE VIEW v AS SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM rounds; END",
    "CREATE INDEX i ON history (at)",
    "CREATE TABLE t (a)",
    "CREATE TABLE t (a INTEGER PRIMARY KEY, b AS (a + 1)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE t USING fts5(a)",
    "ALTER TABLE rounds ADD COLUMN x TEXT",
    "ALTER TABLE enterprises RENAME COLUMN name TO title",
    "ALTER TABLE clusters RENAME TO groups",
    "DROP TABLE stamps",
    "DROP INDEX attachments_of",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = 2147483647",
    "PRAGMA application_id = 0",
    "PRAGMA encoding = 'UTF-16'",
    "UPDATE _sqlite_migrations SET name = 'x'",
    "DELETE FROM _sqlite_migrations",
)


def of_rows(data: bytes, chance: random.Random) -> bytes:
    """Cells, rows and now and then the tables of a workspace, with all checks off."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.deserialize(data)
        memory.execute("PRAGMA ignore_check_constraints = ON")
        for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
            with suppress(sqlite3.Error, ValueError, RecursionError):
                _step(memory, data, chance)
        return memory.serialize()


def _step(memory: sqlite3.Connection, data: bytes, chance: random.Random) -> None:
    if chance.random() < 0.04:
        memory.execute(chance.choice(RULES))
        return
    table, columns = chance.choice(_tables(data))
    numbers = [number for (number,) in memory.execute(f'SELECT _id FROM "{table}"')]
    if not numbers:
        return
    number, column, kind = chance.choice(numbers), chance.choice(columns), chance.random()
    if kind < 0.08:
        memory.execute(f'DELETE FROM "{table}" WHERE _id = ?', (number,))
    elif kind < 0.2:
        others = ", ".join(f'"{name}"' for name in columns if name != column)
        cell = chance.choice(CELLS)
        memory.execute(f'INSERT INTO "{table}" ({others}, "{column}") SELECT {others}, ? FROM "{table}" WHERE _id = ?', (cell, number))
    else:
        ((old,),) = memory.execute(f'SELECT "{column}" FROM "{table}" WHERE _id = ?', (number,))
        memory.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE _id = ?', (_cell(memory, old, (table, column), chance), number))


def _cell(memory: sqlite3.Connection, old: Any, where: tuple[str, str], chance: random.Random) -> Any:
    if isinstance(old, str) and old[:1] in ("{", "[") and chance.random() < 0.7:
        tree = json.loads(old)
        change_tree(tree, chance)
        return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace").decode()
    if chance.random() < 0.3:  # that of another row
        table, column = where
        found = memory.execute(f'SELECT "{column}" FROM "{table}"').fetchall()
        return chance.choice(found)[0]
    return chance.choice((*CELLS, json.dumps(chance.choice(VALUES))))


@cache
def _tables(data: bytes) -> list[tuple[str, list[str]]]:
    """The tables that have rows, with their columns."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.deserialize(data)
        names = [name for (name,) in memory.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('needed')")]
        found = []
        for name in names:
            columns = [column for (column,) in memory.execute("SELECT name FROM pragma_table_info(?)", (name,))]
            if "_id" in columns and memory.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone():
                found.append((name, columns[1:]))
        return found


def of_locked(data: bytes, chance: random.Random) -> bytes:
    """An encrypted one as a broken disk changes it; in half of them whoever has the key signs the pages anew."""
    found = bytearray(of_sqlite(data, chance))
    if chance.random() < 0.9:
        found[:SALT] = data[:SALT]
    if chance.random() < 0.5:
        signer = Signer(secret())
        for number, start in enumerate(range(0, len(found) - PAGE + 1, PAGE), 1):
            page = bytes(found[start : start + PAGE])
            if not signer.fits(page, number):
                found[start : start + PAGE] = signer.signed(page, number)
    return bytes(found)


def of_workspace(data: bytes, chance: random.Random) -> bytes:
    """As SQL changes it, or as a broken disk does."""
    return of_rows(data, chance) if chance.random() < 0.6 else of_sqlite(data, chance)
