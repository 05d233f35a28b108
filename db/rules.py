"""What answers must hold to before they are written; what does not is told as a ``UserError`` that names the field."""

from collections.abc import Mapping

from db.surveys import ClusterEntry, clusters, names
from db.workspace import Workspace
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import FieldType, Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.text import Text, fold

CHECKED = ("indicators", "ratings")  # the lists in which one answer hangs on another
NAMES = ("name_zh", "name_en")


def checked(part: str, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers as their field types take them; raises ``KeyError`` for a question that is not asked there."""
    return {field: _checked(part, field, value) for field, value in answers.items()}


def _checked(part: str, field: str, value: object, kind: FieldType | None = None) -> Value:
    question = questionnaire().parts[part].question(field)
    try:
        return (kind or question.type).check(value)
    except Invalid as verdict:
        raise _refused(part, field, verdict) from None


def _refused(part: str, field: str, verdict: Invalid) -> UserError:
    return UserError("answer-refused", field=questionnaire().parts[part].question(field).label, what=verdict.text())


def check_row(workspace: Workspace, round_id: int, part: str, row_id: int, row: Mapping[str, object]) -> None:
    """What an answer means may hang on another: an indicator's range on the indicator; an item takes one rating.

    What is refused is told with its row, which may be one of many that a change is about.
    """
    framework = load_framework()
    if part == "indicators" and row["id"] is not None:
        indicator = framework.indicators[str(row["id"])]
        try:
            indicator_type(indicator).check(row["value"])
        except Invalid as verdict:
            raise _row_refused(workspace, round_id, (part, row_id), indicator.name, "value", verdict) from None
    if part == "ratings" and row["item"] is not None:
        others = 'SELECT 1 FROM ratings WHERE _round = ? AND "item" = ? AND _id <> ?'
        if workspace.rows(others, round_id, row["item"], row_id):
            name = framework.items[str(row["item"])].name
            raise _row_refused(workspace, round_id, (part, row_id), name, "item", Invalid("second-rating", item=name))


def _row_refused(workspace: Workspace, round_id: int, at: tuple[str, int], name: Text, field: str, verdict: Invalid) -> UserError:
    """``at``: part and id of the row; ``name``: of what the row is about."""
    part = questionnaire().parts[at[0]]
    ids = workspace.rows(f'SELECT _id FROM "{part.id}" WHERE _round = ? ORDER BY _position, _id', round_id)
    where = {"part": part.name, "row": ids.index((at[1],)) + 1, "name": name, "field": part.question(field).label}
    return UserError("row-refused", **where, what=verdict.text())


def check_names(workspace: Workspace, answers: Mapping[str, Value], cluster_id: int | None = None) -> None:
    """A cluster has a name, and no other cluster has it in either language. ``cluster_id``: the cluster, if it is there."""
    wanted = [str(answers[key]) for key in NAMES if answers.get(key) is not None]
    if not wanted:
        raise UserError("cluster-nameless")
    others = {name for entry in clusters(workspace) if entry.id != cluster_id for name in names(entry.cluster)}
    for name in wanted:
        if fold(name) in others:
            raise UserError("cluster-exists", name=name)


def check_label(entry: ClusterEntry, label: Value, round_id: int | None = None) -> None:
    """A round has a label of its own within its cluster. ``round_id``: the round, if it is there already."""
    if not isinstance(label, str):
        raise UserError("round-nameless")
    if any(fold(other.label) == fold(label) for other in entry.rounds if other.id != round_id):
        raise UserError("round-exists", label=label)


def cluster_entry(workspace: Workspace, cluster_id: int | None) -> ClusterEntry:
    """The cluster of this id; raises ``UserError`` when it is gone."""
    for entry in clusters(workspace):
        if entry.id == cluster_id:
            return entry
    raise UserError("row-gone", file=workspace.path)
