"""Base documents: our own two, or an office's. What a template must hold, what is wrong with one, and what its styles measure.

A template is any .docx with the styles of ``ROLES`` and a paragraph ``{{body}}`` where the report goes; the other
placeholders may stand in paragraphs, tables, text boxes, notes, headers and footers. Everything else in it stays as it is.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnosis.errors import UserError, system_reason
from diagnosis.text import TEMPLATES, Lang, Text, clauses, phrase
from reports.guard import ATTACHED, refuse_hostile
from reports.margins import room

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

TYPES = "[Content_Types].xml"
DOTX, DOCX = (f"wordprocessingml.{kind}.main+xml".encode() for kind in ("template", "document"))
FOLDER = TEMPLATES / "word"
BODY = "body"
PLACEHOLDERS = ("title", "cluster", "round", "date", "organisation", "mark", BODY)
BRACES = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
HALF = re.compile(r"\{\{|\}\}")
# a placeholder in braces that are none: those of a Chinese keyboard, or one where there should be two
NEARLY = re.compile(rf"[{{｛]{{1,2}}\s*(?:{'|'.join(PLACEHOLDERS)})\s*[}}｝]{{1,2}}", re.IGNORECASE)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what a .doc begins with, and a .docx that has a password
MACROS = b"macroEnabled"  # in the types of a .docm or .dotm
NOTES = ("footnotes", "endnotes")
COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # of a text box, for older programs
FAULTS = 3  # that one line can tell
TWIPS = 20  # in a point
GRIDS = ("lines", "linesAndChars", "snapToChars")  # kinds of a grid that has lines


@dataclass(frozen=True, slots=True)
class Role:
    """A style that the report uses: what for, and the names it may have in a template (Word's own English name, or ours in Chinese)."""

    id: str
    names: tuple[str, ...]
    purpose: Text


# What an office's template must define. Word stores its built-in styles under their English names in every language.
ROLES: tuple[Role, ...] = (
    Role("body", ("Body Text", "正文文本"), Text("正文段落", "paragraphs of text")),
    Role("heading1", ("heading 1", "标题 1"), Text("章标题", "chapter headings")),
    Role("heading2", ("heading 2", "标题 2"), Text("节标题", "section headings")),
    Role("heading3", ("heading 3", "标题 3"), Text("小节标题", "sub-section headings")),
    Role("item", ("List Number", "列表编号"), Text("编号段落", "numbered paragraphs")),
    Role("summary", ("Summary Text", "摘要文字"), Text("摘要页文字", "the text of the summary page")),
    Role("caption", ("caption", "题注"), Text("图题和表题", "captions of figures and tables")),
    Role("cell", ("Table Text", "表格文字"), Text("表格单元格", "table cells")),
    Role("note", ("Table Note", "表注"), Text("表和图下的资料来源", "sources under tables and figures")),
    Role("figure", ("Figure", "图"), Text("放图的段落", "paragraphs that hold a figure")),
    Role("contents", ("TOC Heading", "目录标题"), Text("“摘要”“目录”等前置标题", "headings of the summary and the contents")),
    Role("toc1", ("toc 1", "目录 1"), Text("目录的章", "chapters in the contents")),
    Role("toc2", ("toc 2", "目录 2"), Text("目录的节", "sections in the contents")),
    Role("listed", ("table of figures", "图表目录"), Text("图目录和表目录", "the lists of figures and tables")),
)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a style measures: size, line height, space before and after in points, first-line indent and tracking in points, sans or not."""

    size: float
    line: float
    before: float
    after: float
    indent: float
    tracking: float
    sans: bool


@dataclass(frozen=True, slots=True)
class Geometry:
    """Width and height of the text area of a page, in points, and of one turned sideways; ``grid``: of its lines, 0 where it has none."""

    width: float
    height: float
    grid: float = 0.0

    @property
    def room(self) -> float:
        """The height for text: on a grid, LibreOffice uses whole lines of it only."""
        return self.height // self.grid * self.grid if self.grid else self.height

    @property
    def sideways(self) -> "Geometry":
        """The same page as landscape; the margins turn with the sheet."""
        return Geometry(self.height, self.width, self.grid)


@dataclass(frozen=True, slots=True)
class Template:
    """An opened base document with the ids and measures of its styles, and the page its body stands on.

    ``first``: the number that the body's pages start with; ``None`` where they go on from the cover's.
    """

    document: "Document"
    styles: Mapping[str, str]
    metrics: Mapping[str, Metrics]
    geometry: Geometry
    first: int | None


# no zip, a damaged, encrypted or unknown one, no part of that name, another content type; lxml's own errors are SyntaxErrors
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def own(lang: Lang) -> Path:
    """Our base document in a language."""
    return FOLDER / f"{lang}.docx"


def open_template(path: Path) -> Template:
    """Opens and checks a base document; raises ``UserError`` naming every missing style and wrong placeholder, and where it stands."""
    try:
        return _checked(path)
    except BROKEN as error:  # of its parts some are not what their names say
        raise _refusal(path, error) from error


def _checked(path: Path) -> Template:
    document = _open(path)
    wrong = [*_missing_styles(document), *_wrong_placeholders(document)]
    if wrong:
        raise UserError("template-wrong", file=path, what=_told(wrong))
    by_name = _styles(document)
    found = {role.id: next(by_name[name.lower()] for name in role.names if name.lower() in by_name) for role in ROLES}
    measures = {role: _metrics(document, style) for role, style in found.items()}
    return Template(document, {role: _style_id(style) for role, style in found.items()}, measures, _geometry(document), _first(document))


def _told(wrong: Sequence[Text]) -> Text:
    """The first faults on one line, and how many there are when that is not all."""
    first = wrong[:FAULTS]
    told = clauses(first)
    return told if len(wrong) <= FAULTS else phrase("report", "template.more", told=told, count=len(wrong))


def _open(path: Path) -> "Document":
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if path.is_dir():
        raise UserError("file-is-folder", file=path)
    if not path.is_file():
        raise UserError("file-missing", file=path)
    try:
        with path.open("rb") as file:
            if file.read(len(OLE)) == OLE:
                raise UserError("template-locked", file=path)
        refuse_hostile(path)
        return _detached(docx.Document(_as_document(path)))
    except (PackageNotFoundError, *BROKEN) as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: Exception) -> UserError:
    """What is told of a file that cannot be opened: what the system says of it, or that it is no Word file."""
    if isinstance(error, OSError) and error.filename is not None:
        return UserError("file-unreadable", file=path, reason=system_reason(error))
    return UserError("template-unreadable", file=path)


def _detached(document: "Document") -> "Document":
    """The document without the template that Word would load beside it whenever a report is opened."""
    for part in document.part.package.iter_parts():
        for key in [key for key, relation in part.rels.items() if relation.reltype.endswith(ATTACHED)]:
            del part.rels[key]
    for element in document.settings.element.findall(_qn("w:attachedTemplate")):
        document.settings.element.remove(element)
    return document


def _as_document(path: Path) -> io.BytesIO:
    """The file's content; a Word template (.dotx), which python-docx does not take, as the document that it is otherwise."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as source:
        types = source.read(TYPES)
        if MACROS in types:
            raise UserError("template-macros", file=path)
        if DOTX not in types:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            for name in source.namelist():
                target.writestr(name, types.replace(DOTX, DOCX) if name == TYPES else source.read(name))
    return made


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _styles(document: "Document") -> "dict[str, BaseOxmlElement]":
    """Paragraph styles by their name in lower case."""
    found = {}
    for style in document.styles.element.findall(_qn("w:style")):
        name = style.find(_qn("w:name"))
        if name is not None and style.get(_qn("w:type")) == "paragraph":
            found[str(name.get(_qn("w:val"))).lower()] = style
    return found


def _style_id(style: "BaseOxmlElement") -> str:
    return str(style.get(_qn("w:styleId")))


def _missing_styles(document: "Document") -> Iterator[Text]:
    there = _styles(document)
    for role in ROLES:
        if not any(name.lower() in there for name in role.names):
            yield phrase("report", "template.no-style", name=role.names[0], other=role.names[1], purpose=role.purpose)


def paragraphs(element: Any) -> list[Any]:
    """All paragraphs under an element, in tables and text boxes too."""
    return list(element.iter(_qn("w:p")))


def text_nodes(paragraph: Any) -> list[Any]:
    """What holds the text of a paragraph; a text box that stands in it has paragraphs of its own."""
    nodes = list(paragraph.iter(_qn("w:t")))
    if paragraph.find(f".//{_qn('w:p')}") is None:
        return nodes
    return [node for node in nodes if next(node.iterancestors(_qn("w:p"))) is paragraph]


def text_of(paragraph: "BaseOxmlElement") -> str:
    """The text of a paragraph, whatever runs it is split into."""
    return "".join(node.text or "" for node in text_nodes(paragraph))


def stories(document: "Document") -> "Iterator[tuple[Text, BaseOxmlElement]]":
    """The body, and every header, footer and part of notes, with what to call it.

    What is changed in the notes is kept once the next is asked for: python-docx does not look into them.
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.parser import parse_xml

    yield phrase("report", "template.in-body"), document.element.body
    counts = {"header": 0, "footer": 0}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in counts and not relation.is_external:
            counts[kind] += 1
            part: Any = relation.target_part
            yield phrase("report", f"template.in-{kind}", number=counts[kind]), part.element
        elif kind in NOTES and not relation.is_external:
            part = relation.target_part
            element = parse_xml(part.blob)
            yield phrase("report", f"template.in-{kind}"), element
            part._blob = serialize_part_xml(element)


def _wrong_placeholders(document: "Document") -> Iterator[Text]:
    """Unknown or broken placeholders with the paragraph they stand in, and a body marker that is missing, doubled or not on its own."""
    bodies = 0
    for story, element in stories(document):
        once = (each for each in paragraphs(element) if next(each.iterancestors(COPY), None) is None)
        for number, paragraph in enumerate(once, 1):
            text = text_of(paragraph)
            facts = {"story": story, "number": number}
            for name in BRACES.findall(text):
                if name not in PLACEHOLDERS:
                    known = "、".join(f"{{{{{key}}}}}" for key in PLACEHOLDERS)
                    yield phrase("report", "template.unknown", **facts, name=name, known=Text(known, known.replace("、", ", ")))
                elif name == BODY:
                    bodies += 1
                    whole = text.strip() == BRACES.search(text)[0] and paragraph.getparent() is document.element.body  # type: ignore[index]
                    if not whole:
                        yield phrase("report", "template.body-not-alone", **facts)
            if any(wrong.search(BRACES.sub("", text)) for wrong in (HALF, NEARLY)):
                yield phrase("report", "template.broken", **facts, text=text.strip()[:40])
    if bodies != 1:
        yield phrase("report", "template.no-body" if not bodies else "template.bodies", count=bodies)


def _geometry(document: "Document") -> Geometry:
    section = body_section(document)
    size, margins = section.find(_qn("w:pgSz")), section.find(_qn("w:pgMar"))
    width, height = ((_number(size, key) or standard) / TWIPS for key, standard in (("w:w", 11906), ("w:h", 16838)))
    sides = [(_number(margins, f"w:{side}") or 1440) / TWIPS for side in ("left", "right", "top", "bottom")]
    top, bottom = (room(document, section, side, sides[at], lambda each: _line(document, each)) for at, side in ((2, "top"), (3, "bottom")))
    lines = section.find(_qn("w:docGrid"))
    grid = (_number(lines, "w:linePitch") or 0) / TWIPS if lines is not None and lines.get(_qn("w:type")) in GRIDS else 0.0
    return Geometry(width - sides[0] - sides[1], height - top - bottom, max(grid, 0.0))


def _line(document: "Document", paragraph: Any) -> float:
    """The height of a paragraph of one line."""
    from docx.text.paragraph import Paragraph

    measures = _metrics(document, Paragraph(paragraph, document).style.element)  # type: ignore[union-attr]  # there is a default
    return measures.before + measures.line + measures.after


def _first(document: "Document") -> int | None:
    numbers = body_section(document).find(_qn("w:pgNumType"))
    start = None if numbers is None else numbers.get(_qn("w:start"))
    return None if start is None else int(start)


def body_section(document: "Document") -> "BaseOxmlElement":
    """The properties of the section that ``{{body}}`` stands in: the first that end at or after it."""
    seen = False
    for child in document.element.body:
        seen = seen or (child.tag == _qn("w:p") and BODY in BRACES.findall(text_of(child)))
        found = child if child.tag == _qn("w:sectPr") else child.find(f"{_qn('w:pPr')}/{_qn('w:sectPr')}")
        if seen and found is not None:
            return found  # type: ignore[no-any-return]  # lxml's stubs know no element classes
    return document.sections[-1]._sectPr


def _number(element: Any, key: str) -> float:
    value = element.get(_qn(key)) if element is not None else None
    return float(value) if value not in {None, ""} else 0.0


def _metrics(document: "Document", style: Any) -> Metrics:
    """Reads a style's measures, from itself, the styles it is based on, and the document's defaults."""
    by_id = {_style_id(entry): entry for entry in document.styles.element.findall(_qn("w:style"))}
    chain, seen = [style], {_style_id(style)}
    while (based := chain[-1].find(_qn("w:basedOn"))) is not None and (name := str(based.get(_qn("w:val")))) in by_id and name not in seen:
        seen.add(name)
        chain.append(by_id[name])
    defaults = document.styles.element.find(_qn("w:docDefaults"))
    if defaults is not None:
        chain.append(defaults)

    def first(path: str, key: str) -> str | None:
        for entry in chain:
            for node in entry.iter(_qn(path)):
                value = node.get(_qn(key))
                if value is not None:
                    return str(value)
        return None

    size = float(first("w:sz", "w:val") or 20) / 2
    rule, line = first("w:spacing", "w:lineRule"), float(first("w:spacing", "w:line") or 240)
    height = line / TWIPS if rule in {"exact", "atLeast"} else size * 1.3 * line / 240
    tracking = next(
        (float(node.get(_qn("w:val"))) for entry in chain for node in entry.iter(_qn("w:spacing")) if node.get(_qn("w:val"))), 0.0
    )
    return Metrics(
        size=size,
        line=height,
        before=float(first("w:spacing", "w:before") or 0) / TWIPS,
        after=float(first("w:spacing", "w:after") or 0) / TWIPS,
        indent=float(first("w:ind", "w:firstLine") or 0) / TWIPS,
        tracking=tracking / TWIPS,
        sans=(first("w:rFonts", "w:ascii") or "").lower() in {"arial", "helvetica", "calibri", "liberation sans"},
    )
