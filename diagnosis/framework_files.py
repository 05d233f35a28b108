"""Reads ``*.toml`` of a framework folder into a ``Framework`` and refuses what does not hold together, naming the file and the id."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.framework import (
    BASES,
    FIELDS_CRITERION,
    TYPE_IDS,
    Action,
    ClusterType,
    Criterion,
    Direction,
    Element,
    Example,
    Feature,
    Field,
    Framework,
    Horizon,
    Indicator,
    Item,
    Norm,
    Opening,
    Practice,
    ReferenceCluster,
    ScaleStep,
    Signal,
)
from diagnosis.framework_entry import Entry, Files
from diagnosis.framework_rules import check_framework
from diagnosis.text import TEMPLATES, Text

OPS = ("<", ">")
KINDS = ("computed", "entered", "rated")
ANY_TYPE = (*TYPE_IDS, "all")


@cache
def load_framework(folder: Path = TEMPLATES / "framework") -> Framework:
    """The framework of a folder, the product's own by default; raises ``UserError`` naming file and id of what is wrong."""
    files = Files(folder)
    head = Entry("framework.toml", files.table("framework.toml").get("framework", {}))
    directions = files.read("paths.toml", "direction", _direction)
    items = files.read("checklist.toml", "item", _item)
    framework = Framework(
        id=head.string("id"),
        version=head.string("version"),
        name=head.text(),
        citation=head.text("citation"),
        reference=head.text("reference"),
        types=files.read("framework.toml", "type", _type),
        scale=tuple(files.read("framework.toml", "scale", _scale_step, key="value").values()),
        levels=files.read("framework.toml", "level", Entry.text),
        services=files.read("framework.toml", "service", Entry.text),
        horizons=files.read("framework.toml", "horizon", _horizon),
        fields=files.read("fields.toml", "field", _field),
        criteria=files.read("criteria.toml", "criterion", _criterion),
        groups=files.read("indicators.toml", "group", Entry.text),
        indicators=_with_limits(files.read("indicators.toml", "indicator", _indicator), items),
        items=items,
        directions=directions,
        actions=files.read("paths.toml", "action", lambda entry: _action(entry, directions)),
        openings=files.read("paths.toml", "opening", lambda entry: Opening(text=entry.text(), source=entry.text("source")), key="type"),
        practices=files.read("practices.toml", "practice", _practice),
        elements=files.read("profile.toml", "element", _element),
        features=files.read("profile.toml", "feature", _feature),
        examples=files.read("examples.toml", "example", _example),
        reference_clusters=files.read("reference-clusters.toml", "cluster", _reference_cluster),
    )
    head.finish()
    check_framework(framework)
    return framework


def _with_limits(indicators: Mapping[str, Indicator], items: Mapping[str, Item]) -> dict[str, Indicator]:
    """The indicators with all that their values are held against."""
    limits: dict[str, set[float]] = {key: set() for key in indicators}
    for indicator in indicators.values():
        if indicator.norm is not None:
            limits[indicator.id] |= {*indicator.norm.bands, *([] if indicator.norm.value is None else [indicator.norm.value])}
    for signal in (signal for item in items.values() for signal in item.signals):
        limits.get(signal.indicator, set()).update(signal.thresholds)
    return {key: replace(indicator, limits=tuple(sorted(limits[key]))) for key, indicator in indicators.items()}


def _type(entry: Entry) -> ClusterType:
    return ClusterType(
        id=entry.one_of("id", TYPE_IDS),
        name=entry.text(),
        short=entry.text("short"),
        description=entry.text("description"),
        source=entry.text("source"),
    )


def _scale_step(entry: Entry) -> ScaleStep:
    return ScaleStep(value=entry.number("value"), name=entry.text(), meaning=entry.text("meaning"))


