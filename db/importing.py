"""A survey file into the workspace: what the file holds replaces what is there, and what it does not hold stays."""

from collections.abc import Mapping
from typing import Any

from db.recorder import Change, Recorder, recording
from db.rules import NAMES
from db.surveys import ClusterEntry, clusters, load, names, rows
from db.workspace import Workspace
from db.writing import add_rows, drop_rows, new_cluster, new_round, set_answers
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.interchange import SurveyFile
from diagnosis.survey import LISTS, MAPS, Cluster, Row, Survey, answers_of
from diagnosis.text import fold, phrase

RECORD_PARTS = (*MAPS, "classification_override")


def import_survey(
    workspace: Workspace, survey_file: SurveyFile, cluster_name: str | None = None, *, dry_run: bool = False
) -> Change:
    """Brings a survey file in, as one change, with a ``summary`` of the rows (or answers) before and after in each part that the file holds.

    The cluster is found by either of the file's names, or by ``cluster_name``; then it keeps its own names if the file has neither of them.
    The round is found by its label. What is not there yet is made. ``dry_run``: only tells what would change.
    Raises ``UserError`` when the names point to two clusters, or ``cluster_name`` to none.
    """
    survey = survey_file.survey
    target = _target(workspace, survey.cluster, cluster_name)
    name = (target.cluster if target else survey.cluster).name("zh")
    with recording(
        workspace, phrase("db", "import", cluster=name, label=survey.round.label), keep=not dry_run
    ) as recorder:
        _find_or_make(recorder, target, survey)
        before = load(workspace, recorder.round_id or 0)
        _update_records(recorder, target, survey)
        for part in (*LISTS, *RECORD_PARTS):
            if part in survey_file.parts:
                _replace(recorder, part, getattr(before, part), getattr(survey, part))
        return recorder.change()


def _target(workspace: Workspace, own: Cluster, cluster_name: str | None) -> ClusterEntry | None:
    """The cluster that the file is for, or ``None`` for a new one."""
    entries = clusters(workspace)
    matching = [entry for entry in entries if names(entry.cluster) & names(own)]
    if len(matching) > 1:
        raise UserError("cluster-two", known=_list(entry.cluster for entry in matching))
    if cluster_name is None:
        return matching[0] if matching else None
    for entry in entries:
        if fold(cluster_name) in names(entry.cluster):
            return entry
    if fold(cluster_name) not in names(own):
        raise UserError(
            "cluster-not-this", name=cluster_name, known=_list(entry.cluster for entry in entries), own=_list([own])
        )
    return matching[0] if matching else None


def _list(found: Any) -> str:
    return "、".join(cluster.name("zh") for cluster in found) or "—"


def _find_or_make(recorder: Recorder, target: ClusterEntry | None, survey: Survey) -> None:
    """Points the recorder to the file's cluster and round, made where they are not there yet."""
    recorder.cluster_id = target.id if target else new_cluster(recorder, answers_of(survey.cluster))
    label = fold(survey.round.label or "")
    found = [entry.id for entry in (target.rounds if target else ()) if fold(entry.label) == label]
    recorder.round_id = found[0] if found else new_round(recorder, recorder.cluster_id, answers_of(survey.round))


def _update_records(recorder: Recorder, target: ClusterEntry | None, survey: Survey) -> None:
    """The keys that the file holds of the cluster and the round replace those that are there."""
    about = answers_of(survey.cluster)
    if target and not names(target.cluster) & names(survey.cluster):
        about = {field: value for field, value in about.items() if field not in NAMES}
    set_answers(recorder, "cluster", about)
    set_answers(recorder, "round", answers_of(survey.round))


def _replace(recorder: Recorder, part: str, before: Any, after: Any) -> None:
    """One part of the round becomes what the file holds, unless it is so already."""
    old, new = _comparable(before), _comparable(after)
    recorder.summary[part] = (len(old), len(new))
    if old == new:
        return
    if isinstance(new, list):
        drop_rows(recorder, part, [row_id for row_id, _ in rows(recorder.workspace, recorder.round_id or 0, part)])
        add_rows(recorder, part, new)
    else:
        set_answers(recorder, part, {**dict.fromkeys(old), **new})


def _comparable(content: tuple[Row, ...] | Row | Mapping[str, Value]) -> list[dict[str, Value]] | dict[str, Value]:
    """A part as answers: a list of rows, or one answer a field."""
    if isinstance(content, tuple):
        return [answers_of(row) for row in content]
    return answers_of(content) if isinstance(content, Row) else dict(content)
