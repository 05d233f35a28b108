"""The commands that write: workspaces, surveys, reports."""

from typing import TYPE_CHECKING

from cli.common import Arguments, diagnosis_of, diagnosis_of_round, follow, result, say
from cli.passwords import new_password
from diagnosis.errors import UserError
from diagnosis.text import Lang, phrase

if TYPE_CHECKING:
    from db.workspace import Workspace
    from diagnosis.authored import Authored
    from diagnosis.interchange import SurveyFile
    from diagnosis.result import Diagnosis


def new(arguments: Arguments) -> None:
    """Makes an empty workspace."""
    from db.workspace import Workspace

    Workspace.create(arguments.workspace).close()
    say("done.new", arguments, path=arguments.workspace)


def import_(arguments: Arguments) -> None:
    """Imports a survey file; a workspace that is not there yet is made, unless the file is refused."""
    from db.survey_files import read_survey
    from db.workspace import Workspace

    survey_file = read_survey(arguments.survey)
    if arguments.workspace.exists() or arguments.dry_run:
        with Workspace.open(arguments.workspace) as workspace:
            _import(workspace, survey_file, arguments)
        return
    workspace = Workspace.create(arguments.workspace)
    try:
        with workspace:
            _import(workspace, survey_file, arguments)
    except BaseException:
        arguments.workspace.unlink()
        raise
    say("done.new", arguments, path=arguments.workspace)


def _import(workspace: "Workspace", taken: "SurveyFile", arguments: Arguments) -> None:
    from db.backup import daily_backup
    from db.operations import import_survey
    from db.surveys import clusters
    from diagnosis.questionnaire import questionnaire

    lang = arguments.language
    if not arguments.dry_run:
        daily_backup(workspace)
    change = import_survey(workspace, taken, arguments.cluster, dry_run=arguments.dry_run)
    changed = [
        phrase("cli", "done.changed-part", part=part.name, before=change.summary[part.id][0], after=change.summary[part.id][1]).to(lang)
        if part.id in change.summary
        else part.name.to(lang)
        for part in questionnaire().parts.values()
        if part.id in change.parts
    ]
    changes = ("、" if lang == "zh" else ", ").join(changed) or phrase("cli", "done.unchanged").to(lang)
    key = "done.import-dry" if arguments.dry_run else "done.import"
    target = next((entry.cluster for entry in clusters(workspace) if entry.id == change.cluster_id), taken.survey.cluster)
    say(key, arguments, cluster=target.name(lang), round=taken.survey.round.label, changes=changes)


def merge(arguments: Arguments) -> None:
    """Brings a colleague's copy in; what both wrote differently stays in the workspace until somebody chooses."""
    from db.authored import TABLE as AUTHORED
    from db.backup import daily_backup
    from db.blobs import ATTACHMENTS
    from db.colleagues import merging, open_colleague
    from db.conflicts import part_name
    from db.workspace import Workspace
    from diagnosis.questionnaire import questionnaire

    lang, side = arguments.language, arguments.resolve
    with Workspace.open(arguments.workspace) as workspace, open_colleague(arguments.other) as theirs:
        daily_backup(workspace)
        merged = result(arguments, merging(workspace, theirs, None if side == "ask" else side))
    told = (*questionnaire().parts, ATTACHMENTS, AUTHORED)
    changed = [part_name(part).to(lang) for part in told if part in merged.change.parts]
    changes = ("、" if lang == "zh" else ", ").join(changed) or phrase("cli", "done.unchanged").to(lang)
    say("done.merge", arguments, path=arguments.other, changes=changes)
    for conflict in merged.conflicts:
        values = "  |  ".join(choice.told().to(lang) for choice in conflict.choices)
        print(f"  {conflict.told().to(lang)}  {values}")
    if merged.conflicts:
        say("done.merge-conflicts", arguments, count=len(merged.conflicts))


