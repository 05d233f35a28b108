"""The last part of the diagnosis page: the charts of the report that the data allow, to be looked at and taken along."""

from collections.abc import Generator, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import surveys
from diagnosis.diagnose import diagnosing
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Lang
from reports.blocks import Figure
from reports.chart_data import MAKERS
from reports.charts import figures
from ui import theme
from ui.charts.frame import ChartFrame
from ui.charts.taking import Taking
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Task
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words

Figures = Mapping[str, Figure]


def figure_steps(diagnosis: Diagnosis, lang: Lang, before: Survey | None) -> Generator[None, None, Figures]:
    """The charts of a diagnosis, beside those of the round before where there is one; in short steps."""
    previous = None if before is None else (yield from diagnosing(before, diagnosis.framework))
    return (yield from figures(diagnosis, lang, previous))


class ChartsSection(QWidget):
    """The charts are worked out on the other thread, and painted when they come into sight. ``count`` charts are shown."""

    shown = Signal(int)

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``show_diagnosis``."""
        super().__init__()
        self._session = session
        self._taking = Taking(session, Settings())
        self._task: Task | None = None
        self._reading = True  # the round before
        self.heading, self.note = theme.label("heading"), theme.label("muted", wrap=True)
        self.frames: dict[str, ChartFrame] = {}
        self._column = QVBoxLayout(self)
        theme.tight(self._column, 24)
        head = QVBoxLayout()
        theme.tight(head, 6)
        for part in (theme.hairline(), self.heading, self.note):
            head.addWidget(part)
        self._column.addLayout(head)

    @property
    def ready(self) -> bool:
        """Whether the charts are those of the diagnosis shown last."""
        return self._task is None and not self._reading

    @property
    def count(self) -> int:
        """How many charts there are."""
        return sum(not frame.isHidden() for frame in self.frames.values())

    def show_diagnosis(self, diagnosis: Diagnosis, said: Words) -> None:
        """Have the charts made; what is shown stays until they come."""
        self.heading.setText(said.say("diagnosis.charts-title"))
        session = self._session
        cluster, round_id = session.cluster, session.round_id
        self._reading = True
        earlier = surveys.previous_round(cluster, round_id) if cluster is not None and round_id is not None else None
        if earlier is None:
            self._make(diagnosis, said, None)
        else:
            session.run(lambda ws: surveys.load(ws, earlier.id), partial(self._make, diagnosis, said))

    def _make(self, diagnosis: Diagnosis, said: Words, before: Survey | None) -> None:
        self._reading = False
        if self._task is not None:
            self._task.cancel()
        task = self._task = self._session.start(figure_steps(diagnosis, said.lang, before))
        task.finished.connect(lambda: self._show(task, said))
        task.failed.connect(self._session.tell)

    def _show(self, task: Task, said: Words) -> None:
        if task is not self._task:
            return
        found: Figures = task.result
        self._task = None
        show_text(self.note, said.say("diagnosis.charts-note") if found else said.say("diagnosis.no-charts"))
        for key in MAKERS:
            if key in found and key not in self.frames:
                self._add(key)
            if key in self.frames:
                self.frames[key].setVisible(key in found)
        for key, figure in found.items():
            self.frames[key].show_figure(figure)
        self.shown.emit(len(found))

    def _add(self, key: str) -> None:
        """A frame in the report's order."""
        self.frames[key] = ChartFrame(self._session, self._taking)
        place = sum(each in self.frames for each in list(MAKERS)[: list(MAKERS).index(key)])
        self._column.insertWidget(1 + place, self.frames[key])
