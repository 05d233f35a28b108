"""Reads ``*.toml`` of a framework folder into a ``Framework`` and refuses what does not hold together, naming the file and the id."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from diagnosis.errors import UserError
from diagnosis.framework import (
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
from diagnosis.framework_rules import check_framework
from diagnosis.text import Text

T = TypeVar("T")
OPS = ("<", ">")
KINDS = ("computed", "entered", "rated")
ANY_TYPE = (*TYPE_IDS, "all")


class Entry:
    """One table of a framework file; every access names the file and the id when it fails."""

    def __init__(self, file: str, row: Mapping[str, Any], key: str = "id") -> None:
        """``key``: which value names the entry."""
        self.file, self.row = file, row
        self.id = str(row.get(key, "?"))

    def wrong(self, what: str) -> UserError:
        """The refusal of this entry."""
        return UserError("framework-entry", file=self.file, id=self.id, what=what)

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """A value of the given kind; without a default it must be there."""
        value = self.row.get(key, default)
        if value is ...:
            raise self.wrong(f"no {key}")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            raise self.wrong(f"{key} = {value!r}")
        return value

    def string(self, key: str) -> str:
        """A non-empty string."""
        value: str = self.get(key, str)
        if not value.strip():
            raise self.wrong(f"{key} is empty")
        return value

    def text(self, key: str = "") -> Text:
        """``key_zh`` and ``key_en`` (or ``zh`` and ``en``)."""
        prefix = f"{key}_" if key else ""
        return Text(self.string(f"{prefix}zh"), self.string(f"{prefix}en"))

    def maybe(self, key: str) -> Text | None:
        """The text, where the entry has it."""
        return self.text(key) if f"{key}_zh" in self.row or f"{key}_en" in self.row else None

    def number(self, key: str, default: Any = ...) -> Any:
        """A number."""
        return self.get(key, (int, float), default)

    def strings(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of strings."""
        values = self.get(key, list, default)
        if any(not isinstance(value, str) for value in values):
            raise self.wrong(f"{key} = {values!r}")
        return tuple(values)

    def numbers(self, key: str, default: Any = ...) -> tuple[float, ...]:
        """A list of numbers."""
        values = self.get(key, list, default)
        if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
            raise self.wrong(f"{key} = {values!r}")
        return tuple(values)

    def one_of(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> Any:
        """One of the allowed words."""
        value = self.get(key, str, default)
        if value is not default and value not in allowed:
            raise self.wrong(f"{key} = {value!r}")
        return value


class Files:
    """The parsed files of one folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the nine data files and ``framework.toml``."""
        self.folder = folder
        self.parsed: dict[str, Mapping[str, Any]] = {}

    def table(self, file: str) -> Mapping[str, Any]:
        """The parsed content of a file."""
        if file not in self.parsed:
            try:
                self.parsed[file] = tomllib.loads((self.folder / file).read_text(encoding="utf-8"))
            except FileNotFoundError:
                raise UserError("framework-file-missing", file=str(self.folder / file)) from None
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise UserError("framework-file-unreadable", file=str(self.folder / file), reason=error) from None
        return self.parsed[file]

    def entries(self, file: str, name: str, key: str = "id") -> Iterator[Entry]:
        """The entries of ``[[name]]``, ids checked to be there once each."""
        rows = self.table(file).get(name)
        if not isinstance(rows, list) or not rows:
            raise UserError("framework-entry", file=file, id=name, what=f"no [[{name}]]")
        seen: set[str] = set()
        for row in rows:
            entry = Entry(file, row, key)
            if key not in row:
                raise entry.wrong(f"no {key}")
            if entry.id in seen:
                raise entry.wrong("stands twice")
            seen.add(entry.id)
            yield entry

    def read(self, file: str, name: str, make: Callable[[Entry], T], key: str = "id") -> dict[str, T]:
        """id -> value, in the order of the file."""
        return {entry.id: make(entry) for entry in self.entries(file, name, key)}


def read_framework(folder: Path) -> Framework:
    """The framework of a folder; raises ``UserError`` with the file and the id of the first thing that is wrong."""
    files = Files(folder)
    head = Entry("framework.toml", files.table("framework.toml").get("framework", {}))
    directions = files.read("paths.toml", "direction", _direction)
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
        indicators=files.read("indicators.toml", "indicator", _indicator),
        items=files.read("checklist.toml", "item", _item),
        directions=directions,
        actions=files.read("paths.toml", "action", lambda entry: _action(entry, directions)),
        openings=files.read("paths.toml", "opening", lambda entry: Opening(text=entry.text(), source=entry.text("source")), key="type"),
        practices=files.read("practices.toml", "practice", _practice),
        elements=files.read("profile.toml", "element", _element),
        features=files.read("profile.toml", "feature", _feature),
        examples=files.read("examples.toml", "example", _example),
        reference_clusters=files.read("reference-clusters.toml", "cluster", _reference_cluster),
    )
    check_framework(framework)
    return framework


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
    if years and (len(years) != 2 or years[0] > years[1]):
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
    return Field(
        id=entry.id,
        name=entry.text(),
        type=entry.one_of("type", TYPE_IDS),
        divisions=entry.strings("divisions"),
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
    norm = entry.get("norm", dict, None)
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
        norm=None if norm is None else _norm(Entry(entry.file, {"id": entry.id, **norm})),
        ask=entry.text("ask"),
        plausible=(plausible[0], plausible[1]) if plausible else None,
        decimals=entry.get("decimals", int, 1),
    )


