"""One answer for many rows of a list."""

from collections.abc import Generator, Sequence

from db.columns import to_cell
from db.history import Change
from db.recorder import recording
from db.rules import checked
from db.strips import LENGTH
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.questionnaire import questionnaire
from diagnosis.text import phrase


def set_column(
    workspace: Workspace, round_id: int, part: str, field: str, value: Value, row_ids: Sequence[int]
) -> Generator[Progress, None, Change]:
    """Gives these rows this answer, ``None`` takes it away; what was typed there and not taken goes, too.

    One change, in steps that tell how far it is: closing the generator before its end takes everything back. Raises ``UserError`` when
    the answer is none to this question, or when another answer of a row rules it out.
    """
    asked, cell = questionnaire().parts[part], to_cell(checked(part, {field: value})[field])
    name = phrase("db", "set-column", field=asked.question(field).label, count=len(row_ids))
    with recording(workspace, name, round_id=round_id) as recorder:
        for start in range(0, len(row_ids), LENGTH):
            yield Progress(start, len(row_ids), name)
            recorder.fill(part, row_ids[start : start + LENGTH], field, cell)
        drafted = workspace.rows("SELECT _id, row FROM drafts WHERE _round = ? AND part = ? AND field = ?", round_id, part, field)
        wanted = set(row_ids) if drafted else set()
        recorder.delete("drafts", [draft for draft, row_id in drafted if row_id in wanted])
        return recorder.change()
