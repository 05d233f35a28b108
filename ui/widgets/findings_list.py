"""What the check before export found: what is to be filled in, errors, warnings, notes, each a step from its field."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import KINDS, Finding
from ui import theme
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.rows import Content
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words

WHOLE = 24  # lines: as many as any sentence of ours needs


class FindingsList(QWidget):
    """One list a kind. ``jump`` gives the ``Place`` of the finding that was pressed."""

    jump = Signal(object)

    def __init__(self) -> None:
        """Nothing has been checked yet."""
        super().__init__()
        self.findings: tuple[Finding, ...] | None = None
        self._followed: Finding | None = None
        self.counts, self.advice = theme.label("muted"), theme.label("advice", wrap=True)
        self.heads = {kind: theme.label(f"{kind}-heading") for kind in KINDS}
        self.lists = {kind: RowList() for kind in KINDS}
        column = QVBoxLayout(self)
        theme.tight(column, 6)
        column.addWidget(self.counts)
        column.addWidget(self.advice)
        for kind in KINDS:
            self.heads[kind].setContentsMargins(0, 4, 0, 0)
            column.addWidget(self.heads[kind])
            column.addWidget(self.lists[kind])
            self.lists[kind].pressed.connect(self._pressed)

    def show_findings(self, findings: tuple[Finding, ...] | None, said: Words) -> None:
        """Show these, in their order within each kind; ``None``: the check is still at work."""
        self.findings = findings
        shown = findings or ()
        numbers: dict[str, int] = {kind: sum(each.kind == kind for each in shown) for kind in KINDS}
        self.counts.setText(_counted(findings, numbers, said))
        show_text(self.advice, said.say("report.errors-stay") if numbers["unfilled"] + numbers["error"] else "")
        for kind in KINDS:
            show_text(self.heads[kind], said.say(f"report.{kind}") if numbers[kind] else "")
            own = [
                Entry(str(index), Content(title=said.of(finding.text), word=said.page(finding.place.step), lines=WHOLE))
                for index, finding in enumerate(shown)
                if finding.kind == kind
            ]
            self.lists[kind].show_entries(own)
            self.lists[kind].setVisible(bool(own))

    def give_focus(self) -> QWidget:
        """To the finding that was followed last, else to the first; to none where nothing was found. Returns what is to be seen."""
        rows = [row for each in self.lists.values() for row in each.rows]
        if not rows:
            return self
        place = self.findings.index(self._followed) if self.findings and self._followed in self.findings else 0
        rows[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return rows[place] if place else self

    def _pressed(self, key: str) -> None:
        if self.findings is not None:
            self._followed = self.findings[int(key)]
            self.jump.emit(self._followed.place)


def _counted(findings: tuple[Finding, ...] | None, numbers: Mapping[str, int], said: Words) -> str:
    if findings is None:
        return said.say("report.checking")
    if not findings:
        return said.say("report.clean")
    unfilled = said.say("report.count-unfilled", count=numbers["unfilled"]) if numbers["unfilled"] else ""
    return said.dotted((unfilled, said.say("report.counts", **numbers)))
