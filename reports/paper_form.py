"""The questionnaire on paper: tick boxes, lines to write on, and the scale's anchors, made from the one description of what is asked."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diagnosis.fieldtypes import ChoicesType, ChoiceType, DateType, FieldType, FlagType, NumberType, ScoreType
from diagnosis.framework import TYPE_IDS, Criterion, Item
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.text import Lang, Text, phrase
from reports.atomic import write_whole
from reports.template import open_template, own
from reports.wordxml import NAMESPACES, paragraph, run

BOX = "☐"
WIDTH = 9640  # twips of the text: A4 with margins of 20 mm
MARGIN = 1134
LABEL = 2500  # of the column that asks
LINE, TALL, NOTES = 480, 1600, 9000  # heights to write in, in twips
MANY = 12  # choices that are printed; of more, one writes the name
BLANK_ROWS = 10  # of a list on paper
SHORT = 20  # characters of choices that stand in the head of a column; longer ones stand above the table
KEEP = "<w:keepNext/>"  # on the page of what follows
FLUSH = '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>'  # with its table, where a report would indent a heading
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
# Parts with a layout of their own; lists of many columns are asked a sheet an entry, the others as a table.
ENTRY_SHEETS = frozenset({"enterprises", "interviews"})
OF_CONSULTANT = frozenset({"classification_override"})  # never asked on a visit


def write_paper_form(path: Path, lang: Lang = "zh") -> None:
    """Writes the questionnaire as .docx; raises ``UserError`` when nothing can be written there."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml
    from docx.shared import Twips

    template = open_template(own(lang))
    document = template.document
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    section = document.sections[-1]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Twips(MARGIN)
    sheet = _Paper(lang, template.styles)
    root = parse_xml(f"<w:body {NAMESPACES}>{''.join(sheet.pieces())}</w:body>")
    for child in list(root):
        body.insert(len(body) - 1, child)
    _describe(document, sheet.printed("title"), lang)
    saved = io.BytesIO()
    document.save(saved)
    write_whole(path, saved.getvalue())


def _describe(document: Any, title: str, lang: Lang) -> None:
    properties = document.core_properties
    properties.title, properties.author = title, phrase("ui", "app.name").to(lang)
    properties.language = {"zh": "zh-CN", "en": "en-GB"}[lang]


