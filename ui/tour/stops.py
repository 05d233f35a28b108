"""The stops of the tour: where each leads, what it points at, and by what one sees that the user has done it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from db.operations import Change
from diagnosis.findings import Place

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Done = tuple[Any, Callable[..., bool]]  # a bound signal, and whether what it brings is what was asked for
DESCRIPTION = {"zh": "description_zh", "en": "description_en"}


@dataclass(frozen=True, slots=True)
class Stop:
    """``id`` names its phrases. ``place`` is shown first, ``target`` is pointed at where it is there; ``done`` tells when it is done."""

    id: str
    target: Callable[["MainWindow"], QWidget | None]
    place: Callable[["MainWindow"], Place | None] = lambda _window: None
    done: Callable[["MainWindow"], Done | None] = lambda _window: None


def _always(*_facts: object) -> bool:
    return True


def _field(window: "MainWindow") -> QWidget | None:
    """What the field of the stop is typed into."""
    found = QApplication.focusWidget()
    return found if found is not None and window.page.isAncestorOf(found) else None


def _child(name: str) -> Callable[["MainWindow"], QWidget | None]:
    """A part of the page that is shown, by the name of its attribute."""
    return lambda window: getattr(window.page, name, None)


def _first_gap(window: "MainWindow") -> QWidget | None:
    section = getattr(window.page, "sections", {}).get("gaps")
    rows = section.rows.rows if section is not None else ()
    return rows[0] if rows else section


def _opened(window: "MainWindow") -> Done | None:
    row = _first_gap(window)
    return (row.toggled, bool) if isinstance(row, QAbstractButton) else None


def _rated(change: Change) -> bool:
    return "ratings" in change.parts


STOPS: tuple[Stop, ...] = (
    Stop(
        "steps",
        lambda window: window.rail,
        lambda _window: Place(step="overview"),
        lambda window: (window.stack.currentChanged, _always),
    ),
    Stop("result", lambda window: window.panel),
    Stop(
        "field",
        _field,
        lambda window: Place(step="overview", part="cluster", field=DESCRIPTION[window.session.lang]),
        lambda window: (window.session.saved, _always),
    ),
    Stop("undo", lambda window: window.header.undo, done=lambda window: (window.session.stepped, _always)),
    Stop(
        "rating",
        _child("list"),
        lambda _window: Place(step="checklist", part="ratings"),
        lambda window: (window.session.changed, _rated),
    ),
    Stop("reason", _first_gap, lambda _window: Place(step="diagnosis", part="ratings"), _opened),
    Stop("asks", lambda window: window.panel.asks, done=lambda window: (window.panel.jump, _always)),
    Stop("report", _child("run"), lambda _window: Place(step="report")),
    Stop("own", lambda window: window.header.choosers["file"]),
)
