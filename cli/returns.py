"""collect: filled-in forms that have come back, into a round; form: the empty ones."""

import sys
from itertools import islice
from typing import TYPE_CHECKING

from cli.common import Arguments, follow, result, say, tell_lines
from diagnosis.text import Text, phrase

if TYPE_CHECKING:
    from db.forms.reading import Meant, Taken
    from db.surveys import ClusterEntry, RoundEntry
    from db.workspace import Workspace
    from diagnosis.returns.planning import Collected

SHOWN = 200  # lines that are told of one kind


def collect(arguments: Arguments) -> None:
    """Reads returned forms in, or with ``--dry-run`` says what would come of it."""
    from db.backup import daily_backup
    from db.collecting import read_in
    from db.forms.reading import Taken, read_returns
    from db.surveys import find_cluster, find_round
    from db.workspace import Workspace

    with Workspace.open(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        found = find_round(entry, arguments.round)
        taken = Taken()
        follow(read_returns(arguments.files, _meant(entry, found), taken), arguments.language)
        _refuse_nothing(arguments, taken)
        plan = _plan(arguments, workspace, found, taken)
        told = _write_told(arguments, plan, taken)
        if not arguments.dry_run:
            daily_backup(workspace)
            result(arguments, read_in(workspace, found.id, plan))
    _tell(arguments, entry, found, taken, plan)
    if told is not None:
        say("collect.rejects", arguments, path=arguments.rejects, count=told)


def _write_told(arguments: Arguments, plan: "Collected", taken: "Taken") -> int | None:
    """How many lines were written; ``None`` where no file was asked for."""
    from db.forms.rejects import write_told

    return write_told(arguments.rejects, plan, taken.refused, arguments.language) if arguments.rejects is not None else None


def _meant(entry: "ClusterEntry", found: "RoundEntry") -> "Meant":
    from db.forms.reading import Meant
    from db.surveys import names

    return Meant(frozenset(names(entry.cluster)), found.label, entry.cluster.name("zh"))


def _refuse_nothing(arguments: Arguments, taken: "Taken") -> None:
    """Where no file could be read, the first one says why the command has failed; the others are told before it."""
    if not taken.returns and taken.refused:
        for error in taken.refused[1:]:
            print(error.to(arguments.language), file=sys.stderr)
        raise taken.refused[0]


def _plan(arguments: Arguments, workspace: "Workspace", found: "RoundEntry", taken: "Taken") -> "Collected":
    from db.collecting import known_round
    from diagnosis.returns.planning import Decisions
    from diagnosis.returns.planning import collect as plan

    decisions = Decisions(conflicts=arguments.resolve, alike="add" if arguments.alike == "add" else "skip")
    return result(arguments, plan(taken.returns, known_round(workspace, found.id), str(arguments.files[0]), decisions))


def _tell(arguments: Arguments, entry: "ClusterEntry", found: "RoundEntry", taken: "Taken", plan: "Collected") -> None:
    from diagnosis.returns.telling import told_changes, told_rows

    cluster = Text(entry.cluster.name("zh"), entry.cluster.name("en"))
    key = "done.collect-dry" if arguments.dry_run else "done.collect"
    say(key, arguments, count=len(taken.returns), cluster=cluster, round=found.label, changes=told_changes(plan))
    tell_lines(arguments, "collect.refused", [error.text() for error in taken.refused])
    told = told_rows(plan)
    tell_lines(arguments, "collect.rows", islice(told, SHOWN))
    left = sum(1 for _ in told)
    if left:
        say("collect.more", arguments, count=left)


def form(arguments: Arguments) -> None:
    """Writes an empty form: the survey workbook, the questionnaire on paper, that of a firm, or that for phones."""
    from db.forms.firm_form import write_firm_form
    from db.forms.phone_form import write_phone_form
    from db.workbook import write_form

    writers = {"office": write_form, "firm": write_firm_form, "phone": write_phone_form}
    on_paper = arguments.out.suffix.lower() == ".docx"
    if on_paper and arguments.kind != "office":
        print(phrase("cli", "wrong.form-for").to(arguments.language), file=sys.stderr)
        raise SystemExit(2)
    if on_paper:
        from reports.paper_form import write_paper_form

        write_paper_form(arguments.out, arguments.lang)
    else:
        writers[arguments.kind](arguments.out, arguments.lang)
    say("done.form", arguments, path=arguments.out)
