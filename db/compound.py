"""Changes of several rows, or of a cluster and its round, that users make at once and take back as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.browse import rows_by_id
from db.columns import row_cells
from db.history import Change
from db.recorder import Recorder, recording
from db.rules import checked
from db.workspace import Workspace
from db.writing import add_rows, drop_drafts, new_cluster, new_round
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.text import phrase


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What was typed or pasted into a row, by field id; ``row_id`` is ``None`` for a new row. ``answers``: known already."""

    row_id: int | None
    typed: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)


def set_typed(workspace: Workspace, round_id: int, part: str, rows: Sequence[TypedRow]) -> Change:
    """Reads what was typed into many cells, row by row; new rows go to the end of the list.

    What a field type refuses is kept as a draft of its cell, and the cell's answer stays.
    """
    asked = questionnaire().parts[part]
    name = phrase("db", "set-typed", part=asked.name, count=len(rows))
    with recording(workspace, name, round_id=round_id) as recorder:
        read = [_read(asked, row) for row in rows]
        fresh = [answers for row, (answers, _) in zip(rows, read, strict=True) if row.row_id is None]
        new_ids = iter(add_rows(recorder, part, fresh))
        for row, (answers, drafts) in zip(rows, read, strict=True):
            if row.row_id is None:
                row_id = next(new_ids)
            else:
                row_id = row.row_id
                recorder.update(part, row_id, row_cells(answers))
                drop_drafts(recorder, part, row_id, {**answers, **drafts})
            _keep(recorder, part, row_id, drafts)
        return recorder.change()


def _read(part: Part, row: TypedRow) -> tuple[dict[str, Value], dict[str, str]]:
    """The answers of a row, and what could not be read."""
    answers, drafts = checked(part.id, row.answers), {}
    for name, text in row.typed.items():
        try:
            answers[name] = part.question(name).type.parse(text)
        except Invalid:
            drafts[name] = text
    return answers, drafts


def _keep(recorder: Recorder, part: str, row_id: int, drafts: Mapping[str, str]) -> None:
    common = {"_round": recorder.round_id, "part": part, "row": row_id}
    recorder.insert("drafts", [{**common, "field": name, "text": text} for name, text in drafts.items()])


def duplicate_rows(workspace: Workspace, round_id: int, part: str, row_ids: Sequence[int]) -> Change:
    """Adds copies of rows to the end of their list; ``row_id`` of the change is the first copy."""
    asked = questionnaire().parts[part]
    with recording(workspace, phrase("db", "duplicate-rows", part=asked.name, count=len(row_ids)), round_id=round_id) as recorder:
        found = rows_by_id(workspace, round_id, part, row_ids)
        originals = [found[row_id] for row_id in row_ids if row_id in found]
        copies = add_rows(recorder, part, [entry.answers for entry in originals])
        for row_id, entry in zip(copies, originals, strict=True):
            _keep(recorder, part, row_id, entry.drafts)
        recorder.row_id = copies[0] if copies else None
        return recorder.change()


def start_cluster(workspace: Workspace, answers: Mapping[str, Value], label: str, date: str | None) -> Change:
    """Adds a cluster and its first round."""
    about, about_round = checked("cluster", answers), checked("round", {"label": label, "date": date})
    name = str(about.get("name_zh") or about.get("name_en") or "")
    with recording(workspace, phrase("db", "create-cluster", name=name)) as recorder:
        new_round(recorder, new_cluster(recorder, about), about_round)
        return recorder.change()
