"""A survey file into the workspace: what the file holds replaces what is there, and what it does not hold stays."""

from collections.abc import Mapping

from db.columns import row_cells
from db.following import give_back, set_aside
from db.history import Change
from db.recorder import Recorder, recording
from db.rules import NAMES
from db.surveys import ClusterEntry, clusters, listed, load, names, rows
from db.workspace import Workspace
from db.writing import Answers, add_rows, arrange, drop_drafts, drop_rows, new_cluster, new_round, set_answers
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.interchange import SurveyFile
from diagnosis.survey import LISTS, MAPS, Cluster, Row, Survey, answers_of
from diagnosis.text import fold, phrase

RECORD_PARTS = (*MAPS, "classification_override")


def import_survey(workspace: Workspace, survey_file: SurveyFile, cluster_name: str | None = None, *, dry_run: bool = False) -> Change:
    """Brings a survey file in, as one change; its ``summary`` counts rows or answers in each part that the file holds.

    The cluster is found by the file's Chinese name (by either name where one side has no Chinese one), or by ``cluster_name``;
    a cluster that is another one by its name keeps its names. The round is found by its label. What is not there yet is made.
    ``dry_run``: only tells what would change. Raises ``UserError`` when the file's names do not point to one cluster, or
    ``cluster_name`` to none.
    """
    survey = survey_file.survey
    target = _target(workspace, survey.cluster, survey_file.file, cluster_name)
    named = (target.cluster if target else survey.cluster).name("zh")
    name = phrase("db", "import", cluster=named, label=survey.round.label)
    with recording(workspace, name, keep=not dry_run) as recorder:
        round_id = _find_or_make_round(recorder, target, survey)
        before = load(workspace, round_id)
        _update_records(recorder, target, before, survey)
        for part in LISTS:
            if part in survey_file.parts:
                _replace_list(recorder, part, getattr(before, part), getattr(survey, part))
        for part in RECORD_PARTS:
            if part in survey_file.parts:
                _replace_record(recorder, part, getattr(before, part), getattr(survey, part))
        return recorder.change()


def _target(workspace: Workspace, own: Cluster, file: str, cluster_name: str | None) -> ClusterEntry | None:
    """The cluster that the file is for; ``None`` for a new one."""
    entries = clusters(workspace)
    if cluster_name is not None:
        for entry in entries:
            if fold(cluster_name) in names(entry.cluster):
                return entry
        if fold(cluster_name) not in names(own):
            known = listed(entry.cluster for entry in entries)
            raise UserError("cluster-not-this", file=workspace.path, survey=file, name=cluster_name, known=known, own=listed([own]))
    alike = [entry for entry in entries if names(entry.cluster) & names(own)]
    matching = [entry for entry in alike if _same(entry.cluster, own)]
    if len(alike) > 1 or len(matching) < len(alike):
        known = listed(entry.cluster for entry in alike)
        raise UserError("cluster-unclear", file=workspace.path, survey=file, known=known, own=listed([own]))
    return matching[0] if matching else None


def _same(known: Cluster, own: Cluster) -> bool:
    """The Chinese name decides where both have one: two clusters may be called the same in English, and none is renamed unasked."""
    if known.name_zh and own.name_zh:
        return fold(known.name_zh) == fold(own.name_zh)
    return bool(names(known) & names(own))


def _find_or_make_round(recorder: Recorder, target: ClusterEntry | None, survey: Survey) -> int:
    """Points the recorder to the file's cluster and round, made where they are not there yet."""
    recorder.cluster_id = target.id if target else new_cluster(recorder, answers_of(survey.cluster))
    for entry in target.rounds if target else ():
        if fold(entry.label) == fold(survey.round.label or ""):
            recorder.round_id = entry.id
            return entry.id
    return new_round(recorder, recorder.cluster_id, answers_of(survey.round))


def _update_records(recorder: Recorder, target: ClusterEntry | None, before: Survey, survey: Survey) -> None:
    """The keys that the file holds of the cluster and the round replace those that are there."""
    about = answers_of(survey.cluster)
    if target and not _same(target.cluster, survey.cluster):
        about = {field: value for field, value in about.items() if field not in NAMES}
    for part, old, new in (("cluster", before.cluster, about), ("round", before.round, answers_of(survey.round))):
        set_answers(recorder, part, _changed(answers_of(old), new))


def _replace_list(recorder: Recorder, part: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> None:
    """The list becomes what the file holds; rows that are in both stay the rows they are, in whatever order the file has them.

    So a corrected cell is all that is recorded, attached files stay with their rows, and a colleague's change finds its row.
    """
    recorder.summary[part] = (len(before), len(after))
    if before == after:
        return
    old, new = [answers_of(row) for row in before], [answers_of(row) for row in after]
    ids = [row_id for row_id, _ in rows(recorder.workspace, recorder.round_id or 0, part)]
    from diagnosis.pairing import pairs  # with what a roster is read by; a start needs none of it

    paired = pairs(part, old, new)
    stay = set(paired.values())
    gone = [place for place in range(len(ids)) if place not in stay]
    aside = set_aside(recorder, part, [(ids[place], before[place]) for place in gone])
    drop_rows(recorder, part, [ids[place] for place in gone])
    for place, was in paired.items():
        _change_row(recorder, part, ids[was], old[was], new[place])
    added = [place for place in range(len(new)) if place not in paired]
    numbers = {place: ids[was] for place, was in paired.items()}
    numbers |= zip(added, add_rows(recorder, part, [new[place] for place in added]), strict=True)
    arrange(recorder, part, [numbers[place] for place in range(len(new))])
    give_back(recorder, aside, [(numbers[place], after[place]) for place in added])


def _change_row(recorder: Recorder, part: str, row_id: int, old: Answers, new: Answers) -> None:
    changed = _changed(old, {**dict.fromkeys(old), **new})
    if changed:
        recorder.update(part, row_id, row_cells(changed))
        drop_drafts(recorder, part, row_id, changed)


def _replace_record(recorder: Recorder, part: str, before: Answers | Row, after: Answers | Row) -> None:
    old, new = _answers(before), _answers(after)
    recorder.summary[part] = (len(old), len(new))
    set_answers(recorder, part, _changed(old, {**dict.fromkeys(old), **new}))


def _changed(old: Answers, new: Answers) -> Answers:
    """The new answers that differ from the old; elsewhere, what was typed and not taken stays as well."""
    return {field: value for field, value in new.items() if old.get(field) != value}


def _answers(content: Mapping[str, Value] | Row) -> dict[str, Value]:
    return answers_of(content) if isinstance(content, Row) else dict(content)
