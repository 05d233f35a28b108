"""Files that have come back, in any number and order: which of them are firms' questionnaires and which exports from phones."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.aside import private_folder
from db.forms.archives import ARCHIVES, BESIDE, unpack
from db.forms.firm_reading import is_firm_form, read_firm
from db.forms.phone_reading import read_submissions
from db.forms.phone_tables import Table, is_phone_form, table_of
from db.rosters.books import Book, read_book
from db.workbook_reading import HEAD_ROWS, is_survey_sheet
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.returns.filled import Return
from diagnosis.roster.names import plain
from diagnosis.roster.sheet import Sheet
from diagnosis.text import phrase, shortened

ENDINGS = {".xlsx", ".xls", ".csv", ".txt", ".tsv", ".zip"}
AT_ONCE = 50  # submissions read in one step
TOGETHER = {".csv", ".txt", ".tsv"}  # tables of one export that stand in files of their own


@dataclass(slots=True)
class Taken:
    """What has come of reading: returns, and why files and submissions were not taken."""

    returns: list[Return] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)  # of the submissions among them
    refused: list[UserError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Meant:
    """The cluster, by all its names, and the round that returns are read into."""

    cluster: frozenset[str]
    label: str
    called: str

    def is_cluster(self, name: str) -> bool:
        """Whether somebody who wrote this name meant it, however he spaced it."""
        return plain(name) in {plain(each) for each in self.cluster}


def files_of(paths: Sequence[Path]) -> list[Path]:
    """These files, and those of these folders by name; raises ``UserError`` for a folder without any."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.suffix.lower() in ENDINGS and not _is_beside(each, path))
            own = [each for each in inside if each.is_file()]
            if not own:
                raise UserError("returns-none", file=path)
            found += own
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_beside(path: Path, folder: Path) -> bool:
    return any(part.startswith(BESIDE) for part in path.relative_to(folder).parts)


def read_returns(paths: Sequence[Path], meant: Meant, taken: Taken) -> Iterator[Progress]:
    """Reads files into ``taken``, a step for each; one that is refused stops none of the others."""
    files = files_of(paths)
    loose: dict[Path, list[Table]] = {}
    for done, path in enumerate(files):
        yield Progress(done, len(files), phrase("db", "reading-file", name=shortened(path.name)))
        try:
            for found in (yield from _of_file(path, loose)):
                _take(taken, found, meant)
        except UserError as error:
            taken.refused.append(error)
    for folder, tables in loose.items():
        try:
            for found in (yield from _submissions(tables, folder.name)):
                _take(taken, found, meant)
        except UserError as error:
            taken.refused.append(error)


def _take(taken: Taken, found: Return | UserError, meant: Meant) -> None:
    """One that says that it is about another cluster or round is told, and not taken."""
    if isinstance(found, UserError):
        taken.refused.append(found)
    elif found.number is not None and found.number in taken.numbers:
        taken.refused.append(UserError("phone-twice", name=found.name))
    elif found.cluster is not None and not meant.is_cluster(found.cluster):
        taken.refused.append(UserError("returns-cluster", name=found.name, found=found.cluster, cluster=meant.called))
    elif found.round is not None and plain(found.round) != plain(meant.label):
        taken.refused.append(UserError("returns-round", name=found.name, found=found.round, round=meant.label))
    elif not (any(found.rows.values()) or found.records or found.wrong):
        taken.refused.append(UserError("returns-empty", file=found.name))
    else:
        taken.returns.append(found)
        taken.numbers |= {found.number} if found.number is not None else set()


def _of_file(path: Path, loose: dict[Path, list[Table]]) -> Generator[Progress, None, list[Return | UserError]]:
    """The returns of a file; a table in a file of its own waits in ``loose`` for those that it belongs to."""
    if path.suffix.lower() == ".zip":
        return (yield from _of_archive(path))
    if path.suffix.lower() in ARCHIVES:
        raise UserError("returns-archive", file=path)
    book: Book = yield from read_book(path)
    found = read_firm(book, path.name)
    if found is not None:
        return [found]
    tables = _ours(path, book.sheets)
    if path.suffix.lower() in TOGETHER:
        loose.setdefault(path.parent, []).extend(tables)
        return []
    return (yield from _submissions(tables, path.name))


def _of_archive(path: Path) -> Generator[Progress, None, list[Return | UserError]]:
    """The returns in an archive: workbooks each by itself, text tables as the export of one form; one refused stops no other."""
    found: list[Return | UserError] = []
    with private_folder() as folder:
        inside = yield from unpack(path, folder)
        for own, name in inside.books:
            try:
                found += yield from _of_book(own, name)
            except UserError as error:
                found.append(UserError(error.code, **{**error.facts, "file": f"{path.name}/{name}"}))
    found += inside.refused
    if inside.sheets or not found:
        try:
            found += yield from _submissions(_ours(path, inside.sheets), path.name)
        except UserError as error:
            found.append(error)
    return found


def _of_book(path: Path, name: str) -> Generator[Progress, None, list[Return | UserError]]:
    """The returns of a workbook that is called otherwise than its file."""
    book: Book = yield from read_book(path)
    firm = read_firm(book, name)
    return [firm] if firm is not None else (yield from _submissions(_ours(path, book.sheets), name))


def _submissions(tables: Sequence[Table], source: str) -> Generator[Progress, None, list[Return | UserError]]:
    """The submissions of tables that belong together, some at once."""
    total = sum(table.sheet.height - 1 for table in tables if table.part is None)
    found: list[Return | UserError] = []
    for each in read_submissions(tables, source):
        if len(found) % AT_ONCE == 0:
            yield Progress(len(found), total, phrase("db", "reading-file", name=shortened(source)))
        found.append(each)
    return found


def _ours(path: Path, sheets: Sequence[Sheet]) -> list[Table]:
    found = [table for sheet in sheets if (table := table_of(sheet)) is not None]
    if not found:
        raise UserError("returns-empty-form" if any(map(is_phone_form, sheets)) else "returns-unknown", file=path)
    return found


def refuse_forms(book: Book) -> None:
    """Raises ``UserError`` where a roster is looked for in a form that has come back, which has a command of its own."""
    for sheet in book.sheets:
        if is_firm_form(sheet) or table_of(sheet) is not None:
            raise UserError("roster-of-returns", file=book.path)
        if is_phone_form(sheet):
            raise UserError("returns-empty-form", file=book.path)
        if is_survey_sheet(sheet.row(row) for row in range(min(HEAD_ROWS, sheet.height))):
            raise UserError("roster-of-survey", file=book.path)
