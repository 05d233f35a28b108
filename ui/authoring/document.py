"""Markup <-> a text document: paragraphs, small headings and two kinds of lists as the document's own, everything else as chips."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextList, QTextListFormat

from diagnosis.text import Lang
from reports.authoring.markup import Line, Piece, tidy
from ui import theme
from ui.authoring.chips import OBJECT, chip, key_of, kind_of

HEADING = 3
STYLES = {"bullet": QTextListFormat.Style.ListDisc, "number": QTextListFormat.Style.ListDecimal}
KINDS = {style: kind for kind, style in STYLES.items()}
GAP = 6  # pixels below a paragraph
LINE = 140  # per cent of the font's height


def fill(document: QTextDocument, lines: Sequence[Line]) -> None:
    """The document becomes these lines; there is nothing to undo afterwards."""
    document.setUndoRedoEnabled(False)
    document.clear()
    insert(QTextCursor(document), lines)
    document.setUndoRedoEnabled(True)


def insert(cursor: QTextCursor, lines: Sequence[Line]) -> None:
    """Puts lines in at the cursor; a single paragraph goes into the one that is there."""
    cursor.beginEditBlock()
    before: Line | None = None
    inline = len(lines) == 1 and lines[0].kind == "text" and not cursor.atStart()
    for line in lines:
        if before is not None or not (cursor.block().text() == "" or inline):
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        if not inline:
            shape(cursor, line.kind, joins=before is not None and before.kind == line.kind)
        write(cursor, line)
        before = line
    cursor.endEditBlock()


def shape(cursor: QTextCursor, kind: str, *, joins: bool = False) -> None:
    """Makes the cursor's paragraph one of this kind; ``joins``: it goes on with the list of the paragraph before it."""
    found: QTextList | None = cursor.block().textList()
    if found is not None and KINDS.get(found.format().style()) != kind:
        found.remove(cursor.block())
    look = QTextBlockFormat()
    look.setBottomMargin(GAP)
    look.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    look.setHeadingLevel(HEADING if kind == "heading" else 0)
    if kind not in STYLES:
        look.setIndent(0)
        cursor.setBlockFormat(look)
    else:
        cursor.mergeBlockFormat(look)
        before: QTextList | None = cursor.block().previous().textList() if joins else None
        own: QTextList | None = cursor.block().textList()
        if before is not None:
            before.add(cursor.block())
        elif own is None:
            cursor.createList(STYLES[kind])
    _weigh(cursor, heavy=kind == "heading")


def _weigh(cursor: QTextCursor, *, heavy: bool) -> None:
    """A small heading is bold as a whole."""
    if heavy:
        whole = QTextCursor(cursor.block())
        whole.select(QTextCursor.SelectionType.BlockUnderCursor)
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        whole.mergeCharFormat(look)
        cursor.setBlockCharFormat(look)
    else:
        cursor.setBlockCharFormat(QTextCharFormat())


def write(cursor: QTextCursor, line: Line) -> None:
    """The text of a line at the cursor."""
    heavy = line.kind == "heading"
    if line.kind == "place":
        cursor.insertText(OBJECT, chip("place", line.key))
    for piece in line.pieces:
        if piece.fact or piece.ref:
            cursor.insertText(OBJECT, chip("fact" if piece.fact else "ref", piece.fact or piece.ref, bold=piece.bold))
        else:
            cursor.insertText(piece.text, weighted(piece.bold or heavy))


def weighted(bold: bool) -> QTextCharFormat:
    """Text of a weight."""
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return look


def lines_of(document: QTextDocument) -> tuple[Line, ...]:
    """What stands in the document."""
    found: list[Line] = []
    block = document.begin()
    while block.isValid():
        found += _lines(block)
        block = block.next()
    return tuple(found)


def kind_at(block: QTextBlock) -> str:
    """Which kind of line a paragraph is."""
    own: QTextList | None = block.textList()
    if own is not None:
        return KINDS.get(own.format().style(), "text")
    return "heading" if block.blockFormat().headingLevel() == HEADING else "text"


def _lines(block: QTextBlock) -> Iterator[Line]:
    """A paragraph; a table or figure within it is a line of its own."""
    kind = kind_at(block)
    pieces: list[Piece] = []
    for piece in _pieces(block, heading=kind == "heading"):
        if isinstance(piece, Line):
            if tidy(pieces):
                yield Line(kind, tidy(pieces))  # type: ignore[arg-type]
            pieces = []
            yield piece
        else:
            pieces.append(piece)
    if tidy(pieces):
        yield Line(kind, tidy(pieces))  # type: ignore[arg-type]


def _pieces(block: QTextBlock, *, heading: bool) -> Iterator[Piece | Line]:
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        look = fragment.charFormat()
        bold = look.fontWeight() >= QFont.Weight.DemiBold and not heading
        kind, key = kind_of(look), key_of(look)
        for _ in fragment.text() if kind else ():
            yield Line("place", key=key) if kind == "place" else Piece(bold=bold, fact=key) if kind == "fact" else Piece(ref=key)
        if not kind:
            yield Piece(fragment.text().replace("\u2028", " ").replace(OBJECT, ""), bold)
        place += 1


def set_font(document: QTextDocument, lang: Lang, larger: int = 0) -> None:
    """Our font; in English with the narrow quotation marks that it has beside its Chinese ones, which are as wide as a character."""
    font = QFont(theme.FAMILY)
    font.setPixelSize(theme.TEXT_PX + larger)
    if lang == "en":
        font.setFeature(QFont.Tag("pwid"), 1)
    if font != document.defaultFont():
        document.setDefaultFont(font)
