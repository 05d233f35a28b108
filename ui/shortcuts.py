"""The keys of the program, once: the window and its lists listen to them, menus and tooltips show them, the help lists them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from diagnosis.text import Lang, listed, phrase

Keys = QKeySequence.StandardKey
Scope = Literal[
    "window", "list", "table", "form", "choice", "criteria", "years", "checklist", "rows", "cards", "network", "readiness", "chart",
    "evidence", "interviews", "outline", "writing", "pages", "search", "help", "tour",
]  # fmt: skip
JOIN = " / "
ON_KEYS = {"Return": "Enter", "Del": "Delete"}  # what Qt calls a key -> what stands on it


class Shortcut(NamedTuple):
    """``name``: the ``ui`` phrase that says what the keys do. ``shown``: how several keys of one kind are written, such as 0–4."""

    name: str
    keys: tuple[str | Keys, ...]
    shown: str = ""

    @property
    def sequences(self) -> list[QKeySequence]:
        """Every key; of a standard key all that the system takes for it."""
        found: list[QKeySequence] = []
        for each in self.keys:
            found += QKeySequence.keyBindings(each) if isinstance(each, Keys) else [QKeySequence(each)]
        return [each for place, each in enumerate(found) if each not in found[:place]]

    @property
    def told(self) -> str:
        """The keys as they are written."""
        return self.shown or _native(self.keys)


@cache
def _native(keys: tuple[str | Keys, ...]) -> str:
    """The same in every language. The system is asked once, on the main thread (``ask_system``): the help is read on the worker, too."""
    written = JOIN.join(dict.fromkeys(QKeySequence(each).toString() for each in keys))
    for name, on_key in ON_KEYS.items():
        written = written.replace(name, on_key)
    return written


OWN: tuple[Scope, ...] = ("help",)  # they have a window of their own
# Where they work -> what they are. In "window" they work everywhere, so that no other scope may use them again, but for those of OWN.
SHORTCUTS: Mapping[Scope, tuple[Shortcut, ...]] = {
    "window": (
        Shortcut("search.open", ("Ctrl+K",)),
        Shortcut("help.open", ("F1",)),
        Shortcut("keys.step", tuple(f"Ctrl+{number % 10}" for number in range(1, 11)), "Ctrl+1 … Ctrl+0"),
        Shortcut("keys.region", ("F6",)),
        Shortcut("keys.region-back", ("Shift+F6",)),
        Shortcut("keys.tab", ("Ctrl+PgDown", "Ctrl+Tab")),
        Shortcut("keys.tab-before", ("Ctrl+PgUp", "Ctrl+Shift+Tab")),
        Shortcut("keys.check", ("F8",)),
        Shortcut("keys.panel", ("F9",)),
        Shortcut("header.undo", (Keys.Undo,)),
        Shortcut("header.redo", (Keys.Redo, "Ctrl+Y")),
        Shortcut("header.file", ("Alt+F",)),
        Shortcut("header.cluster", ("Alt+C",)),
        Shortcut("header.round", ("Alt+R",)),
        Shortcut("header.language-switch", ("Ctrl+L",)),
        Shortcut("menu.open-workspace", ("Ctrl+O",)),
        Shortcut("menu.save-as", ("Ctrl+Shift+S",)),
        Shortcut("menu.import", ("Ctrl+I",)),
        Shortcut("menu.import-roster", ("Ctrl+Shift+I",)),
        Shortcut("menu.export-survey", ("Ctrl+E",)),
        Shortcut("menu.quit", ("Ctrl+Q",)),
    ),
    "form": (
        Shortcut("keys.next-field", ("Tab", "Return")),
        Shortcut("keys.field-before", ("Shift+Tab",)),
        Shortcut("keys.open-field", ("Alt+Down",)),
        Shortcut("keys.break-line", ("Ctrl+Return",)),
        Shortcut("keys.last-tag", ("Backspace",)),
        Shortcut("keys.take-back", ("Esc",)),
    ),
    "choice": (
        Shortcut("keys.choose", ("Left", "Right"), "← →"),
        Shortcut("keys.choose-number", (), "0–9"),
        Shortcut("keys.choose-none", ("Delete", "Backspace")),
    ),
    "list": (
        Shortcut("table.add", ("Ctrl+N",)),
        Shortcut("table.duplicate", ("Ctrl+D",)),
        Shortcut("table.delete", ("Ctrl+Delete",)),
        Shortcut("table.search", ("Ctrl+F",)),
        Shortcut("table.filter", ("Ctrl+Shift+F",)),
        Shortcut("table.bulk", ("Ctrl+H",)),
        Shortcut("table.columns", ("Ctrl+Shift+O",)),
        Shortcut("table.form", ("Ctrl+Shift+B",)),
        Shortcut("table.go-to", ("Ctrl+G",)),
    ),
    "table": (
        Shortcut("keys.edit-cell", ("F2", "Return")),
        Shortcut("table.copy-cells", (Keys.Copy,)),
        Shortcut("table.paste-cells", (Keys.Paste,)),
        Shortcut("table.paste-rows", ("Ctrl+Shift+V",)),
        Shortcut("table.clear-cells", (Keys.Delete,)),
        Shortcut("table.move-up", ("Alt+Up",)),
        Shortcut("table.move-down", ("Alt+Down",)),
    ),
    "criteria": (
        Shortcut("keys.type", ("1", "2", "3"), "1–3"),
        Shortcut("keys.type-open", ("0",)),
    ),
    "years": (
        Shortcut("years.edit", ("F2",)),
        Shortcut("years.down", ("Return", "Shift+Return")),
        Shortcut("years.across", ("Tab", "Shift+Tab")),
        Shortcut("years.ends", ("Home", "End")),
        Shortcut("years.edge", ("Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down"), "Ctrl+← → ↑ ↓"),
        Shortcut("years.copy-heads", ("Ctrl+Shift+C",)),
        Shortcut("years.leave", ("Esc",)),
    ),
    "checklist": (
        Shortcut("keys.rate", tuple("01234"), "0–4"),
        Shortcut("keys.rate-na", ("N",)),
        Shortcut("keys.rate-none", ("Delete", "Backspace")),
        Shortcut("keys.item", ("Up", "Down"), "↑ ↓"),
        Shortcut("keys.next-unrated", ("U", "Ctrl+Down")),
        Shortcut("keys.unrated-before", ("Shift+U", "Ctrl+Up")),
        Shortcut("keys.search-items", ("Ctrl+F",)),
    ),
    "cards": (
        Shortcut("keys.importance", ("1", "2", "3"), "1–3"),
        Shortcut("keys.control", ("S", "P", "I")),
        Shortcut("keys.present", ("Y", "N")),
        Shortcut("keys.move-card", ("Alt+Left", "Alt+Up", "Alt+Down", "Alt+Right"), "Alt+← ↑ ↓ →"),
        Shortcut("chain.add", ("Ins", "+")),
        Shortcut("chain.edit", ("Return", "F2")),
        Shortcut("chain.delete", ("Delete", "Backspace", "Ctrl+Delete")),
        Shortcut("chain.paste", (Keys.Paste,)),
    ),
    "network": (
        Shortcut("keys.actor", ("Left", "Up", "Down", "Right"), "← ↑ ↓ →"),
        Shortcut("keys.actor-first", ("Home",)),
        Shortcut("network.filter", ("Return", "Enter")),
        Shortcut("network.start", ("L",)),
        Shortcut("network.larger", ("+", "=")),
        Shortcut("network.smaller", ("-",)),
        Shortcut("network.fit", ("0",)),
        Shortcut("keys.pan", ("Shift+Left", "Shift+Up", "Shift+Down", "Shift+Right"), "Shift+← ↑ ↓ →"),
    ),
    "readiness": (Shortcut("keys.level", tuple("123456789"), "1–9"),),
    "chart": (
        Shortcut("chart.copy", (Keys.Copy,)),
        Shortcut("chart.save", ("Ctrl+S",)),
        Shortcut("keys.chart-walk", ("Left", "Right"), "← →"),
    ),
    "evidence": (
        Shortcut("evidence.open", ("Return", "Enter")),
        Shortcut("evidence.save", (Keys.Save,)),
        Shortcut("evidence.caption-do", ("F2",)),
        Shortcut("evidence.cut-do", (Keys.Cut,)),
        Shortcut("evidence.paste", (Keys.Paste,)),
        Shortcut("evidence.delete", ("Delete",)),
        Shortcut("evidence.move", ("Alt+Left", "Alt+Right"), "Alt+← →"),
    ),
    "interviews": (
        Shortcut("interviews.now", ("Ctrl+T",)),
        Shortcut("interviews.today", ("Ctrl+Shift+T",)),
        Shortcut("interviews.find-next", ("F3",)),
        Shortcut("interviews.find-before", ("Shift+F3",)),
    ),
    "outline": (
        Shortcut("authoring.write", ("Return", "Enter")),
        Shortcut("authoring.rename", ("F2",)),
        Shortcut("authoring.move-up", ("Alt+Up",)),
        Shortcut("authoring.move-down", ("Alt+Down",)),
        Shortcut("authoring.leave-out", ("Delete",)),
        Shortcut("authoring.add", ("Ctrl+N",)),
    ),
    "writing": (
        Shortcut("authoring.bold", (Keys.Bold,)),
        Shortcut("authoring.bullets", ("Ctrl+Shift+L",)),
        Shortcut("authoring.numbers", ("Ctrl+Shift+N",)),
        Shortcut("authoring.heading", ("Ctrl+Shift+H",)),
        Shortcut("authoring.fact", ("Ctrl+Shift+F",)),
        Shortcut("authoring.reference", ("Ctrl+Shift+R",)),
        Shortcut("pages.show", ("Ctrl+Shift+P",)),
        Shortcut("authoring.outline", ("Esc",)),
    ),
    "pages": (
        Shortcut("pages.next", ("PgDown",)),
        Shortcut("pages.before", ("PgUp",)),
        Shortcut("pages.first", ("Home",)),
        Shortcut("pages.last", ("End",)),
        Shortcut("pages.edit", ("Return", "Enter")),
        Shortcut("pages.larger", ("+", "=")),
        Shortcut("pages.smaller", ("-",)),
        Shortcut("pages.fit", ("0",)),
        Shortcut("pages.whole", ("F",)),
    ),
    "rows": (
        Shortcut("keys.row", ("Up", "Down"), "↑ ↓"),
        Shortcut("keys.open-row", ("Return", "Space")),
    ),
    "search": (
        Shortcut("keys.result", ("Up", "Down"), "↑ ↓"),
        Shortcut("keys.follow", ("Return",)),
        Shortcut("keys.close", ("Esc",)),
    ),
    "tour": (
        Shortcut("tour.on", ("Return",)),
        Shortcut("tour.end", ("Esc",)),
    ),
    "help": (
        Shortcut("help.back", ("Alt+Left",)),
        Shortcut("help.forward", ("Alt+Right",)),
        Shortcut("help.find", ("Ctrl+F",)),
        Shortcut("help.larger", ("Ctrl++", "Ctrl+=")),
        Shortcut("help.smaller", ("Ctrl+-",)),
        Shortcut("help.usual", ("Ctrl+0",)),
        Shortcut("help.close", ("Esc",)),
    ),
}


def ask_system() -> None:
    """Ask the system which keys it takes for the standard ones."""
    for scope in SHORTCUTS.values():
        for each in scope:
            _ = each.told


_BY_NAME: Mapping[str, Shortcut] = {each.name: each for scope in SHORTCUTS.values() for each in scope}


def shortcut(name: str) -> Shortcut | None:
    """The keys with this name; ``None``: there are none for it."""
    return _BY_NAME.get(name)


def keys_of(name: str) -> str:
    """The first keys with this name; nothing where there are none."""
    found = shortcut(name)
    return found.told.partition(JOIN)[0] if found is not None else ""


def tip(text: str, name: str, lang: Lang) -> str:
    """A tooltip: what a button does, with its keys."""
    keys = keys_of(name)
    return phrase("ui", "keys.tip", text=text, keys=keys).to(lang) if keys else text


def pressed(event: QKeyEvent, name: str) -> bool:
    """Whether these are the keys with this name."""
    found = shortcut(name)
    return found is not None and QKeySequence(event.keyCombination()) in found.sequences


def spoken(*scopes: Scope, lang: Lang) -> str:
    """What the keys of these scopes do, for whoever does not see the tooltips."""
    told = [phrase("ui", "keys.one", keys=each.told, name=phrase("ui", each.name)) for scope in scopes for each in SHORTCUTS[scope]]
    return listed(told).to(lang)


def listen(widget: QWidget, name: str, do: Callable[[], object], *, within: bool = False, only: int | None = None) -> QAction:
    """Do something when the keys with this name are pressed: in the widget's window, or (``within``) in the widget.

    ``only``: the place of the one key among them that is meant. Raises ``KeyError`` for a name that the table does not have.
    """
    found = shortcut(name)
    if found is None:
        raise KeyError(name)
    action = QAction(widget)
    action.setShortcuts(found.sequences if only is None else [found.sequences[only]])
    if within:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _on=False: do())
    widget.addAction(action)
    return action
