"""The diagnosis as ``diagnose --json`` gives it (interchange.md); other programs rely on it to the letter."""

import json
from typing import Any

from diagnosis.framework import Norm
from diagnosis.interchange import survey_to_data
from diagnosis.result import Assessment, Diagnosis, Figure, SignalReading

SERVICE = "service:"  # how the answer on a public service is named among an item's signals


def diagnosis_to_data(diagnosis: Diagnosis) -> dict[str, Any]:
    """Plain JSON values; absent ones are null; texts are Chinese, ids are the framework's."""
    survey, result = survey_to_data(diagnosis.survey), diagnosis.classification
    return {
        "cluster": survey["cluster"],
        "round": survey["round"],
        "classification": {
            "type": result.type,
            "scores": dict(result.scores),
            "coverage": result.coverage,
            "margin": result.margin,
            "provisional": result.provisional,
            "contested": result.contested,
            "fields_disagree": result.fields_disagree,
            "override": {"type": result.override, "reason": result.override_reason} if result.override else None,
            "robustness": dict(result.robustness),
            "flips": [{"criterion": flip.criterion, "answer": flip.answer, "to": flip.to} for flip in result.flips],
        },
        "type": diagnosis.type,
        "indicators": [_indicator(figure) for figure in diagnosis.figures.values()],
        "items": [_item(item) for item in diagnosis.items],
        "elements": [{"id": entry.element.id, "score": entry.score, "coverage": entry.coverage} for entry in diagnosis.elements],
        "features": [{"id": entry.feature.id, "score": entry.score, "coverage": entry.coverage} for entry in diagnosis.features],
        "actions": [
            {
                "id": entry.action.id,
                "score": entry.score,
                "items": list(entry.items),
                "horizon": entry.action.horizon,
                "practices": [practice.id for practice in entry.practices],
                "reference_clusters": [cluster.id for cluster in entry.reference_clusters],
            }
            for entry in diagnosis.actions
        ],
        "unknown": [item.item.id for item in diagnosis.items if item.state == "unknown"],
    }


def diagnosis_to_json(diagnosis: Diagnosis) -> str:
    """One JSON document; a number that is not finite would be a defect."""
    return json.dumps(diagnosis_to_data(diagnosis), ensure_ascii=False, indent=1, allow_nan=False)


def _indicator(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.indicator.id,
        "value": figure.value,
        "unit": figure.indicator.unit,
        "year": figure.year,
        "origin": figure.origin,
        "coverage": figure.coverage,
        "norm": None if figure.indicator.norm is None else _norm(figure.indicator.norm),
        "source": figure.source.zh or None,
    }


def _norm(norm: Norm) -> dict[str, Any]:
    return {
        "value": norm.value,
        "bands": list(norm.bands) or None,
        "note": norm.note.zh if norm.note else None,
        "source": norm.source.zh,
    }


def _item(item: Assessment) -> dict[str, Any]:
    return {
        "id": item.item.id,
        "level": item.level,
        "state": item.state,
        "rating": item.rating,
        "signals": [_signal(reading) for reading in item.signals],
        "evidence": item.evidence,
        "actions": list(item.actions),
    }


def _signal(reading: SignalReading) -> dict[str, Any]:
    return {
        "indicator": reading.indicator if reading.signal else SERVICE + reading.indicator,
        "value": reading.value if reading.signal or reading.value is None else bool(reading.value),
        "level": reading.level,
        "speaks": reading.speaks,
        "why_not": reading.why_not.code if reading.why_not else None,
    }
