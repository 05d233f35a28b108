"""The questionnaire as an XLSForm, for KoboCollect and ODK Collect: groups for records, repeats for lists, bilingual throughout."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from db.atomic import replacing
from db.forms.phone_names import (
    ASKED,
    CLUSTER,
    FORM,
    LEVELS,
    NONE,
    ROUND,
    VISIT,
    choices,
    is_several,
    label_of,
    levels,
    list_name,
    name_of,
    parts,
    region_above,
    region_level,
    said,
)
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import AnswerType, CodeType, DateType, NumberType, RegionType, YearType
from diagnosis.framework_files import load_framework
from diagnosis.interchange_rules import REQUIRED
from diagnosis.questionnaire import Part, Question
from diagnosis.regions import regions
from diagnosis.text import LANGS, Lang, Text, phrase

LANGUAGES: Mapping[Lang, str] = {"zh": "中文 (zh)", "en": "English (en)"}
CODE = "^[0-9A-HJ-NPQRTUWXY]{18}$"  # of GB 32100-2015; its check character is checked when the submission is read
MANY = 12  # choices; more of them are searched instead of listed
FORMULA = str.maketrans("*+()[]{}|$", "＊＋（）［］｛｝｜＄")
TRANSLATED = ("label", "hint", "constraint_message", "required_message")
COLUMNS = ("type", "name", *TRANSLATED, "required", "constraint", "relevant", "appearance", "choice_filter", "default")
Line = dict[str, str | Text]


def write_phone_form(path: Path, lang: Lang = "zh", cluster: str | None = None, label: str | None = None) -> None:
    """Writes the form as .xlsx, which begins in ``lang``; raises ``UserError``.

    ``cluster`` and ``label``: the cluster and the round that it is for, which every submission then names.
    """
    framework = load_framework()
    settings: Line = {
        "form_title": phrase("files", "phone.title").to(lang),
        "form_id": FORM,
        "version": framework.version,
        "default_language": LANGUAGES[lang],
        "instance_name": f"concat(${{{CLUSTER}}}, ' ', format-date(${{start}}, '%Y-%m-%d %H:%M'))",
        "style": "pages",
    }
    offered = ("list_name", "name", "label", "above")
    sheets = {
        "survey": _table(COLUMNS, _survey(cluster, label)),
        "choices": _table(offered, _choices()),
        "settings": _table(tuple(settings), [settings]),
    }
    content = _workbook(sheets)
    with replacing(path) as part_of_file:
        part_of_file.write_bytes(content)


def _workbook(sheets: Mapping[str, list[list[str]]]) -> bytes:
    import xlsxwriter  # only whoever writes a workbook needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(row, column, cell, head if row == 0 else None)
            sheet.set_column(0, len(rows[0]) - 1, 24)
            sheet.freeze_panes(1, 0)
    return content.getvalue()


def _table(columns: Iterable[str], lines: Iterable[Line]) -> list[list[str]]:
    """Heads and rows; a column that is translated has a column a language."""
    heads = [(column, lang) for column in columns for lang in (LANGS if column in TRANSLATED else (None,))]
    rows = [[column if lang is None else f"{column}::{LANGUAGES[lang]}" for column, lang in heads]]
    return [*rows, *([_cell(line.get(column, ""), lang) for column, lang in heads] for line in lines)]


def _cell(content: str | Text, lang: Lang | None) -> str:
    if isinstance(content, Text):
        return content.to(lang or "zh")
    return content


# ---- the survey


def _survey(cluster: str | None, label: str | None) -> Iterator[Line]:
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    yield {"type": "begin_group", "name": VISIT, "label": said("visit"), "appearance": "field-list"}
    yield {"type": "text", "name": CLUSTER, "label": said("cluster"), "hint": said("as-named"), "default": _as_said(cluster or "")}
    yield {"type": "text", "name": ROUND, "label": said("round"), "hint": said("as-named"), "default": _as_said(label or "")}
    yield {
        "type": f"select_multiple {ASKED}",
        "name": ASKED,
        "label": said("parts"),
        "hint": said("parts-hint"),
        "required": "yes",
        "required_message": said("required"),
    }
    yield {"type": "end_group"}
    for part, questions in parts().values():
        kind = "repeat" if part.kind == "list" else "group"
        opened: Line = {"type": f"begin_{kind}", "name": part.id, "label": part.name, "relevant": f"selected(${{{ASKED}}}, '{part.id}')"}
        if kind == "repeat":
            opened["appearance"] = "field-list"
        yield opened
        for question in questions:
            yield from _question(part, question)
        yield {"type": f"end_{kind}"}


def _as_said(name: str) -> str:
    """A name as what a question begins with: what phones would take for a formula to work out is written in its full width.

    That makes no other name of it (``diagnosis.roster.names.plain``).
    """
    wide = re.sub(r"(?<![0-9])-|-(?![0-9])", "－", name.translate(FORMULA))
    return re.sub(r"\s(?=(mod|div)\s)", "\u00a0", wide)


def _question(part: Part, question: Question) -> Iterator[Line]:
    if isinstance(question.type, RegionType):
        yield from _region(question)
        return
    line: Line = {"type": _type(part, question), "name": name_of(part, question), "label": label_of(question)}
    offered = choices(part.id, question)
    if len(offered) > MANY:
        line["appearance"] = "minimal autocomplete"
    elif question.kind == "lines":
        line["appearance"] = "multiline"
    if hint := _hint(part, question):
        line["hint"] = hint
    if question.id in _required(part) or question.shown_when is not None:
        line |= {"required": "yes", "required_message": said("required")}
    if question.shown_when is not None:
        shown = question.shown_when
        line["relevant"] = " or ".join(f"../{shown.field} = '{value}'" for value in shown.values)
    yield line | _constraint(question)


def _required(part: Part) -> tuple[str, ...]:
    """What a row is nothing without."""
    if part.kind == "record":
        return ()
    extra = ("year",) if part.id == "indicators" else ()
    return (*REQUIRED.get(part.id, ("name",)), *extra)


def _type(part: Part, question: Question) -> str:
    if choices(part.id, question):
        return f"select_{'multiple' if is_several(question) else 'one'} {list_name(part.id, question)}"
    if isinstance(question.type, NumberType):
        return "integer" if question.type.whole else "decimal"
    return "date" if isinstance(question.type, DateType) else "text"


def _hint(part: Part, question: Question) -> Text | None:
    """What helps to answer: the question's own help, what the steps of a scale mean, how the types differ in a criterion."""
    framework = load_framework()
    if part.id == "criteria":
        kinds = framework.criteria[question.id].descriptors.items()
        steps = [phrase("files", "paper.described", name=framework.types[key].short, text=text) for key, text in kinds]
        return _together([said("half"), *steps])
    if question.kind in {"score", "rating"} and part.id in {"features", "ratings"}:
        return _together([_step(str(step.value), step.name) for step in framework.scale])
    if question.anchors:
        return _together([_step(str(level), anchor.name) for level, anchor in question.anchors.items()])
    if question.kind == "money":
        return None  # a phone takes only digits
    return question.help


