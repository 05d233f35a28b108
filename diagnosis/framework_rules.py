"""What must hold between the entries of a framework: every reference leads somewhere, every type has its criteria and items."""

from collections.abc import Iterable, Mapping

from diagnosis.errors import UserError
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS, Framework

Known = Mapping[str, object]


def check_framework(framework: Framework) -> None:
    """Raises ``UserError`` naming the file and id of the first reference, weight or set that is wrong."""
    for file, entry_id, what, values, known in _references(framework):
        for value in values:
            if value not in known:
                raise UserError("framework-entry", file=file, id=entry_id, what=f"{what} = {value!r}")
    _check_sets(framework)
    _check_parents(framework)


def _references(framework: Framework) -> Iterable[tuple[str, str, str, Iterable[str], Known]]:
    """(file, id, key, values, where they must be known)."""
    f = framework
    for field in f.fields.values():
        yield "fields.toml", field.id, "parent", [field.parent] if field.parent else [], f.fields
    for indicator in f.indicators.values():
        yield "indicators.toml", indicator.id, "group", [indicator.group], f.groups
    for item in f.items.values():
        yield "checklist.toml", item.id, "signals", [signal.indicator for signal in item.signals], f.indicators
        yield "checklist.toml", item.id, "element", [item.element], f.elements
        yield "checklist.toml", item.id, "service", [item.service] if item.service else [], f.services
        yield "checklist.toml", item.id, "signal_fields", item.signal_fields, f.fields
        yield "checklist.toml", item.id, "paths", item.paths, f.actions
    for action in f.actions.values():
        yield "paths.toml", action.id, "fields", action.fields, f.fields
        yield "paths.toml", action.id, "horizon", [action.horizon], f.horizons
        yield "paths.toml", action.id, "kpi", action.kpi, f.indicators
    for practice in f.practices.values():
        yield "practices.toml", practice.id, "for_items", practice.items, f.items
    for feature in f.features.values():
        yield "profile.toml", feature.id, "elements", feature.elements, f.elements
    for example in f.examples.values():
        yield "examples.toml", example.id, "fields", example.fields, f.fields
        yield "examples.toml", example.id, "items", example.items, f.items
    for cluster in f.reference_clusters.values():
        yield "reference-clusters.toml", cluster.id, "fields", cluster.fields, f.fields


def _check_sets(framework: Framework) -> None:
    if FIELDS_CRITERION not in framework.criteria:
        raise UserError("framework-entry", file="criteria.toml", id=FIELDS_CRITERION, what="is missing")
    total = round(sum(criterion.weight for criterion in framework.criteria.values()), 9)
    if total != 1:
        raise UserError("framework-entry", file="criteria.toml", id="*", what=f"the weights add up to {total:g}, not to 1")
    if [step.value for step in framework.scale] != [0, 1, 2, 3, 4]:
        raise UserError("framework-entry", file="framework.toml", id="scale", what="must be 0, 1, 2, 3, 4")
    wanted: tuple[tuple[str, Known, Iterable[str]], ...] = (
        ("type", framework.types, TYPE_IDS),
        ("level", framework.levels, ("0", "1", "2", "3", "unknown", "na")),
    )
    for name, known, ids in wanted:
        if set(known) != set(ids):
            raise UserError("framework-entry", file="framework.toml", id=name, what=f"must be exactly {', '.join(ids)}")
    if set(framework.openings) != set(TYPE_IDS):
        raise UserError("framework-entry", file="paths.toml", id="opening", what=f"must be exactly {', '.join(TYPE_IDS)}")


def _check_parents(framework: Framework) -> None:
    """A parent has no parent of its own: rules.md looks one step up."""
    for field in framework.fields.values():
        if field.parent and framework.fields[field.parent].parent:
            raise UserError("framework-entry", file="fields.toml", id=field.id, what=f"parent {field.parent!r} has a parent itself")
