"""roster: a list of firms as a bureau hands it over, into a round."""

from itertools import islice
from typing import TYPE_CHECKING

from cli.common import Arguments, result, say, tell_lines
from diagnosis.errors import UserError
from diagnosis.text import Text, phrase

if TYPE_CHECKING:
    from pathlib import Path

    from db.rosters.columns import ColumnMap
    from db.workspace import Workspace
    from diagnosis.roster.layout import Layout
    from diagnosis.roster.mapping import Column
    from diagnosis.roster.planning import Plan
    from diagnosis.roster.sheet import Sheet

EXAMPLES = 10  # rows that are told on the screen; all of them stand in the file of rejects


def roster(arguments: Arguments) -> None:
    """Imports a roster, or with ``--dry-run`` says what would come of it."""
    from db.backup import daily_backup
    from db.rosters.columns import ColumnMap, read_map, remember
    from db.rosters.importing import import_roster
    from db.surveys import find_cluster, find_round
    from db.workspace import Workspace

    said = read_map(arguments.map) if arguments.map is not None else ColumnMap()
    with Workspace.open(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        found = find_round(entry, arguments.round)
        _refuse_targets(arguments)
        sheet, layout, columns = _columns(arguments, said)
        plan = _plan(arguments, workspace, found.id, (sheet, layout, columns), said)
        rejects = _write_rejects(arguments, plan)
        if not arguments.dry_run:
            daily_backup(workspace)
            result(arguments, import_roster(workspace, found.id, plan))
            remember(columns)
        _tell(arguments, plan, Text(entry.cluster.name("zh"), entry.cluster.name("en")), found.label, rejects)


def _refuse_targets(arguments: Arguments) -> None:
    """The file of rejects must not take the place of what is read."""
    target: Path | None = arguments.rejects
    for other in (arguments.workspace, arguments.roster, arguments.map):
        if target is not None and other is not None and target.exists() and other.exists() and target.samefile(other):
            raise UserError("roster-onto-itself", file=target)


def _columns(arguments: Arguments, said: "ColumnMap") -> "tuple[Sheet, Layout, tuple[Column, ...]]":
    """The sheet, where its header is, and what its columns are."""
    from db.forms.reading import refuse_forms
    from db.rosters.books import read_book
    from db.rosters.columns import remembered
    from diagnosis.roster.choosing import Hints, check_columns, choose_sheet, layout_of
    from diagnosis.roster.layout import layout_at
    from diagnosis.roster.mapping import match_columns

    book = result(arguments, read_book(arguments.roster))
    refuse_forms(book)
    known = remembered()
    hints = Hints(remembered=known, named=said.keys)
    sheet = choose_sheet(book.sheets, hints, said.sheet)
    layout = layout_of(sheet, hints) if said.header is None else layout_at(sheet, *said.header)
    columns = match_columns(sheet, layout, known, said.corrections(sheet, layout))
    check_columns(sheet, layout, columns)
    return sheet, layout, columns


def _plan(
    arguments: Arguments, workspace: "Workspace", round_id: int, read: "tuple[Sheet, Layout, tuple[Column, ...]]", said: "ColumnMap"
) -> "Plan":
    from db.rosters.importing import known_firms
    from diagnosis.roster.choosing import check_reading, propose

    sheet, layout, columns = read
    plan = result(arguments, propose(sheet, layout, columns, known_firms(workspace, round_id), said.decisions))
    check_reading(plan.reading)
    return plan


def _write_rejects(arguments: Arguments, plan: "Plan") -> int | None:
    """How many rows were written; ``None`` where no file was asked for."""
    from db.rosters.rejects import write_rejects

    return write_rejects(arguments.rejects, plan, arguments.language) if arguments.rejects is not None else None


def _tell(arguments: Arguments, plan: "Plan", cluster: Text, label: str, rejects: int | None) -> None:
    from diagnosis.roster.telling import notes, told_column, told_counts, told_layout, told_row, worth_telling

    reading = plan.reading
    key = "roster-dry" if arguments.dry_run else "roster"
    say(f"done.{key}", arguments, file=arguments.roster.name, cluster=cluster, round=label, counts=told_counts(plan))
    sheet = f" {reading.sheet.name}" if reading.sheet.name else ""
    tell_lines(arguments, "roster.layout", [phrase("cli", "roster.sheet", sheet=sheet, layout=told_layout(reading))])
    tell_lines(arguments, "roster.matched", [told_column(reading, column) for column in reading.columns if column.target is not None])
    tell_lines(
        arguments, "roster.unused", [told_column(reading, column) for column in reading.columns if column.target is None and column.filled]
    )
    taken = {column.target for column in reading.columns}
    for column in reading.columns:
        about = column.header.target if column.target is None and column.how == "none" else None
        if about is not None and about in taken and about.beside is not None:
            say("roster.beside", arguments, column=column.header.text, field=about.beside)
    tell_lines(arguments, "roster.notes", list(notes(reading)))
    told = worth_telling(plan)
    tell_lines(arguments, "roster.rows", [told_row(plan, place) for place in islice(told, EXAMPLES)])
    if len(told) > EXAMPLES:
        say("roster.more", arguments, count=len(told) - EXAMPLES)
    if rejects is not None:
        say("roster.rejects" if rejects else "roster.no-rejects", arguments, path=arguments.rejects, count=rejects)
