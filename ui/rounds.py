"""What the menus do with clusters and rounds: new ones, their names, and deleting them."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from db.history import Change
from diagnosis.fieldtypes import Value
from diagnosis.findings import Place
from diagnosis.text import shortened
from ui import dialogs
from ui.session import Session

if TYPE_CHECKING:
    from ui.commands import Commands

Answers = Mapping[str, Mapping[str, Value]]
Submit = Callable[["dialogs.AskDialog", Answers], None]


def new_cluster(commands: "Commands") -> None:
    """Ask for its names and its first round."""
    asked = [("cluster", "name_zh"), ("cluster", "name_en"), ("cluster", "region"), ("round", "label"), ("round", "date")]
    _ask(commands, "new-cluster", asked, partial(_start_cluster, commands.session))


def _start_cluster(session: Session, dialog: "dialogs.AskDialog", answers: Answers) -> None:
    from db.operations import start_cluster

    def done(_change: Change) -> None:
        """It begins where it is described, whatever page the one before was left on."""
        dialog.accept()
        session.run(lambda _ws: None, lambda _none: _show(session, "cluster", "description"))  # once its round is open

    about = answers["round"]
    session.change(start_cluster, answers["cluster"], about["label"], about["date"], done=done, failed=dialog.refuse)


def rename_cluster(commands: "Commands") -> None:
    """Show the field its name stands in."""
    _show(commands.session, "cluster", "name")


def _show(session: Session, part: str, field: str) -> None:
    """One of the fields of a part that each language has its own of."""
    session.jump.emit(Place(step="overview", part=part, field=f"{field}_{session.lang}"))


def delete_cluster(commands: "Commands") -> None:
    """Ask first, and say how much goes with it."""
    from db.operations import delete_cluster

    entry = commands.session.cluster
    if entry is not None:
        name, rounds = entry.cluster.name(commands.session.lang), len(entry.rounds)
        _confirm(commands, "delete-cluster", delete_cluster, entry.id, name=name, rounds=rounds)


def new_round(commands: "Commands") -> None:
    """Ask for its label and date."""
    if commands.session.cluster_id is None:
        new_cluster(commands)
    else:
        _ask(commands, "new-round", [("round", "label"), ("round", "date")], partial(_start_round, commands.session))


def _start_round(session: Session, dialog: "dialogs.AskDialog", answers: Answers) -> None:
    from db.operations import create_round

    about, done = answers["round"], lambda _change: dialog.accept()
    session.change(create_round, session.cluster_id, about["label"], about["date"], done=done, failed=dialog.refuse)


def rename_round(commands: "Commands") -> None:
    """Show the field its label stands in."""
    commands.session.jump.emit(Place(step="overview", part="round", field="label"))


def delete_round(commands: "Commands") -> None:
    """Ask first."""
    from db.operations import delete_round

    entry = commands.session.cluster
    found = next((each for each in entry.rounds if each.id == commands.session.round_id), None) if entry else None
    if found is not None:
        _confirm(commands, "delete-round", delete_round, found.id, name=found.label)


def _ask(commands: "Commands", key: str, asked: list[tuple[str, str]], submit: Submit) -> None:
    proposed = _proposed(commands.session, new=key == "new-cluster")
    dialog = dialogs.AskDialog(commands.session, commands.window, key, asked, proposed)
    dialog.submitted.connect(lambda answers: submit(dialog, cast(Answers, answers)))
    commands.show_dialog(dialog)


def _proposed(session: Session, *, new: bool) -> dict[tuple[str, str], Value]:
    """A round is most often called by its year, and begins today. ``new``: its cluster is, too."""
    today, entry = dt.date.today(), session.cluster  # noqa: DTZ011 - the day on the wall
    taken = {found.label for found in entry.rounds} if entry is not None and not new else set()
    label = str(today.year)
    return {("round", "label"): None if label in taken else label, ("round", "date"): today.isoformat()}


def _confirm(commands: "Commands", key: str, operation: Callable[..., Change], about: int, **facts: str | int) -> None:
    dialog = dialogs.ConfirmDialog(commands.session, commands.window, key, {each: shortened(fact) for each, fact in facts.items()})
    dialog.accepted.connect(lambda: commands.session.change(operation, about))
    commands.show_dialog(dialog)
