"""The tables: every question has its column, released files still open, a new question needs an entry and a step only."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

import diagnosis.questionnaire
from db import operations, schema, surveys, workspace
from db.attachments import ROUND
from db.copies import copies
from db.files import export_package, read_survey_file, write_survey_file
from db.schema import SCHEMA, STEPS, Step, migrations
from db.verify import verify
from db.workspace import Workspace
from diagnosis import __version__
from diagnosis.errors import UserError
from diagnosis.questionnaire import load_questionnaire, questionnaire
from diagnosis.survey import LISTS, RECORDS
from diagnosis.text import TEMPLATES
from tests.db.data.make import authored_of
from tests.db.helpers import dump, incoming, sample, stored_sample, survey_file

DATA = Path(__file__).parent / "data"
NEXT = SCHEMA + 1
RELEASED = sorted(DATA.glob("schema-*.jizhen"))  # a real file of every schema that was released, see data/README.md
TABLES = {**{part: part for part in LISTS}, "cluster": "clusters", "round": "rounds"}


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT GLOB '*sqlite_*'"))


@pytest.mark.parametrize("part", TABLES)
def test_every_question_has_a_column_and_every_column_a_question(workspace: Workspace, part: str) -> None:
    found = workspace.rows("SELECT name FROM pragma_table_info(?)", TABLES[part])
    columns = [name for (name,) in found if not name.startswith("_")]
    assert columns == [question.id for question in questionnaire().parts[part].questions]


def test_every_list_and_record_is_kept() -> None:
    kept_by_answer = {"classification_override", "criteria", "services", "features", "complete"}
    assert set(TABLES) | kept_by_answer == set(questionnaire().parts)
    assert set(RECORDS) <= set(TABLES) | kept_by_answer


def test_the_schema_number_is_the_number_of_steps(workspace: Workspace) -> None:
    assert workspace.rows("PRAGMA user_version") == [(SCHEMA,)]
    database = Database(workspace.db)
    assert len(migrations(STEPS).applied(database)) == SCHEMA
    assert not migrations(STEPS).pending(database)


def test_every_step_names_the_version_that_brought_it() -> None:
    for step in STEPS:
        version = tuple(int(number) for number in step.name.split()[0].split("."))
        assert version <= tuple(int(number) for number in __version__.split("."))


def test_there_is_a_file_of_every_released_schema() -> None:
    assert [path.stem for path in RELEASED] == [f"schema-{number}" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_released_steps_are_frozen(path: Path) -> None:
    """The steps up to a released schema make today what they made when it was released."""
    number = int(path.stem.removeprefix("schema-"))
    memory, released = sqlite3.connect(":memory:"), sqlite3.connect(path)
    migrations(STEPS[:number]).apply(Database(memory))
    assert objects(memory) == objects(released)
    memory.close()
    released.close()


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_released_file_opens_with_all_it_holds(tmp_path: Path, released: Path) -> None:
    path = tmp_path / "w.jizhen"
    shutil.copyfile(released, path)
    expected = json.loads(released.with_suffix(".json").read_text(encoding="utf-8"))
    assert verify(path).sound
    with Workspace.open(path) as opened:
        found = [
            (entry.cluster.name_zh, one.label, surveys.load(opened, one.id), surveys.drafts(opened, one.id))
            for entry in surveys.clusters(opened)
            for one in entry.rounds
        ]
        for (cluster, label, survey, drafts), (its_cluster, its_label, its_parts, its_drafts, *its_files) in zip(
            found, expected, strict=True
        ):
            assert (cluster, label) == (its_cluster, its_label)
            assert replace(survey, attachments=()) == survey_file(**its_parts).survey
            assert [[*key, text] for key, text in drafts.items()] == its_drafts
            files = [[each.part, each.field, each.name, each.caption] for each in survey.attachments]
            assert files == (its_files[0] if its_files else [])
        written = [authored_of(opened, one.id) for entry in surveys.clusters(opened) for one in entry.rounds]
        assert written == [row[5] if len(row) > 5 else [] for row in expected]
        name = operations.undo_name(opened)
        assert name
        before = dump(opened)
        while operations.undo(opened):
            pass
        while operations.undo_name(opened) != name:
            assert operations.redo(opened)
        assert dump(opened) == before
    assert bool(copies(path)) == (released != RELEASED[-1])


def test_a_file_from_before_evidence_takes_it_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "w.jizhen"
    shutil.copyfile(DATA / "schema-1.jizhen", path)
    old = path.read_bytes()
    with Workspace.open(path) as opened:
        operations.attach(opened, 1, ROUND, [incoming("批复.pdf", b"%PDF-1.7")])
        assert [each.name for each in surveys.load(opened, 1).attachments] == ["批复.pdf"]
        assert opened.rows("PRAGMA user_version") == [(SCHEMA,)]
    (backup,) = copies(path)
    assert backup.stem.endswith("format-1")
    with sqlite3.connect(backup) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'blobs'").fetchone() == (0,)
    connection.close()
    assert verify(path).sound
    assert path.read_bytes() != old


NEW_QUESTION = """
[[part.field]]
id = "exports"
type = "choices"
zh = "出口地区"
en = "Exports to"
choices = [{ id = "eu", zh = "欧盟", en = "EU" }, { id = "asean", zh = "东盟", en = "ASEAN" }]
"""


EXPORTS = Step("9.0.0 exports of firms", ('ALTER TABLE enterprises ADD COLUMN "exports" TEXT', f"PRAGMA user_version = {NEXT}"))


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A workspace from before the new question."""
    return stored_sample(tmp_path / "w.jizhen")


