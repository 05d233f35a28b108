"""What the check before export found: errors, warnings, notes, each a step from its field."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Finding, Severity
from ui import theme
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.rows import Content
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words

WHOLE = 24  # lines: as many as any sentence of ours needs
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class FindingsList(QWidget):
    """One list a severity. ``jump`` gives the ``Place`` of the finding that was pressed."""

    jump = Signal(object)

    def __init__(self) -> None:
        """Nothing has been checked yet."""
        super().__init__()
        self.findings: tuple[Finding, ...] | None = None
        self._followed: Finding | None = None
        self.counts, self.advice = theme.label("muted"), theme.label("advice", wrap=True)
        self.heads = {severity: theme.label(f"{severity}-heading") for severity in SEVERITIES}
        self.lists = {severity: RowList() for severity in SEVERITIES}
        column = QVBoxLayout(self)
        theme.tight(column, 6)
        column.addWidget(self.counts)
        column.addWidget(self.advice)
        for severity in SEVERITIES:
            self.heads[severity].setContentsMargins(0, 4, 0, 0)
            column.addWidget(self.heads[severity])
            column.addWidget(self.lists[severity])
            self.lists[severity].pressed.connect(self._pressed)

    def show_findings(self, findings: tuple[Finding, ...] | None, said: Words) -> None:
        """Show these, in their order within each severity; ``None``: the check is still at work."""
        self.findings = findings
        shown = findings or ()
        numbers: dict[str, int] = {severity: sum(each.severity == severity for each in shown) for severity in SEVERITIES}
        self.counts.setText(_counted(findings, numbers, said))
        show_text(self.advice, said.say("report.errors-stay") if numbers["error"] else "")
        for severity in SEVERITIES:
            show_text(self.heads[severity], said.say(f"report.{severity}") if numbers[severity] else "")
            own = [
                Entry(str(index), Content(title=said.of(finding.text), word=said.page(finding.place.step), lines=WHOLE))
                for index, finding in enumerate(shown)
                if finding.severity == severity
            ]
            self.lists[severity].show_entries(own)
            self.lists[severity].setVisible(bool(own))

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
    return said.say("report.counts", **numbers) if findings else said.say("report.clean")
