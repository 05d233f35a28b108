"""The commands that only read a workspace."""

import json
from collections.abc import Mapping
from typing import cast

from cli.common import Arguments, diagnosis_of_round, follow, say
from diagnosis.text import phrase


def diagnose(arguments: Arguments) -> None:
    """Prints the diagnosis of a round, or with ``--out`` writes its figures and tables to a file."""
    from db.surveys import find_cluster, find_round, previous_round
    from db.workspace import Workspace

    with Workspace.read(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        found = find_round(entry, arguments.round)
        before = previous_round(entry, found.id) if arguments.out is not None else None
        diagnosis = diagnosis_of_round(workspace, found)
        previous = diagnosis_of_round(workspace, before) if before else None
    if arguments.out is not None:
        from reports.result_files import write_results

        follow(write_results(arguments.out, diagnosis, arguments.lang, previous), arguments.language)
        if not arguments.json:
            say("done.results", arguments, path=arguments.out)
    if arguments.json:
        from diagnosis.output import diagnosis_to_json

        print(diagnosis_to_json(diagnosis))
    elif arguments.out is None:
        from diagnosis.summary import summary

        print(summary(diagnosis, arguments.language))


def check(arguments: Arguments) -> None:
    """Prints the findings before export."""
    from db.conflicts import differences
    from db.surveys import find_cluster, find_round, untaken
    from db.workspace import Workspace
    from diagnosis.checks import check as find

    with Workspace.read(arguments.workspace) as workspace:
        entry = find_round(find_cluster(workspace, arguments.cluster), arguments.round)
        findings = find(diagnosis_of_round(workspace, entry), untaken(workspace, entry.id), differences(workspace, entry.id))
    if arguments.json:
        rows = [
            {
                "severity": found.severity,
                "code": found.code,
                "path": found.place.path,
                "text_zh": found.text.zh,
                "text_en": found.text.en,
            }
            for found in findings
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for found in findings:
        severity = phrase("cli", f"severity.{found.kind}").to(arguments.language)
        print(f"{severity}  {found.place.path}  {found.text.to(arguments.language)}")
    if not findings:
        say("done.no-findings", arguments)


def list_(arguments: Arguments) -> None:
    """Prints the clusters and their rounds, each with its type."""
    from db.surveys import clusters
    from db.workspace import Workspace
    from diagnosis.framework_files import load_framework

    with Workspace.read(arguments.workspace) as workspace:
        found = [
            {
                "name_zh": entry.cluster.name_zh,
                "name_en": entry.cluster.name_en,
                "region": entry.cluster.region,
                "rounds": [{"label": one.label, "date": one.date, "type": diagnosis_of_round(workspace, one).type} for one in entry.rounds],
            }
            for entry in clusters(workspace)
        ]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    types = load_framework().types
    for cluster in found:
        print("  ".join(str(cluster[key]) for key in ("name_zh", "name_en", "region") if cluster[key]))
        for one in cast(list[Mapping[str, str | None]], cluster["rounds"]):
            kind = types[one["type"]].name.to(arguments.language) if one["type"] else "—"
            print(f"  {one['label']}  {one['date'] or '—'}  {kind}")
    if not found:
        say("done.empty", arguments)