@pytest.fixture
def with_step(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of a later release: one step more."""
    del old_file
    monkeypatch.setattr(schema, "STEPS", (*STEPS, EXPORTS))
    for module in (schema, workspace):
        monkeypatch.setattr(module, "SCHEMA", NEXT)


@pytest.fixture
def with_question(with_step: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One entry more in the questionnaire, too."""
    text = (TEMPLATES / "questionnaire.toml").read_text(encoding="utf-8")
    head, rest = text.split('id = "enterprises"\nkind = "list"')
    rows, after = rest.split("\n# ----", 1)
    path = tmp_path / "questionnaire.toml"
    path.write_text(f'{head}id = "enterprises"\nkind = "list"{rows}{NEW_QUESTION}\n# ----{after}', encoding="utf-8")
    monkeypatch.setattr(diagnosis.questionnaire, "load_questionnaire", lambda: load_questionnaire(path))
    questionnaire.cache_clear()
    yield
    monkeypatch.undo()
    questionnaire.cache_clear()


@pytest.mark.usefixtures("with_question")
def test_a_new_question_with_a_column_appears_everywhere(old_file: Path, tmp_path: Path) -> None:
    with Workspace.open(old_file) as opened:
        assert surveys.load(opened, 1) == sample("changsha").survey
        before = dump(opened)
        row_id = surveys.rows(opened, 1, "enterprises")[0][0]
        change = operations.set_cells(opened, 1, "enterprises", row_id, {"exports": ("eu",)})
        assert change.name.zh == "修改“出口地区”"
        assert surveys.rows(opened, 1, "enterprises")[0][1].more == {"exports": ("eu",)}
        operations.undo(opened)
        assert dump(opened) == before
        operations.redo(opened)
        with pytest.raises(UserError, match="“出口地区”“mars”不在可选范围内"):
            operations.add_row(opened, 1, "enterprises", {"exports": ("mars",)})
        operations.add_row(opened, 1, "enterprises", {"name": "新企业", "exports": ()})
        survey = surveys.load(opened, 1)
        assert [row.more.get("exports") for row in survey.enterprises] == [("eu",), *[None] * 6, ()]
        write_survey_file(tmp_path / "s.json", survey)
        assert read_survey_file(tmp_path / "s.json").survey == survey
        assert not operations.import_survey(opened, read_survey_file(tmp_path / "s.json")).parts
        export_package(opened, 1, tmp_path / "p.jizhen")
    with Workspace.open(tmp_path / "p.jizhen") as package:
        assert surveys.load(package, 1) == survey
        later = operations.import_survey(package, survey_file(cluster={"name_zh": "乙"}, enterprises=[{"exports": ["asean"]}]))
        assert later.round_id
        assert surveys.load(package, later.round_id).enterprises[0].more == {"exports": ("asean",)}


@pytest.mark.usefixtures("with_step")
def test_a_migration_is_made_after_a_verified_backup(old_file: Path) -> None:
    old = old_file.read_bytes()
    assert verify(old_file).sound
    assert old_file.read_bytes() == old, "verifying must not migrate"
    with Workspace.open(old_file) as opened:
        assert opened.rows("PRAGMA user_version") == [(NEXT,)]
        assert surveys.load(opened, 1) == sample("changsha").survey
        assert operations.undo(opened), "the history goes on"
        assert surveys.clusters(opened) == ()
    assert verify(old_file).sound
    (backup,) = copies(old_file)
    assert backup.stem.endswith(f"format-{SCHEMA}")
    connection = sqlite3.connect(backup)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert connection.execute("SELECT name_zh FROM clusters").fetchall() == [("长沙市工程机械集群",)]
    connection.close()
    Workspace.open(old_file).close()
    assert copies(old_file) == [backup]


@pytest.mark.usefixtures("with_step")
def test_without_a_backup_there_is_no_migration(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = old_file.read_bytes()

    def fail(*_: object) -> None:
        raise UserError("disk-full", file="backup")

    monkeypatch.setattr(workspace, "back_up", fail)
    with pytest.raises(UserError, match="磁盘空间不足"):
        Workspace.open(old_file)
    assert old_file.read_bytes() == old


@pytest.mark.usefixtures("with_step")
def test_a_migration_that_fails_leaves_the_file_as_it_was(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Step(EXPORTS.name, (*EXPORTS.statements, "NONSENSE"))
    monkeypatch.setattr(schema, "STEPS", (*STEPS, broken))
    with pytest.raises(sqlite3.OperationalError, match="NONSENSE"):
        Workspace.open(old_file)
    with sqlite3.connect(old_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert "exports" not in objects(connection)["enterprises"]
    connection.close()
    assert not old_file.with_name("w.jizhen-journal").exists()


@pytest.mark.usefixtures("with_step")
def test_an_older_program_says_which_version_a_file_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workspace.create(tmp_path / "new.jizhen").close()
    monkeypatch.setattr(workspace, "SCHEMA", SCHEMA)
    with pytest.raises(UserError, match=r"升级到集诊 9\.0\.0"):
        Workspace.open(tmp_path / "new.jizhen")
