"""The tables of an export from KoboToolbox or ODK: which part each holds, and which of its columns answers which question.

Exports name a column by its group and question (``group/field``, ``group-field``, ``group.field``), by the question alone, or by its
label; what was chosen of several stands in one column, or in a column a choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from db.forms.phone_names import ASKED, CLUSTER, LEVELS, ROUND, VISIT, choices, is_several, label_of, levels, name_of, parts, said
from diagnosis.questionnaire import Part, Question
from diagnosis.roster.sheet import Cell, Sheet, cell_text
from diagnosis.roster.words import bare
from diagnosis.text import Text

SEPARATORS = ("/", "-", ".", ":")
PARENTS = ("PARENT_KEY", "_submission__uuid", "_parent_index")  # the column that says which submission a row of a repeat is of
KEYS = ("KEY", "meta/instanceID", "meta-instanceID", "instanceID", "_uuid", "meta/rootUuid", "_index", "_id")
STATES = ("ReviewState", "reviewState", "_validation_status")
REJECTED = ("rejected", "notapproved", "validationstatusnotapproved")
NAMED = ("meta/instanceName", "meta-instanceName", "instanceName")
LEAST = 2  # columns by which a table is known for one of ours


@dataclass(frozen=True, slots=True)
class Target:
    """What a column answers; ``choice``: whether this one was chosen; ``level``: of a region."""

    part: str
    field: str
    choice: str | None = None
    level: str | None = None


@dataclass(slots=True)
class Table:
    """A sheet of an export. ``part``: the repeat that it holds, ``None`` for the main table; ``columns``: by their place."""

    sheet: Sheet
    part: str | None
    heads: Sequence[str]
    columns: Mapping[int, Target] = field(default_factory=dict)

    def said(self, row: int, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(name, content) of the columns of these names that hold something in a row."""
        for name in names:
            if name in self.heads and (text := cell_text(self.sheet.columns[self.heads.index(name)][row])):
                yield name, text

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a column."""
        return self.sheet.columns[column][row]

    def place(self, row: int, column: int) -> str:
        """What a cell is called."""
        return f"{self.sheet.name or Path(self.sheet.file).name}!{self.sheet.place(row, column)}"


def table_of(sheet: Sheet) -> Table | None:
    """The table of a sheet whose first row names its columns; ``None`` for one that is none of ours."""
    heads = [cell_text(cell) for cell in sheet.row(0)] if sheet.height else []
    if any(name in heads for name in PARENTS):
        part = _repeat(sheet, heads)
        return Table(sheet, part, heads, _matched(heads, _of_repeat(part))) if part is not None else None
    columns = _matched(heads, _of_main())
    is_main = len(columns) >= LEAST and any(name in heads for name in KEYS)
    return Table(sheet, None, heads, columns) if is_main else None


def is_phone_form(sheet: Sheet) -> bool:
    """Whether a sheet is the form itself, and no answers to it."""
    heads = [cell_text(cell) for cell in sheet.row(0)] if sheet.height else []
    return heads[:2] == ["type", "name"] and any(head.startswith("label") for head in heads)


def _repeat(sheet: Sheet, heads: Sequence[str]) -> str | None:
    """By the sheet's name, or that of the file, which ends in the repeat's; else by the columns."""
    lists = [part for part, _ in parts().values() if part.kind == "list"]
    name = sheet.name or sheet.file.rpartition(".")[0]
    for part in lists:
        ends = (part.id, part.name.zh, part.name.en)
        if any(name == end or name.endswith(tuple(f"{separator}{end}" for separator in (*SEPARATORS, "_", "\\"))) for end in ends):
            return part.id
    counts = {part.id: len(_matched([head for head in heads if _has_group(head, part.id)], _of_repeat(part.id))) for part in lists}
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] else None


def _has_group(head: str, part: str) -> bool:
    return any(head.startswith(f"{part}{separator}") or f"{separator}{part}{separator}" in head for separator in SEPARATORS)


def _matched(heads: Sequence[str], known: Mapping[str, Target]) -> dict[int, Target]:
    """The columns that answer something; of two for the same question the first counts."""
    found: dict[int, Target] = {}
    for column, head in enumerate(heads):
        target = known.get(head) or known.get(_inner(head)) or known.get(bare(head))
        if target is not None and target not in found.values():
            found[column] = target
    return found


def _inner(head: str) -> str:
    """Without the name of the form before it."""
    return head.partition("/")[2] if head.count("/") > 1 else head


@cache
def _of_main() -> Mapping[str, Target]:
    """Every name of a column of the main table; a name that two questions have is none."""
    names: dict[str, Target | None] = {}
    for head, label in ((CLUSTER, said("cluster")), (ROUND, said("round"))):
        _add(names, [*_ways(VISIT, head), *_labelled(said("visit"), label)], Target(VISIT, head))
    for part, questions in parts().values():
        if part.kind == "record":
            for question in questions:
                _add_question(names, part, question)
    return {name: target for name, target in names.items() if target is not None and name != ASKED}


@cache
def _of_repeat(part_id: str) -> Mapping[str, Target]:
    names: dict[str, Target | None] = {}
    part, questions = parts()[part_id]
    for question in questions:
        _add_question(names, part, question)
    return {name: target for name, target in names.items() if target is not None}


def _add_question(names: dict[str, Target | None], part: Part, question: Question) -> None:
    for level, label in zip(levels(question), LEVELS, strict=False):
        _add(names, [*_ways(part.id, level), *_labelled(part.name, said(label))], Target(part.id, question.id, level=level))
    if not levels(question):
        labels = dict.fromkeys([*_labelled(part.name, question.label), *_labelled(part.name, label_of(question))])
        _add(names, [*_ways(part.id, name_of(part, question)), *labels], Target(part.id, question.id))
    for key, name in choices(part.id, question).items() if is_several(question) else ():
        ways = [f"{way}{separator}{key}" for way in _ways(part.id, name_of(part, question)) for separator in SEPARATORS]
        ways += [label + bare(text) for label in _labelled(part.name, question.label) for text in _texts(name)]
        _add(names, ways, Target(part.id, question.id, choice=key))


def _ways(group: str, name: str) -> list[str]:
    return [*(f"{group}{separator}{name}" for separator in SEPARATORS), name]


def _labelled(group: Text, label: Text) -> list[str]:
    """Labels as headers are compared, alone and behind that of the group."""
    texts = zip(_texts(group), _texts(label), strict=True)
    return list(dict.fromkeys(bare(way) for outer, inner in texts for way in (inner, outer + inner)))


def _texts(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _add(names: dict[str, Target | None], ways: Sequence[str], target: Target) -> None:
    for way in ways:
        names[way] = target if names.get(way, target) == target else None