def _horizon(entry: Entry) -> Horizon:
    years = entry.numbers("years", [])
    if years and (len(years) != 2 or years[0] > years[1] or any(year != int(year) for year in years)):
        raise entry.wrong(f"years = {list(years)}")
    until = entry.get("until", int, None)
    if bool(years) == (until is not None):
        raise entry.wrong("needs either years or until")
    return Horizon(
        id=entry.id,
        name=entry.text(),
        span=entry.text("span"),
        years=(int(years[0]), int(years[1])) if years else None,
        until=until,
    )


def _field(entry: Entry) -> Field:
    divisions = entry.strings("divisions")
    if not all(re.fullmatch("[0-9]{2,4}", division) for division in divisions):
        raise entry.wrong(f"divisions = {list(divisions)}")
    return Field(
        id=entry.id,
        name=entry.text(),
        type=entry.one_of("type", TYPE_IDS),
        divisions=divisions,
        parent=entry.get("parent", str, None),
        source=entry.text("source"),
    )


def _criterion(entry: Entry) -> Criterion:
    weight = entry.number("weight")
    if not 0 < weight <= 1:
        raise entry.wrong(f"weight = {weight!r}")
    descriptors = {} if entry.id == FIELDS_CRITERION else {type_id: entry.text(type_id) for type_id in TYPE_IDS}
    return Criterion(id=entry.id, name=entry.text(), weight=weight, descriptors=descriptors, source=entry.text("source"))


def _indicator(entry: Entry) -> Indicator:
    plausible = entry.numbers("plausible", [])
    if plausible and (len(plausible) != 2 or plausible[0] >= plausible[1]):
        raise entry.wrong(f"plausible = {list(plausible)}")
    return Indicator(
        id=entry.id,
        name=entry.text(),
        short=entry.text("short"),
        group=entry.string("group"),
        unit=entry.string("unit"),
        unit_text=entry.text("unit"),
        kind=entry.one_of("kind", KINDS),
        direction=entry.one_of("direction", ("+", "-", "~")),
        formula=entry.maybe("formula"),
        note=entry.maybe("note"),
        norm=_norm(entry.inner("norm")) if "norm" in entry.row else None,
        ask=entry.text("ask"),
        plausible=(plausible[0], plausible[1]) if plausible else None,
        decimals=entry.whole("decimals", 0, 6, 1),
    )


def _norm(entry: Entry) -> Norm:
    value, bands = entry.number("value", None), entry.numbers("bands", [])
    if (value is None) == (not bands):
        raise entry.wrong("norm needs either a value or bands")
    if list(bands) != sorted(set(bands)):
        raise entry.wrong(f"bands = {list(bands)}")
    classes = tuple(map(Text, entry.strings("classes_zh", []), entry.strings("classes_en", [])))
    if len(classes) not in (0, len(bands) + 1) or len(entry.row.get("classes_zh", ())) != len(entry.row.get("classes_en", ())):
        raise entry.wrong(f"classes_zh and classes_en need {len(bands) + 1} names each")
    norm = Norm(
        value=value,
        bands=bands,
        note=entry.maybe("note"),
        source=entry.text("source"),
        basis=entry.one_of("basis", BASES),
        background=entry.get("background", bool, False),
        classes=classes,
    )
    if norm.background and norm.note is None:
        raise entry.wrong("a norm that is background only needs a note that says why")
    entry.finish()
    return norm


def _signal(entry: Entry, row: Any) -> Signal:
    if not (isinstance(row, list) and len(row) == 3 and isinstance(row[0], str) and row[1] in OPS and isinstance(row[2], list)):
        raise entry.wrong(f"signal {row!r}")
    thresholds = Entry(entry.file, {"id": entry.id, "thresholds": row[2]}).numbers("thresholds")
    harder = sorted(set(thresholds), reverse=row[1] == "<")
    if not 2 <= len(thresholds) <= 3 or list(thresholds) != harder:
        raise entry.wrong(f"thresholds of {row[0]} must be two or three, from the mildest to the hardest: {row[2]!r}")
    return Signal(indicator=row[0], op=row[1], thresholds=thresholds)


