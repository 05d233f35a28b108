"""The table of the fields of a cluster, and below it what their shares add up to."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Severity
from ui import theme
from ui.checking import Checking
from ui.session import Session
from ui.widgets.list_pane import ListPane

FITTED_ROWS = 8
WIDTHS = {"id": 328}  # of the names of fields, for which there is room
LOOKS: Mapping[Severity, str] = {"error": "error", "warning": "advice", "note": "small"}


class SharesPane(QWidget):
    """As high as its rows; the sentence below comes from the check before export."""

    def __init__(self, session: Session) -> None:
        """Reads when it is told to ``load``."""
        super().__init__()
        self._session, self._checking = session, Checking.of(session)
        self.pane = ListPane(session, session.questionnaire.parts["fields"], bare=True, fit=FITTED_ROWS)
        self.pane.table.usual = WIDTHS
        self.told = theme.label("error", wrap=True)
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        column.addWidget(self.pane)
        column.addWidget(self.told)
        self._checking.checked.connect(self._show_total)

    def load(self) -> None:
        """Read the rows of the open round."""
        self.pane.refresh()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.pane.retranslate()
        self._show_total()

    def _show_total(self) -> None:
        found = [finding for finding in self._checking.findings or () if finding.place.part == "fields"]
        self.told.setText("\n".join(finding.text.to(self._session.lang) for finding in found))
        self.told.setVisible(bool(found))
        if found:
            theme.set_role(self.told, LOOKS[found[0].severity])