def _step(number: str, name: Text) -> Text:
    return Text(f"{number} {name.zh}", f"{number} {name.en}")


def _together(texts: list[Text]) -> Text:
    return Text("\n".join(text.zh for text in texts), "\n".join(text.en for text in texts))


def _constraint(question: Question) -> Line:
    """What the phone refuses at once, with what it says then."""
    kind = question.type
    if isinstance(kind, CodeType):
        return {"constraint": f"regex(., '{CODE}')", "constraint_message": said("code")}
    if isinstance(kind, AnswerType):
        return {"constraint": "count-selected(.) <= 2", "constraint_message": said("half")}
    if is_several(question):
        return {"constraint": f"not(selected(., '{NONE}') and count-selected(.) > 1)", "constraint_message": said("none-alone")}
    if not isinstance(kind, NumberType) or (kind.low is None and kind.high is None):
        return {}
    sides = [f". {sign} {limit:g}" for sign, limit in ((">=", kind.low), ("<=", kind.high)) if limit is not None]
    return {"constraint": " and ".join(sides), "constraint_message": _refusal(kind)}


def _refusal(kind: NumberType) -> Text:
    """What the program itself says about a number out of range."""
    outside = (kind.low or 0) - 1
    try:
        kind.check(int(outside) if isinstance(kind, YearType) or kind.whole else outside)
    except Invalid as verdict:
        return verdict.text()
    return said("number")


# ---- what is chosen from


def _region(question: Question) -> Iterator[Line]:
    """Province, city and county one after the other: three thousand names are too many for one list."""
    above = ""
    for level, name in zip(LEVELS, levels(question), strict=True):
        line: Line = {"type": f"select_one {name}", "name": name, "label": said(level), "appearance": "minimal autocomplete"}
        if above:
            line |= {"choice_filter": f"above = ${{{above}}}", "relevant": f"${{{above}}} != ''"}
        yield line
        above = name


def _choices() -> Iterator[Line]:
    for part, _ in parts().values():
        yield {"list_name": ASKED, "name": part.id, "label": part.name}
    seen: set[str] = set()
    for part, questions in parts().values():
        for question in questions:
            name = list_name(part.id, question)
            if isinstance(question.type, RegionType):
                yield from _regions(question)
            elif name not in seen:
                seen.add(name)
                for key, label in choices(part.id, question).items():
                    yield {"list_name": name, "name": key, "label": label}


def _regions(question: Question) -> Iterator[Line]:
    for region in sorted(regions().values(), key=lambda each: LEVELS.index(region_level(each))):
        level = region_level(region)
        line: Line = {"list_name": f"{question.id}_{level}", "name": region.code, "label": region.name}
        if level != LEVELS[0]:
            line["above"] = region_above(region)
        yield line
