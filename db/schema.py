"""The tables of a workspace, as frozen steps.

A step never changes once it is released, and never looks at the questionnaire or at any other code that moves. Its name begins with the
version of the program that brought it, so that an older program can say which one a newer file needs. A new question is an entry in
``templates/questionnaire.toml`` and a step that adds its column:

    @STEPS(name="0.2.0 export share of firms")
    def _exports(db: Database) -> None:
        db.execute('ALTER TABLE enterprises ADD COLUMN "export_share" ANY')
        db.execute("PRAGMA user_version = 2")

Columns that begin with an underscore are the workspace's own; every other column of a list is the answer to the question of that id.
Numbers are ANY, which keeps what was given: 2000 stays a whole number and 0.1 a fraction.
"""

import sqlite3

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x4A5A484E  # "JZHN"
SCHEMA = 1  # the number of steps; it stands in the file as its user_version
STEPS = Migrations("jizhen")

_ANSWERS = {
    "fields": '"id" TEXT, "share" ANY',
    "indicators": '"id" TEXT, "year" INTEGER, "value" ANY, "source" TEXT, "note" TEXT',
    "enterprises": '"name" TEXT, "uscc" TEXT, "role" TEXT, "chain_link" TEXT, "gbt4754" TEXT, "main_product" TEXT, "founded" INTEGER,'
    ' "employees" INTEGER, "revenue" ANY, "rd_spend" ANY, "rd_staff" INTEGER, "invention_patents" INTEGER, "has_rd_unit" INTEGER,'
    ' "honours" TEXT, "links_answered" INTEGER, "address" TEXT, "contact" TEXT, "note" TEXT',
    "institutions": '"name" TEXT, "kind" TEXT, "note" TEXT',
    "platforms": '"name" TEXT, "kind" TEXT, "level" TEXT, "topic" TEXT, "open" INTEGER, "note" TEXT',
    "organisations": '"name" TEXT, "kind" TEXT, "note" TEXT',
    "chain": '"stage" TEXT, "name" TEXT, "kind" TEXT, "present" INTEGER, "control" TEXT, "importance" INTEGER, "note" TEXT',
    "links": '"from" TEXT, "to" TEXT, "kind" TEXT, "year" INTEGER, "note" TEXT',
    "technologies": '"name" TEXT, "trl" INTEGER, "note" TEXT',
    "ratings": '"item" TEXT, "score" ANY, "evidence" TEXT, "reason" TEXT, "respondent" TEXT',
    "interviews": '"date" TEXT, "organisation" TEXT, "person" TEXT, "position" TEXT, "notes" TEXT',
}


@STEPS(name="0.1.0 surveys")
def _surveys(db: Database) -> None:
    db.execute(
        'CREATE TABLE clusters (_id INTEGER PRIMARY KEY, "name_zh" TEXT, "name_en" TEXT, "region" TEXT,'
        ' "description_zh" TEXT, "description_en" TEXT) STRICT'
    )
    db.execute(
        "CREATE TABLE rounds (_id INTEGER PRIMARY KEY, _cluster INTEGER NOT NULL REFERENCES clusters,"
        ' "label" TEXT NOT NULL, "date" TEXT, "surveyors" TEXT, "note" TEXT, _framework TEXT, _framework_version TEXT,'
        " UNIQUE (_cluster, label)) STRICT"
    )
    own = "_id INTEGER PRIMARY KEY, _round INTEGER NOT NULL REFERENCES rounds"
    for part, columns in _ANSWERS.items():
        db.execute(f'CREATE TABLE "{part}" ({own}, _position INTEGER NOT NULL, {columns}) STRICT')
        db.execute(f'CREATE INDEX "{part}_order" ON "{part}" (_round, _position)')
    db.execute(
        f"CREATE TABLE answers ({own}, part TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (_round, part, field)) STRICT"
    )
    db.execute(
        f"CREATE TABLE drafts ({own}, part TEXT NOT NULL, row INTEGER, field TEXT NOT NULL, text TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX drafts_of ON drafts (_round, part, row)")
    db.execute(
        "CREATE TABLE history (_id INTEGER PRIMARY KEY, at TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, cluster INTEGER,"
        " round INTEGER, row INTEGER, parts TEXT NOT NULL, images TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'undone'))) STRICT"
    )
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


def wrap(connection: sqlite3.Connection) -> Database:
    """A connection with sqlite-utils' helpers, without plugins that happen to be installed on the machine."""
    return Database(connection, execute_plugins=False)
