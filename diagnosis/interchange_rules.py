"""The rules between the values of a survey file: what the format refuses of answers that are taken one by one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from diagnosis.compare import above
from diagnosis.errors import Invalid
from diagnosis.faults import Fault
from diagnosis.fieldtypes import NA, Value
from diagnosis.framework_files import load_framework
from diagnosis.ranges import indicator_type
from diagnosis.survey import LISTS, answers_of, json_path

SHARES_AT_MOST = 1.01
Wrong = Iterator[tuple[str, Invalid]]  # field, what is wrong


def _cluster(row: Any) -> Wrong:
    if row.name_zh is None and row.name_en is None:
        yield "name_zh", Invalid("missing-name")


def _round(row: Any) -> Wrong:
    if row.label is None:
        yield "label", Invalid("missing")


def _override(row: Any) -> Wrong:
    if row.type is not None and row.reason is None:
        yield "reason", Invalid("missing-reason")


RECORD_RULES: Mapping[str, Callable[[Any], Wrong]] = {
    "cluster": _cluster,
    "round": _round,
    "classification_override": _override,
}

REQUIRED = {"fields": ("id",), "indicators": ("id",), "links": ("from", "to"), "ratings": ("item",)}


def _row_faults(part: str, row: Mapping[str, Value]) -> Wrong:
    """The rules within one row."""
    for field in REQUIRED.get(part, ()):
        if field not in row:
            yield field, Invalid("missing")
    if part == "indicators" and "value" in row and "id" in row:
        if "year" not in row:
            yield "year", Invalid("missing-year")
        try:
            indicator_type(load_framework().indicators[str(row["id"])]).check(row["value"])
        except Invalid as reason:
            yield "value", reason
    if part == "ratings" and row.get("score") == NA and "reason" not in row:
        yield "reason", Invalid("missing-reason")


def _faults_between(held: Mapping[str, Any]) -> Iterator[Fault]:
    """The rules between rows."""
    total = sum(row.share or 0.0 for row in held.get("fields", ()))
    if above(total, SHARES_AT_MOST):
        yield Fault("$.cluster.fields", Invalid("shares-over-one", sum=f"{total:g}"))
    seen: set[str] = set()
    for index, row in enumerate(held.get("ratings", ())):
        if row.item in seen:
            yield Fault(f"$.ratings[{index}].item", Invalid("second-rating", item=row.item))
        seen.add(row.item)


def rule_faults(held: Mapping[str, Any]) -> Iterator[Fault]:
    """What the rules between values refuse, part by part."""
    for part_id, value in held.items():
        path = json_path(part_id)
        if part_id in LISTS:
            for index, row in enumerate(value):
                yield from (Fault(f"{path}[{index}].{name}", reason) for name, reason in _row_faults(part_id, answers_of(row)))
        elif part_id in RECORD_RULES:
            yield from (Fault(f"{path}.{name}", reason) for name, reason in RECORD_RULES[part_id](value))
    yield from _faults_between(held)
