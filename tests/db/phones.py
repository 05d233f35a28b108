"""Submissions as phones make them of the form itself, in the ways in which KoboToolbox and ODK export them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from db.forms.phone_form import write_phone_form
from db.forms.phone_names import name_of, region_above
from db.workbook import shown
from diagnosis.questionnaire import questionnaire
from diagnosis.regions import regions
from diagnosis.survey import MAPS, Survey, answers_of

Row = dict[str, str]


@dataclass(frozen=True, repr=False)
class Form:
    """The form as pyxform understands it: its questions, groups and repeats."""

    children: Sequence[Mapping[str, Any]]


def form(folder: Path) -> Form:
    """The questionnaire for phones, converted."""
    write_phone_form(folder / "form.xlsx")
    return Form(convert(folder / "form.xlsx")._pyxform["children"])


@dataclass(frozen=True)
class Style:
    """How an export is written: between group and question, whether groups are named at all, a column a choice, how repeats point back."""

    separator: str = "/"
    groups: bool = True
    split: bool = False
    parent: str = "_parent_index"
    labels: str | None = None  # the language of the labels that stand for names, as KoboToolbox writes them unless told otherwise


KOBO = Style()
KOBO_SPLIT = Style(split=True, parent="_submission__uuid")
CENTRAL = Style("-", parent="PARENT_KEY")
BARE = Style(groups=False)
LABELS_ZH, LABELS_EN = Style(labels="中文 (zh)"), Style(labels="English (en)", groups=False, split=True)


def tables(made: Form, surveys: Sequence[Survey], style: Style, start: int = 1) -> dict[str, list[Row]]:
    """The main table ("") and one for each repeat; a submission for each survey, numbered from ``start``."""
    found: dict[str, list[Row]] = {"": []}
    for number, survey in enumerate(surveys, start):
        key = f"uuid:{number:08d}-aaaa-bbbb"
        about = {"meta/instanceID": key, "_uuid": key.removeprefix("uuid:"), "KEY": key, "_index": str(number)}
        main: Row = {}
        for section in made.children:
            if section["type"] == "repeat":
                parent = {"PARENT_KEY": key, "_submission__uuid": about["_uuid"], "_parent_index": str(number)}[style.parent]
                rows = [answers_of(row) for row in getattr(survey, section["name"])]
                filled = [{**dict(_cells(section, row, style)), style.parent: parent} for row in rows if row]
                found.setdefault(section["name"], []).extend(filled)
            elif section["type"] == "group" and section["name"] in questionnaire().parts:
                content = getattr(survey, section["name"])
                main |= dict(_cells(section, dict(content) if section["name"] in MAPS else answers_of(content), style))
        found[""].append({**main, **about})
    return found


def _cells(section: Mapping[str, Any], answers: Mapping[str, Any], style: Style) -> Iterator[tuple[str, str]]:
    """What the questions of a group or a repeat answer."""
    part = questionnaire().parts[section["name"]]
    typed = {name_of(part, question): question for question in part.questions}
    for asked in section["children"]:
        name = asked["name"]
        head = f"{_said(section, style)}{style.separator}{_said(asked, style)}" if style.groups else _said(asked, style)
        if name not in typed:  # a level of a region
            field, _, level = name.rpartition("_")
            code = _region(answers.get(field)).get(level, "")
            yield head, regions()[code].name.to("zh" if style.labels == LABELS_ZH.labels else "en") if code and style.labels else code
            continue
        value = answers.get(typed[name].id)
        if asked["type"] == "select all that apply":
            yield from _several(head, asked, value, style)
        elif asked["type"] == "select one":
            chosen = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
            yield head, next((_said(each, style) for each in asked["choices"] if each["name"] == chosen), "")
        else:
            yield head, shown(typed[name], value, "zh")


def _said(thing: Mapping[str, Any], style: Style) -> str:
    """A group, a question or a choice by its name or its label."""
    if style.labels is None:
        return str(thing["name"])
    label = thing["label"]
    return str(label[style.labels] if isinstance(label, dict) else label)


def _several(head: str, asked: Mapping[str, Any], value: Any, style: Style) -> Iterator[tuple[str, str]]:
    chosen = value.removeprefix("mixed:").split("/") if isinstance(value, str) else value
    names = [] if value is None else list(chosen) or ["none"]
    if not style.split:
        yield head, " ".join(_said(choice, style) for choice in asked["choices"] if choice["name"] in names)
        return
    for choice in asked["choices"]:
        yield f"{head}/{_said(choice, style)}", "" if value is None else str(int(choice["name"] in names))


def _region(code: str | None) -> dict[str, str]:
    """A region as it is chosen, level by level."""
    if code is None:
        return {}
    line = [code]
    while not line[0].endswith("0000"):
        line.insert(0, region_above(regions()[line[0]]))
    return dict(zip(("province", "city", "county"), line, strict=False))


def write_xlsx(path: Path, found: Mapping[str, Sequence[Row]]) -> Path:
    """As KoboToolbox writes it: a sheet for the main table and each repeat."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in found.items():
            sheet = book.add_worksheet(name or "产业集群调研")
            for column, head in enumerate(_heads(rows)):
                sheet.write_string(0, column, head)
                for row, cells in enumerate(rows, 1):
                    sheet.write_string(row, column, cells.get(head, ""))
    return path


def csv_text(rows: Sequence[Row], delimiter: str = ",") -> str:
    """One table as text."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _heads(rows), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_zip(path: Path, found: Mapping[str, Sequence[Row]]) -> Path:
    """As ODK Central writes it: a table a file, and the photographs beside them."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in found.items():
            archive.writestr(f"jizhen_survey_1{'-' * bool(name)}{name}.csv", "\ufeff" + csv_text(rows))
        archive.writestr("media/1.jpg", b"\xff\xd8")
    return path


def write_csvs(folder: Path, found: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Each table in a file of its own."""
    folder.mkdir()
    for name, rows in ((name, rows) for name, rows in found.items() if rows):
        (folder / f"调研{'-' * bool(name)}{name}.csv").write_bytes(("\ufeff" + csv_text(rows, ";")).encode())
    return sorted(folder.iterdir())


def _heads(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(head for row in rows for head in row))
