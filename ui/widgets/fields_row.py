"""The criterion that is computed: the shares of the industry fields, and where they come from."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.framework import FIELDS_CRITERION
from diagnosis.result import Diagnosis, Shares
from ui import theme
from ui.widgets.wording import Words


class FieldsRow(QWidget):
    """Read-only; ``edit`` is the button that leads to where the shares are entered."""

    def __init__(self, number: int) -> None:
        """``number``: as the pieces of the score bars are numbered."""
        super().__init__()
        self._number = number
        self.name, self.weight, self.source = theme.label("heading"), theme.label("small"), theme.label("small")
        self.shares, self.origin = theme.label(wrap=True), theme.label("small", wrap=True)
        self.edit = theme.button("link")
        head, below = QHBoxLayout(), QHBoxLayout()
        for line in (head, below):
            theme.tight(line)
        head.addWidget(self.name)
        head.addWidget(self.weight)
        head.addStretch(1)
        head.addWidget(self.source)
        below.addWidget(self.origin, 1)
        below.addWidget(self.edit)
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        column.addLayout(head)
        column.addWidget(self.shares)
        column.addLayout(below)

    def help_topic(self) -> str:
        """The criterion's page of the help."""
        return f"criterion/{FIELDS_CRITERION}"

    def retranslate(self, said: Words) -> None:
        """Every text that does not depend on the diagnosis."""
        criterion = said.framework.criteria[FIELDS_CRITERION]
        self.name.setText(f"{self._number} {said.of(criterion.name)}")
        self.weight.setText(said.criterion_weight(criterion))
        self.source.setText(said.of(criterion.source))
        self.edit.setText(said.say("classification.fields-edit"))

    def show_shares(self, diagnosis: Diagnosis, said: Words) -> None:
        """The shares, largest first, each with its type, and their origin."""
        shares = diagnosis.shares
        self.shares.setText(self._listed(shares, said) or said.dash)
        key = f"classification.fields-{shares.origin or 'none'}"
        self.origin.setText(said.say(key, known=said.percent(shares.known)))

    def _listed(self, shares: Shares, said: Words) -> str:
        fields = said.framework.fields
        ordered = sorted(shares.of.items(), key=lambda entry: -entry[1])
        return said.join(
            said.say(
                "classification.field-share",
                field=fields[field].name,
                share=f"{100 * share:.1f}%",
                type=said.type_short(fields[field].type),
            )
            for field, share in ordered
        )
