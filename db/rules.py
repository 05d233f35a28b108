"""What answers must hold to before they are written."""

from collections.abc import Mapping

from db.surveys import ClusterEntry, clusters, names
from db.workspace import Workspace
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import fold

NAMES = ("name_zh", "name_en")


def checked(part: str, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers as their field types take them; raises ``UserError`` naming the field, and ``KeyError`` for a question there is not."""
    return {field: _checked(part, field, value) for field, value in answers.items()}


def _checked(part: str, field: str, value: Value) -> Value:
    question = questionnaire().parts[part].question(field)
    try:
        return question.type.check(value)
    except Invalid as verdict:
        raise UserError("answer-refused", field=question.label, what=verdict.text()) from None


def check_names(workspace: Workspace, answers: Mapping[str, Value], cluster_id: int | None = None) -> None:
    """A cluster has a name, and no other cluster has it in either language; raises ``UserError``. ``cluster_id``: the cluster that is renamed."""
    wanted = [str(answers[key]) for key in NAMES if answers.get(key) is not None]
    if not wanted:
        raise UserError("cluster-nameless")
    others = {name for entry in clusters(workspace) if entry.id != cluster_id for name in names(entry.cluster)}
    for name in wanted:
        if fold(name) in others:
            raise UserError("cluster-exists", name=name)


def check_label(entry: ClusterEntry, label: Value, round_id: int | None = None) -> None:
    """A round has a label of its own within its cluster; raises ``UserError``. ``round_id``: the round that is renamed."""
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
