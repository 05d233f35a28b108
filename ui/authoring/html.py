"""A section as the report will have it, and differences between two texts, as HTML in the colours in force."""

from collections.abc import Iterable
from html import escape

from diagnosis.text import Lang, phrase
from reports.authoring.differences import compare
from reports.blocks import Block, Figure, Heading, Item, Paragraph, Ref, Table, inlines
from ui.authoring.work import Work
from ui.tones import tone

ROWS = 12  # of a table that are shown


def preview(work: Work, blocks: Iterable[Block], heading: str) -> str:
    """Blocks as they will read, under their heading."""
    counts: dict[str, int] = {}
    parts = [f'<p style="font-size:17px;font-weight:600;margin-bottom:10px">{escape(heading)}</p>'] if heading else []
    return _page("".join((*parts, *(_block(work, block, counts) for block in blocks))))


def _block(work: Work, block: Block, counts: dict[str, int]) -> str:
    match block:
        case Heading():
            return f'<p style="font-weight:600;margin-top:8px">{_inline(work, block.text)}</p>'
        case Paragraph():
            return _paragraph(_inline(work, block.text), work.lang)
        case Item():
            counts[block.list] = counts.get(block.list, 0) + 1
            number = counts[block.list]
            mark = "•&nbsp;" if block.bullet else phrase("ui", "authoring.item", number=number).to(work.lang)
            return _paragraph(mark + _inline(work, block.text), work.lang)
        case Table():
            return _table(work, block)
        case Figure():
            box = f'<td align="center" style="color:{tone.muted};padding:16px">{_inline(work, block.alt)}</td>'
            frame = f'<table width="100%" cellspacing="0" style="border:1px solid {tone.hairline}"><tr>{box}</tr></table>'
            return f"{frame}{_caption(work, block.key, block.caption)}"
        case _:
            return ""


def _paragraph(inner: str, lang: Lang) -> str:
    indent = 28 if lang == "zh" else 0
    return f'<p style="text-indent:{indent}px;line-height:160%;margin-top:0;margin-bottom:8px">{inner}</p>'


def _caption(work: Work, key: str, words: str) -> str:
    told = phrase("ui", "authoring.pair", label=escape(work.label(key)), title=_inline(work, words)).to(work.lang)
    return f'<p align="center" style="font-weight:600;margin:6px">{told}</p>'


def _table(work: Work, block: Table) -> str:
    line = f"border-bottom:1px solid {tone.border};padding:4px 6px"
    head = "".join(f'<th align="left" style="{line}">{_inline(work, column.head)}</th>' for column in block.columns)
    rows = "".join(
        "<tr>" + "".join(f'<td style="padding:3px 6px">{_inline(work, cell)}</td>' for cell in row) + "</tr>" for row in block.rows[:ROWS]
    )
    more = f'<tr><td style="color:{tone.muted}">… {len(block.rows) - ROWS}</td></tr>' if len(block.rows) > ROWS else ""
    frame = f"border-top:2px solid {tone.ink};border-bottom:2px solid {tone.ink}"
    note = f'<p style="color:{tone.muted};font-size:12px">{_inline(work, block.note)}</p>' if block.note else ""
    # all of the width would need a bar below for its last pixel
    table = f'<table width="99%" cellspacing="0" style="{frame}"><tr>{head}</tr>{rows}{more}</table>'
    return _caption(work, block.key, block.title) + table + note


def _inline(work: Work, text: str) -> str:
    found = []
    for part in inlines(text):
        words = escape(work.label(part.key) if isinstance(part, Ref) else part.text).replace("\n", "<br>")
        found.append(f"<b>{words}</b>" if not isinstance(part, Ref) and part.bold else words)
    return "".join(found)


def differences(old: str, new: str) -> str:
    """What is gone struck through, what is new underlined; colours only say it once more."""
    looks = {
        "same": "",
        "old": f"color:{tone.danger};text-decoration:line-through",
        "new": f"color:{tone.accent_dark};background-color:{tone.accent_soft};text-decoration:underline",
    }
    parts = (f'<span style="{looks[each.side]}">{_lines(each.text)}</span>' for each in compare(old, new))
    return f'<p style="line-height:150%;margin:0">{"".join(parts)}</p>'


def paragraphs(text: str) -> str:
    """Plain text, a line a paragraph."""
    return "".join(f'<p style="line-height:150%;margin-top:0;margin-bottom:6px">{escape(line)}</p>' for line in text.split("\n"))


def heading(words: str) -> str:
    """A line that says what follows."""
    return f'<p style="color:{tone.muted};margin-top:10px;margin-bottom:4px">{escape(words)}</p>'


def bullets(lines: Iterable[str]) -> str:
    """Lines, each with a dash."""
    return "".join(f'<p style="line-height:150%;margin:0 0 4px 0">– {escape(line)}</p>' for line in lines)


def beside(left: str, right: str) -> str:
    """Two columns."""
    return (
        f'<table width="100%"><tr><td width="50%" valign="top" style="padding-right:12px">{left}</td>'
        f'<td width="50%" valign="top" style="padding-left:12px">{right}</td></tr></table>'
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _page(inner: str) -> str:
    return f'<body style="color:{tone.ink}">{inner}</body>'
