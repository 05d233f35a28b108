"""Surveys for tests: the samples, and small ones written as they stand in a survey file."""

import json
from typing import Any

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.interchange import survey_from_text
from diagnosis.result import Assessment, Diagnosis, Figure
from diagnosis.survey import Survey
from diagnosis.text import TEMPLATES

SAMPLES = ("changsha", "shaoxing", "hydrogen")


def sample_data(name: str) -> dict[str, Any]:
    """A sample survey as it stands in its file."""
    data: dict[str, Any] = json.loads((TEMPLATES / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    return data


def file_data(**parts: Any) -> dict[str, Any]:
    """The content of a survey file with these parts; cluster and round are there. ``fields`` goes into the cluster."""
    cluster = {"name_zh": "甲集群", **parts.pop("cluster", {})}
    if "fields" in parts:
        cluster["fields"] = parts.pop("fields")
    return {"format": "jizhen-survey", "version": 1, "cluster": cluster, "round": {"label": "2024"}, **parts}


def read(data: dict[str, Any]) -> Survey:
    """The survey of a file's content."""
    return survey_from_text(json.dumps(data, ensure_ascii=False), "survey.json").survey


def survey(**parts: Any) -> Survey:
    """A survey of these parts."""
    return read(file_data(**parts))


def diagnosed(**parts: Any) -> Diagnosis:
    """The diagnosis of a survey of these parts."""
    return diagnose(survey(**parts), load_framework())


def figure(indicator: str, **parts: Any) -> Figure | None:
    """The present figure of an indicator."""
    return diagnosed(**parts).figures.get(indicator)


def item(diagnosis: Diagnosis, item_id: str) -> Assessment:
    """The assessment of an item."""
    (found,) = (entry for entry in diagnosis.items if entry.item.id == item_id)
    return found


def firms(*revenues: float | None, **all_of_them: Any) -> list[dict[str, Any]]:
    """A roster of firms with these revenues (万元), each with the same other answers."""
    return [{"name": f"企业{number}", "revenue": revenue, **all_of_them} for number, revenue in enumerate(revenues, 1)]