@dataclass(frozen=True, slots=True)
class _Paper:
    """The pieces of the document, one after another, as WordprocessingML."""

    lang: Lang
    styles: Any

    def printed(self, key: str, **facts: object) -> str:
        """A phrase of the paper form."""
        return phrase("files", f"paper.{key}", **facts).to(self.lang)

    def of(self, text: Text | None) -> str:
        """A text of the questionnaire or the framework."""
        return text.to(self.lang) if text is not None else ""

    # ---- the document

    def pieces(self) -> Iterator[str]:
        """Head, then every part that is asked on a visit, in the order of the questionnaire."""
        yield self._p("contents", self.printed("title"))
        yield self._p("note", self.printed("how"))
        yield _boxed((LABEL, WIDTH // 2 - LABEL, LABEL, WIDTH - WIDTH // 2 - LABEL), [self._asked_by(pair) for pair in self._visit()])
        for part in questionnaire().parts.values():
            if part.id not in OF_CONSULTANT:
                yield self._heading(part)
                yield from self._part(part)

    def _visit(self) -> Iterator[tuple[str, str]]:
        names = [self.printed(key) for key in ("cluster", "date", "organisation", "surveyor", "person", "position")]
        return zip(names[::2], names[1::2], strict=True)

    def _asked_by(self, pair: tuple[str, str]) -> "_Row":
        return _Row((self._label(pair[0]), self._cell(""), self._label(pair[1]), self._cell("")), LINE)

    def _heading(self, part: Part) -> str:
        properties = KEEP + ("<w:pageBreakBefore/>" if part.id in ENTRY_SHEETS else "") + FLUSH
        heading = paragraph(self.styles["heading2"], run(self.of(part.name), chinese=self.lang == "zh"), properties)
        return heading + (self._p("note", self.of(part.help), KEEP) if part.help else "")

    def _part(self, part: Part) -> Iterator[str]:
        framework = load_framework()
        if part.id == "criteria":
            yield from (self._criterion(criterion) for criterion in framework.criteria.values() if criterion.descriptors)
        elif part.id == "ratings":
            yield from (self._item(item) for item in framework.items.values())
        elif part.id == "indicators":
            yield self._indicators()
        elif part.kind == "record" or part.id in ENTRY_SHEETS:
            yield self._record(part)
        else:
            yield self._list(part)

    # ---- questions

    def _record(self, part: Part) -> str:
        rows = [_Row((self._question(question), self._cell(self.answer(question))), _height(question)) for question in part.questions]
        return _boxed((LABEL, WIDTH - LABEL), rows)

    def _question(self, question: Question) -> str:
        return self._label(self.of(question.label) + (f"\n{self.of(question.help)}" if _needs_help(question) else ""))

    def answer(self, question: Question) -> str:
        """What stands where the answer goes: boxes to tick, a unit, or nothing."""
        kind = question.type
        if choices := _choices(kind):
            return "　".join(f"{BOX} {self.of(name)}" for name in choices)
        if isinstance(kind, DateType):
            return self.printed("day")
        return self.printed("unit", unit=question.unit) if isinstance(kind, NumberType) and question.unit else ""

    def _list(self, part: Part) -> str:
        questions = [question for question in part.questions if question.column]
        shares = [3 if question.wide or question.kind in {"text", "lines"} else 2 for question in questions]
        widths = [WIDTH * share // sum(shares) for share in shares]
        head = _Row(tuple(self._label(self._column(question)) for question in questions), LINE, head=True)
        named = ((question.label, self._named(question)) for question in questions)
        long = [self.printed("described", name=label, text=names) for label, names in named if len(names) > SHORT]
        table = _boxed(widths, [head, *(_Row(tuple(self._cell("") for _ in questions), LINE) for _ in range(BLANK_ROWS))])
        return "".join(self._p("note", text, KEEP) for text in long) + table

    def _named(self, question: Question) -> str:
        """What one may write into a column."""
        return self.printed("or").join(self.of(name) for name in _choices(question.type))

    def _column(self, question: Question) -> str:
        """The head of a column: its name, its unit, and what one may write."""
        unit, names = self.printed("of-unit", unit=question.unit) if question.unit else "", self._named(question)
        return f"{self.of(question.label)}{unit}" + (f"\n{names}" if 0 < len(names) <= SHORT else "")

    def _criterion(self, criterion: Criterion) -> str:
        rows = [_Row((self._label(self.of(criterion.name)), self._cell(self.printed("half"))), 0)]
        types = load_framework().types
        for type_id in TYPE_IDS:
            text = self.printed("described", name=types[type_id].short, text=criterion.descriptors[type_id])
            rows.append(_Row((self._cell(BOX, "right"), self._cell(text)), 0))
        return _boxed((LABEL, WIDTH - LABEL), rows, together=True) + self._p("note", "")

    def _item(self, item: Item) -> str:
        """The good state, the scale in the item's own terms, and room for the evidence."""
        rows = [_Row((self._label(self.of(item.short)), self._cell(self.of(item.state))), 0)]
        scores = sorted(item.anchors, reverse=True)
        rows += [_Row((self._cell(f"{BOX} {score}", "right"), self._cell(self.of(item.anchors[score]))), 0) for score in scores]
        rows.append(_Row((self._cell(f"{BOX} {self.printed('na')}", "right"), self._cell(self.printed("evidence"))), TALL // 2))
        return _boxed((LABEL, WIDTH - LABEL), rows, together=True) + self._p("note", "")

    def _indicators(self) -> str:
        framework, widths = load_framework(), (4200, 1500, 1100, 1300, WIDTH - 8100)
        heads = [self.printed(key) for key in ("indicator", "indicator-unit", "year", "value", "source")]
        rows = [_Row(tuple(self._label(head) for head in heads), LINE, head=True)]
        for group, name in framework.groups.items():
            rows.append(_Row((self._label(self.of(name)), *(self._label("") for _ in widths[1:])), 0))
            own = [indicator for indicator in framework.indicators.values() if indicator.group == group]
            rows += [_Row((self._cell(self.of(i.name)), self._cell(self.of(i.unit_text)), *[self._cell("")] * 3), LINE) for i in own]
        return _boxed(widths, rows)

    # ---- text

    def _p(self, role: str, text: str, properties: str = "") -> str:
        return paragraph(self.styles[role], run(text, chinese=self.lang == "zh"), properties)

    def _cell(self, text: str, align: str = "left") -> str:
        return paragraph(self.styles["cell"], run(text, chinese=self.lang == "zh"), f'<w:jc w:val="{align}"/>')

    def _label(self, text: str) -> str:
        """A shaded cell: a name in bold, what helps to answer below it."""
        name, _, below = text.partition("\n")
        inner = run(name, bold=True, chinese=self.lang == "zh") + (run(f"\n{below}", chinese=self.lang == "zh") if below else "")
        return SHADE + paragraph(self.styles["cell"], inner, '<w:jc w:val="left"/>')


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells as paragraphs, shaded ones begin with ``SHADE``; ``height``: at least so many twips; a ``head`` repeats on every page."""

    cells: tuple[str, ...]
    height: int
    head: bool = False


def _choices(kind: FieldType) -> tuple[Text, ...]:
    """What can be ticked, if it is few enough to be printed."""
    if isinstance(kind, FlagType):
        return phrase("values", "yes"), phrase("values", "no")
    if isinstance(kind, ScoreType):
        return tuple(Text(str(score), str(score)) for score in range(5))
    if isinstance(kind, ChoiceType | ChoicesType) and len(kind.choices) <= MANY:
        return (*kind.choices.values(), *([phrase("values", "none")] if isinstance(kind, ChoicesType) else ()))
    return ()


def _needs_help(question: Question) -> bool:
    """Help that a person on a visit needs, and not one who types."""
    return question.help is not None and not isinstance(question.type, NumberType | FlagType)


def _height(question: Question) -> int:
    if question.id == "notes":
        return NOTES
    return TALL if question.kind == "lines" else LINE


def _boxed(widths: Sequence[int], rows: Sequence[_Row], *, together: bool = False) -> str:
    """A table with thin lines all around, to write in; ``together``: on one page."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="808080"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    if together:
        rows = [*(replace(row, cells=tuple(_kept(cell) for cell in row.cells)) for row in rows[:-1]), rows[-1]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(widths, row) for row in rows)}</w:tbl>"


def _kept(cell: str) -> str:
    """A cell whose row stays on the page of the next one."""
    return cell.replace("<w:jc ", f"{KEEP}<w:jc ", 1)


def _row(widths: Sequence[int], row: _Row) -> str:
    height = f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>' if row.height else ""
    head = "<w:tblHeader/>" if row.head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{SHADE if cell.startswith(SHADE) else ""}<w:vAlign w:val="center"/></w:tcPr>'
        f"{cell.removeprefix(SHADE)}</w:tc>"
        for width, cell in zip(widths, row.cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{cells}</w:tr>"