def _anchors(entry: Entry) -> dict[int, Text]:
    zh, en = entry.inner("anchors_zh"), entry.inner("anchors_en")
    steps = set(zh.row) - {"id"}
    if set(zh.row) != set(en.row) or not {"0", "2", "4"} <= steps <= {"0", "1", "2", "3", "4"}:
        raise entry.wrong("anchors must stand in both languages, at least for 0, 2 and 4")
    return {int(step): Text(zh.string(step), en.string(step)) for step in sorted(steps)}


def _item(entry: Entry) -> Item:
    return Item(
        id=entry.id,
        name=entry.text(),
        short=entry.text("short"),
        state=entry.text("state"),
        anchors=_anchors(entry),
        ask=entry.text("ask"),
        meaning=entry.text("meaning"),
        types=_types(entry),
        element=entry.string("element"),
        weight=entry.whole("weight", 1, 3),
        signals=tuple(_signal(entry, row) for row in entry.get("signals", list, [])),
        signal_fields=entry.strings("signal_fields", []),
        service=entry.get("service", str, None),
        paths=entry.strings("paths"),
        source=entry.text("source"),
    )


def _types(entry: Entry, default: Any = ...) -> Any:
    types = entry.strings("types", default)
    if not types or any(type_id not in TYPE_IDS for type_id in types):
        raise entry.wrong(f"types = {list(types)}")
    return types


def _direction(entry: Entry) -> Direction:
    return Direction(
        id=entry.id,
        name=entry.text(),
        lead=entry.text("lead"),
        type=entry.one_of("type", ANY_TYPE),
        source=entry.text("source"),
    )


def _action(entry: Entry, directions: Mapping[str, Direction]) -> Action:
    direction = directions.get(entry.string("direction"))
    if direction is None:
        raise entry.wrong(f"direction = {entry.row['direction']!r}")
    types = _types(entry, list(TYPE_IDS) if direction.type == "all" else [direction.type])
    who_zh, who_en = entry.strings("who_zh"), entry.strings("who_en")
    if not who_zh or len(who_zh) != len(who_en):
        raise entry.wrong("who must name the same actors in both languages")
    return Action(
        id=entry.id,
        name=entry.text(),
        how=entry.text("how"),
        first_step=entry.text("first_step"),
        direction=direction.id,
        types=types,
        fields=entry.strings("fields", []),
        who=tuple(Text(zh, en) for zh, en in zip(who_zh, who_en, strict=True)),
        horizon=entry.string("horizon"),
        kpi=entry.strings("kpi"),
        source=entry.maybe("source") or direction.source,
    )


def _practice(entry: Entry) -> Practice:
    return Practice(
        id=entry.id,
        name=entry.text(),
        place=entry.text("place"),
        facts=entry.text("facts"),
        lesson=entry.text("lesson"),
        type=entry.one_of("type", ANY_TYPE),
        items=entry.strings("for_items"),
        source=entry.text("source"),
    )


def _element(entry: Entry) -> Element:
    return Element(
        id=entry.id,
        name=entry.text(),
        short=entry.text("short"),
        description=entry.text("description"),
        source=entry.text("source"),
    )


def _feature(entry: Entry) -> Feature:
    return Feature(
        id=entry.id,
        name=entry.text(),
        short=entry.text("short"),
        description=entry.text("description"),
        rated=entry.get("rated", bool),
        elements=entry.strings("elements"),
        source=entry.text("source"),
    )


def _example(entry: Entry) -> Example:
    return Example(
        id=entry.id,
        text=entry.text(),
        fields=entry.strings("fields"),
        items=entry.strings("items"),
        source=entry.text("source"),
    )


def _reference_cluster(entry: Entry) -> ReferenceCluster:
    return ReferenceCluster(
        id=entry.id,
        name=entry.text(),
        area=entry.text("area"),
        province=entry.text("province"),
        region=entry.string("region"),
        fields=entry.strings("fields"),
    )