def _norm(entry: Entry) -> Norm:
    value, bands = entry.number("value", None), entry.numbers("bands", [])
    if (value is None) == (not bands):
        raise entry.wrong("norm needs either a value or bands")
    if list(bands) != sorted(set(bands)):
        raise entry.wrong(f"bands = {list(bands)}")
    return Norm(value=value, bands=bands, note=entry.maybe("note"), source=entry.text("source"), basis=entry.string("basis"))


def _signal(entry: Entry, row: Any) -> Signal:
    if not (isinstance(row, list) and len(row) == 3 and isinstance(row[0], str) and row[1] in OPS and isinstance(row[2], list)):
        raise entry.wrong(f"signal {row!r}")
    thresholds = Entry(entry.file, {"id": entry.id, "thresholds": row[2]}).numbers("thresholds")
    harder = sorted(set(thresholds), reverse=row[1] == "<")
    if not 2 <= len(thresholds) <= 3 or list(thresholds) != harder:
        raise entry.wrong(f"thresholds of {row[0]} must be two or three, from the mildest to the hardest: {row[2]!r}")
    return Signal(indicator=row[0], op=row[1], thresholds=thresholds)


def _anchors(entry: Entry) -> dict[int, Text]:
    zh, en = entry.get("anchors_zh", dict), entry.get("anchors_en", dict)
    if set(zh) != set(en) or not {"0", "2", "4"} <= set(zh) <= {"0", "1", "2", "3", "4"}:
        raise entry.wrong("anchors must stand in both languages, at least for 0, 2 and 4")
    return {int(key): Text(str(zh[key]), str(en[key])) for key in sorted(zh)}


def _item(entry: Entry) -> Item:
    weight = entry.get("weight", int)
    if not 1 <= weight <= 3:
        raise entry.wrong(f"weight = {weight!r}")
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
        weight=weight,
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
    return Element(id=entry.id, name=entry.text(), short=entry.text("short"), description=entry.text("description"))


def _feature(entry: Entry) -> Feature:
    return Feature(
        id=entry.id,
        name=entry.text(),
        short=entry.text("short"),
        description=entry.text("description"),
        rated=entry.get("rated", bool),
        elements=entry.strings("elements"),
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
