"""What the fuzzer reads files with: the program's own readers, and then everything that it does with a file that it takes."""

import contextlib
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from db import operations
from db import surveys as stored
from db.attachments import all_attached
from db.authored import load_authored
from db.blobs import content
from db.browse import View, record, row_ids, rows_by_id
from db.colleagues import merge, open_colleague
from db.collecting import read_in
from db.conflicts import choose, conflicts, differences
from db.history import newest, redo_name, undo_name
from db.names import complete, links
from db.rosters.importing import import_roster, known_firms
from db.salvaging import salvage
from db.samples import sample_files
from db.schema import migrate
from db.search import SEARCHED, Finder
from db.survey_files import read_survey
from db.verify import verify
from db.versions import versions
from db.workspace import Workspace
from diagnosis.authored import Authored
from diagnosis.diagnose import diagnose
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.questionnaire import questionnaire
from diagnosis.text import LANGS, Lang
from reports.authoring.composing import Composed, compose, text_blocks
from reports.authoring.facts import Facts
from reports.authoring.facts import facts as facts_of
from reports.authoring.reading import open_edited
from reports.authoring.taking import commented, compare_file, taken
from reports.outline import outline
from reports.template import open_template
from tests.db.forms import collecting
from tests.reliability.seeds import WRITTEN, diagnosed, two_hands
from tests.roster_files import proposal

STEPS = 4  # that are taken back and made again
MANY = dict.fromkeys(SEARCHED, 5)


@cache
def _empty() -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    migrate(memory)
    return memory


@cache
def _surveyed() -> sqlite3.Connection:
    """A workspace with the first sample."""
    with in_memory(_empty()) as workspace:
        operations.import_survey(workspace, read_survey(sample_files()[0]))
        memory = sqlite3.connect(":memory:", isolation_level=None)
        workspace.db.backup(memory)
    return memory


@cache
def _colleague() -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.deserialize(two_hands()[1])
    return memory


@contextlib.contextmanager
def in_memory(like: sqlite3.Connection) -> Iterator[Workspace]:
    """A copy of a workspace that no disk sees."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    like.backup(memory)
    memory.execute("PRAGMA foreign_keys = ON")
    with Workspace(Path("memory.jizhen"), memory) as workspace:
        yield workspace


# ---- files that come into a workspace


def read_survey_file(path: Path) -> None:
    """A survey or a workbook: read, imported, diagnosed, taken back."""
    found = read_survey(path)
    with in_memory(_empty()) as workspace:
        operations.import_survey(workspace, found)
        (entry,) = stored.clusters(workspace)
        diagnose(stored.load(workspace, entry.rounds[0].id), load_framework())
        operations.undo(workspace)


def read_roster(path: Path) -> None:
    """Read, matched, imported, taken back."""
    with in_memory(_surveyed()) as workspace:
        round_id = stored.clusters(workspace)[0].rounds[0].id
        outcome(import_roster(workspace, round_id, proposal(path, known_firms(workspace, round_id))))
        operations.undo(workspace)


def read_return(path: Path) -> None:
    """Read as what firms or phones have sent back, and taken into the round."""
    with in_memory(_surveyed()) as workspace:
        round_id = stored.clusters(workspace)[0].rounds[0].id
        taken = collecting.take(workspace, round_id, [path])
        for error in taken.refused:
            raise error
        outcome(read_in(workspace, round_id, collecting.planned(workspace, round_id, taken, alike="add", conflicts="theirs")))
        operations.undo(workspace)


# ---- workspaces


def read_package(path: Path) -> None:
    """Opened as a colleague's, merged with a copy that was changed as well (or with nothing), used and taken back."""
    with open_colleague(path) as theirs:
        known = {number for (number,) in _colleague().execute("SELECT _id FROM clusters")}
        with in_memory(_colleague() if any(entry.id in known for entry in stored.clusters(theirs)) else _empty()) as workspace:
            merge(workspace, theirs)
            try:
                use(workspace)
                operations.undo(workspace)
                operations.redo(workspace)
            except UserError as error:  # what was taken in is ours now
                raise AssertionError(error.code) from error


def read_workspace(path: Path) -> None:
    """Opened and used, or looked through and salvaged."""
    try:
        workspace = Workspace.open(path)
    except UserError:
        with contextlib.suppress(UserError):
            verify(path)
        with contextlib.suppress(UserError):
            salvage(path, path.with_name("salvaged.jizhen"))
        raise
    with workspace:
        use(workspace)
        for step in (operations.undo, operations.redo):
            for _ in range(STEPS):
                step(workspace)


def use(workspace: Workspace) -> None:
    """What the pages of the window show of a workspace, and what they do."""
    for name in (newest, undo_name, redo_name):
        name(workspace)
    finder = Finder()
    entries = stored.clusters(workspace)
    for one in [one for entry in entries for one in entry.rounds]:
        stored.load(workspace, one.id)
    for one in [one for entry in entries for one in entry.rounds][-1:]:
        _look(workspace, one.id, finder)
    found = conflicts(workspace)
    for each in found:
        told = (each.told(), *(choice.told() for choice in each.choices))
        assert all(text.zh and text.en for text in told)
    try:
        choose(workspace, [(each.key, each.choices[-1].number) for each in found])
    except UserError as error:
        if error.code != "row-refused":  # what a colleague holds may break a rule between two fields
            raise


def _look(workspace: Workspace, round_id: int, finder: Finder) -> None:
    stored.untaken(workspace, round_id)
    differences(workspace, round_id)
    for lang in LANGS:
        for section in load_authored(workspace, round_id, lang).sections:
            versions(workspace, round_id, lang, section)
    for part in questionnaire().parts.values():
        if part.kind == "list":
            rows_by_id(workspace, round_id, part.id, row_ids(workspace, round_id, part.id, View(search="长 cs")))
            rows_by_id(workspace, round_id, part.id, row_ids(workspace, round_id, part.id))
        elif part.kind == "record":
            record(workspace, round_id, part.id)
    finder.find(workspace, round_id, "长沙", MANY)
    complete(finder, workspace, round_id, "cs", 5)
    links(workspace, round_id)
    for file in all_attached(workspace, round_id):
        content(workspace, file.hash)


# ---- Word


def read_template(path: Path) -> None:
    """Opened and looked through."""
    open_template(path)


def read_report(path: Path) -> None:
    """Read back as one that somebody has edited, compared with what stands here, and all of it taken over."""
    edited = open_edited(path)
    composed, facts = _composed(edited.lang)
    found = compare_file(edited, path.name, composed, facts)
    wanted = [each.id for each in found.sections if each.takes]
    with in_memory(_surveyed()) as workspace:
        round_id = stored.clusters(workspace)[0].rounds[0].id
        texts, remarks = taken(found, wanted, composed, facts), commented(found, wanted)
        if texts or remarks:
            operations.take_texts(workspace, round_id, edited.lang, texts, remarks, path.name)
            kept = load_authored(workspace, round_id, edited.lang)
            for name in texts:
                part = composed.arranged.of(name)
                assert part is not None
                text_blocks(part, facts.reads, kept.of(name).text)
            operations.undo(workspace)


@cache
def _composed(lang: Lang) -> tuple[Composed, Facts]:
    found = facts_of(diagnosed(), lang)
    return compose(outline(diagnosed(), lang, None, linked=True), Authored(lang, WRITTEN), found), found
