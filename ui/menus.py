"""The menus of the header, filled anew whenever they open: they show what there is at that moment."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from ui import icons, rounds
from ui.commands import Commands
from ui.returns import FORM_KINDS
from ui.shortcuts import keys_of, listen, shortcut
from ui.theme import MODES


def _exchange(name: str, *args: str) -> Callable[[Commands], object]:
    """What hands files to others and takes them back; loaded when it is wanted."""

    def do(commands: Commands) -> None:
        from ui import exchange

        getattr(exchange, name)(commands, *args)

    return do


def _keeping(name: str) -> Callable[[Commands], object]:
    """What looks after the file; loaded when it is wanted."""

    def do(commands: Commands) -> None:
        from ui import keeping

        getattr(keeping, name)(commands)

    return do


Entry = tuple[str, str, Callable[[Commands], object]]
Group = tuple[str, str, tuple[Entry, ...]]
# phrase, icon, command or the entries of a menu of its own; None is a line between them
IMPORTS: tuple[Entry, ...] = (
    ("menu.import", "", Commands.import_survey),
    ("menu.import-roster", "", Commands.import_roster),
    ("menu.collect", "", _exchange("collect")),
    ("menu.merge", "", Commands.merge),
)
EXPORTS: tuple[Entry, ...] = (
    ("menu.export-survey", "", Commands.export_survey),
    ("menu.export-results", "", _exchange("export_results")),
    ("menu.export-package", "", Commands.export_package),
    ("menu.export-locked", "", _keeping("export_locked")),
)
FORMS: tuple[Entry, ...] = tuple((f"menu.form-{kind}", "", _exchange("empty_form", kind)) for kind in FORM_KINDS)
FILE: tuple[Entry | Group | None, ...] = (
    ("menu.new-workspace", "plus", Commands.new_workspace),
    ("menu.open-workspace", "folder", Commands.open_workspace),
    ("menu.samples", "", Commands.open_samples),
    None,
    ("menu.save-as", "", Commands.save_as),
    ("menu.verify", "", _keeping("verify")),
    ("menu.backups", "", _keeping("backups")),
    ("menu.password", "", _keeping("set_password")),
    None,
    ("menu.imports", "import", IMPORTS),
    ("menu.exports", "export", EXPORTS),
    ("menu.forms", "", FORMS),
    ("menu.differences", "", Commands.differences),
    ("menu.twins", "", _exchange("twins")),
    ("menu.who", "", _exchange("sign")),
    None,
    ("help.open", "help", Commands.help),
    ("help.tour", "", Commands.tour),
    ("menu.update", "", Commands.update),
    ("menu.about", "info", Commands.about),
    ("menu.quit", "", Commands.quit),
)
CLUSTER: tuple[Entry, ...] = (
    ("menu.new-cluster", "plus", rounds.new_cluster),
    ("menu.rename-cluster", "", rounds.rename_cluster),
    ("menu.delete-cluster", "trash", rounds.delete_cluster),
)
ROUND: tuple[Entry, ...] = (
    ("menu.new-round", "plus", rounds.new_round),
    ("menu.rename-round", "", rounds.rename_round),
    ("menu.delete-round", "trash", rounds.delete_round),
)
NEEDS_CLUSTER = {"menu.rename-cluster", "menu.delete-cluster", "menu.new-round", "menu.export-package", "menu.export-locked"}
NEEDS_WORKSPACE = {"menu.save-as", "menu.verify", "menu.backups", "menu.password", "menu.merge", "menu.differences"}
NEEDS_ROUND = {
    "menu.rename-round",
    "menu.delete-round",
    "menu.export-survey",
    "menu.export-results",
    "menu.import-roster",
    "menu.collect",
    "menu.twins",
    "menu.form-each",
}


def _entries() -> Iterator[Entry]:
    """All commands of the menus, whatever menu they stand in."""
    for entry in (*FILE, *CLUSTER, *ROUND):
        if entry is not None and isinstance(entry[2], tuple):
            yield from entry[2]
        elif entry is not None:
            yield entry


ENTRIES = tuple(_entries())


def connect_menus(commands: Commands, menus: dict[str, QMenu], window: QWidget) -> None:
    """Fill the menus when they open, and make their keys work in the whole window."""
    menus["file"].aboutToShow.connect(lambda: _fill_file(commands, menus["file"]))
    menus["cluster"].aboutToShow.connect(lambda: _fill_clusters(commands, menus["cluster"]))
    menus["round"].aboutToShow.connect(lambda: _fill_rounds(commands, menus["round"]))
    for entry in ENTRIES:
        if shortcut(entry[0]) is not None:
            listen(window, entry[0], partial(entry[2], commands))


def commands_now(commands: Commands) -> dict[str, Callable[[], object]]:
    """What the menus offer at this moment: phrase -> what does it."""
    modes: dict[str, Callable[[], object]] = {f"menu.mode-{mode}": partial(commands.set_mode, mode) for mode in MODES}
    return modes | {entry[0]: partial(entry[2], commands) for entry in ENTRIES if _offered(commands, entry[0])}


def _offered(commands: Commands, key: str) -> bool:
    """Whether there is what a command works on."""
    session = commands.session
    missing = (key in NEEDS_CLUSTER and session.cluster_id is None) or (key in NEEDS_ROUND and session.round_id is None)
    return (not missing and session.path is not None) or key not in NEEDS_CLUSTER | NEEDS_ROUND | NEEDS_WORKSPACE


def _fill_file(commands: Commands, menu: QMenu) -> None:
    for inner in [action.menu() for action in menu.actions()]:
        if isinstance(inner, QMenu):  # clearing takes it out, and leaves it where it is
            inner.deleteLater()
    menu.clear()
    _add(commands, menu, FILE)
    paths = [path for path in commands.settings.recent if path != commands.session.path]
    recent = QMenu(commands.session.words("menu.recent"), menu)
    recent.setEnabled(bool(paths))
    for path in paths:
        recent.addAction(str(path).replace("&", "&&"), partial(commands.open_path, path))
    menu.insertMenu(menu.actions()[3], recent)
    menu.insertMenu(menu.actions()[-2], _modes(commands, menu))


def _modes(commands: Commands, menu: QMenu) -> QMenu:
    made = QMenu(commands.session.words("menu.appearance"), menu)
    for mode in MODES:
        action = made.addAction(commands.session.words(f"menu.mode-{mode}"))
        action.setCheckable(True)
        action.setChecked(mode == commands.settings.mode)
        action.triggered.connect(lambda _on=False, mode=mode: commands.set_mode(mode))
    return made


def _fill_clusters(commands: Commands, menu: QMenu) -> None:
    menu.clear()
    session = commands.session
    for entry in session.clusters:
        latest = entry.rounds[-1].id if entry.rounds else None
        action = menu.addAction(entry.cluster.name(session.lang).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(entry.id == session.cluster_id)
        action.triggered.connect(lambda _on=False, number=entry.id, latest=latest: session.open_cluster(number, latest))
    menu.addSeparator()
    _add(commands, menu, CLUSTER)


def _fill_rounds(commands: Commands, menu: QMenu) -> None:
    menu.clear()
    session = commands.session
    for entry in session.cluster.rounds if session.cluster else ():
        date = f"  {entry.date}" if entry.date else ""
        action = menu.addAction(entry.label.replace("&", "&&") + date)
        action.setCheckable(True)
        action.setChecked(entry.id == session.round_id)
        action.triggered.connect(lambda _on=False, number=entry.id: session.open_round(number))
    menu.addSeparator()
    _add(commands, menu, ROUND)


def _add(commands: Commands, menu: QMenu, entries: Sequence[Entry | Group | None]) -> None:
    session = commands.session
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry[2], tuple):
            inner = QMenu(session.words(entry[0]), menu)
            inner.setIcon(icons.icon(entry[1]) if entry[1] else QIcon())
            _add(commands, inner, entry[2])
            menu.addMenu(inner)
        else:
            _add_command(commands, menu, entry)


def _add_command(commands: Commands, menu: QMenu, entry: Entry) -> None:
    key, icon, command = entry
    action = menu.addAction(commands.session.words(key))
    action.setData(key)
    if icon:
        action.setIcon(icons.icon(icon))
    if keys := keys_of(key):  # shown only: the keys themselves belong to the window
        action.setText(f"{action.text()}\t{keys}")
    action.setEnabled(_offered(commands, key))
    action.triggered.connect(lambda _on=False: command(commands))