def report(arguments: Arguments) -> None:
    """Writes the Word report of a round, by default the latest."""
    from db.authored import load_authored
    from db.surveys import find_cluster, find_round, other_rounds, previous_round
    from db.workspace import Workspace

    with Workspace.read(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        found = find_round(entry, arguments.round)
        before = previous_round(entry, found.id)
        diagnosis = diagnosis_of_round(workspace, found)
        previous = diagnosis_of_round(workspace, before) if before else None
        authored = load_authored(workspace, found.id, arguments.lang)
        rounds = other_rounds(workspace, found.id) if arguments.public else ()
    from db.places import office_wording
    from reports.options import Options
    from reports.report import build
    from reports.wording import take_wording

    take_wording(arguments.phrases or office_wording(), needed=arguments.phrases is not None)
    asked = {"extent": arguments.edition, "public": arguments.public, "charts": arguments.charts, "pages": arguments.pages}
    options = Options(**asked, authored=authored, rounds=rounds)
    work = build(diagnosis, arguments.out, arguments.lang, template=arguments.template, previous=previous, options=options)
    told = result(arguments, work)
    say("done.report", arguments, path=arguments.out)
    for text in told:
        print(text.to(arguments.language))
    if authored.sections:
        _tell_stale(diagnosis, previous, authored, arguments)
    if arguments.public:
        from diagnosis.progress import outcome
        from reports.public import concerns

        for concern in outcome(concerns(diagnosis, authored, rounds, arguments.edition)):
            print(concern.text.to(arguments.language))


def _tell_stale(diagnosis: "Diagnosis", previous: "Diagnosis | None", authored: "Authored", arguments: Arguments) -> None:
    """Which sections were written over other data: they stand in the report as they are."""
    from reports.authoring.composing import whole
    from reports.authoring.differences import stale

    composed, facts = whole(diagnosis, previous, authored)
    late = stale(composed.arranged, facts, composed.label())
    found = [part.title for part in composed.arranged.standing() if part.section.id in late]
    if found:
        say("done.report-stale", arguments, count=len(found), names=("、" if arguments.language == "zh" else ", ").join(found))


def export(arguments: Arguments) -> None:
    """Writes a cluster as a package, or its latest round as a survey file or workbook."""
    from db.files import export_package, write_survey_file
    from db.keys import is_encrypted
    from db.surveys import find_cluster, find_round, load, untaken
    from db.workbook import write_workbook
    from db.workspace import Workspace

    package = arguments.out.suffix.lower() == ".jizhen"
    if arguments.encrypt and not package:
        raise UserError("only-packages", file=arguments.out)
    password = new_password(arguments) if arguments.encrypt else None
    with Workspace.read(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        if package:
            export_package(workspace, entry.id, arguments.out, password)
            if password is None and is_encrypted(arguments.out):
                say("done.export-locked", arguments)
        else:
            latest = find_round(entry, None)
            write = write_workbook if arguments.out.suffix.lower() == ".xlsx" else write_survey_file
            write(arguments.out, load(workspace, latest.id))
            if left := len(untaken(workspace, latest.id)):
                say("done.export-untaken", arguments, count=left)
            if len(entry.rounds) > 1:
                say("done.export-round", arguments, round=latest.label, count=len(entry.rounds))
    say("done.export", arguments, path=arguments.out)


def demo(arguments: Arguments) -> None:
    """The whole job on the sample surveys: three diagnoses and three reports in one folder."""
    from db.files import read_survey_file, write_text
    from db.operations import import_survey
    from db.places import made_folder
    from db.samples import sample_files
    from db.surveys import find_cluster
    from db.workspace import Workspace
    from diagnosis.output import diagnosis_to_json
    from diagnosis.summary import summary
    from reports.report import build

    lang: Lang = arguments.lang
    folder = made_folder(arguments.out)
    target = folder / "demo.jizhen"
    with Workspace.open(target) if target.exists() else Workspace.create(target) as workspace:
        for file in sample_files():
            survey_file = read_survey_file(file)
            import_survey(workspace, survey_file)
            name = survey_file.survey.cluster.name("zh")
            diagnosis = diagnosis_of(workspace, find_cluster(workspace, name), survey_file.survey.round.label)
            print(summary(diagnosis, lang))
            out = folder / f"{file.stem}{'' if lang == 'zh' else '-en'}"
            write_text(out.with_suffix(".json"), diagnosis_to_json(diagnosis))
            follow(build(diagnosis, out.with_suffix(".docx"), lang), arguments.language)
            say("done.report", arguments, path=out.with_suffix(".docx"))
            print()
    say("done.demo", arguments, path=folder.absolute())
