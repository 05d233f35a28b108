"""The markup of the help's pages: to HTML for the screen, to plain text for the search.

A page is blocks between blank lines: ``## heading``, lines that begin with ``- `` or ``1. ``, rows ``| a | b |`` (the first one is the
head if ``|---|`` follows it; else the first column names what stands in the second), and paragraphs, one a line. Within a line:
``**emphasis**``, a code in backticks, ``{kind:name}`` for a name of the program and ``[[target]]`` or ``[[target|text]]`` for a link.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>.+?)`|\[\[(?P<target>[^|\]]+)(?:\|(?P<text>[^\]]+))?\]\]|\{(?P<kind>[a-z]+):(?P<name>[^}]+)\}"
)
LISTS = {"- ": "ul", "1. ": "ol"}
RULE = re.compile(r"\|[-| ]+\|")
CELLS = re.compile(r"\|(?![^\[]*\]\])")  # a bar within a link divides no cells
ANCHOR = re.compile(r"^#([^ ]+) ")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, as an address, and what it is called."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """``link`` (target) and ``name`` (kind, name): what the markup refers to, in one language. Both raise ``KeyError``."""

    link: Callable[[str], Link]
    name: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: h2, p, ul, ol, table or facts; ``lines``: its texts, of a table its rows."""

    kind: str
    lines: tuple[str, ...]


def blocks(markup: str) -> Iterator[Block]:
    """The blocks of a page."""
    for part in re.split(r"\n\s*\n", markup.strip()):
        lines = tuple(line.strip() for line in part.splitlines() if line.strip())
        if not lines:
            continue
        first = lines[0]
        if first.startswith("## "):
            yield Block("h2", (first[3:],))
            yield from blocks("\n".join(lines[1:]))
        elif first.startswith("|"):
            yield _table(lines)
        elif kind := next((kind for mark, kind in LISTS.items() if first.startswith(mark)), ""):
            yield Block(kind, tuple(line.split(" ", 1)[1] for line in lines))
        else:
            yield from (Block("p", (line,)) for line in lines)


def _table(lines: tuple[str, ...]) -> Block:
    headed = len(lines) > 1 and RULE.fullmatch(lines[1]) is not None
    return Block("table", (lines[0], *lines[2:])) if headed else Block("facts", lines)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in CELLS.split(row.strip().removeprefix("|").removesuffix("|"))]


def html(markup: str, names: Names) -> str:
    """The page as HTML without colours and sizes: those are a style sheet's."""
    return "\n".join(_HTML.get(block.kind, _plain)(block, names) for block in blocks(markup))


def _plain(block: Block, names: Names) -> str:
    role = ' class="head"' if block.kind == "h2" else ""  # a heading of HTML would be larger than its style says
    return f"<p{role}>{_inline(block.lines[0], names)}</p>"


def _list(block: Block, names: Names) -> str:
    return f"<{block.kind}>" + "".join(f"<li>{_inline(line, names)}</li>" for line in block.lines) + f"</{block.kind}>"


def _rows(block: Block, names: Names) -> str:
    rows = []
    for place, line in enumerate(block.lines):
        cells = [_cell(cell, names) for cell in _cells(line)]
        if block.kind == "table":
            rows.append(
                "<tr>" + "".join(f"<{'th' if place == 0 else 'td'}>{cell}</{'th' if place == 0 else 'td'}>" for cell in cells) + "</tr>"
            )
        else:
            rows.append(f'<tr><td class="name">{cells[0]}</td>' + "".join(f"<td>{cell}</td>" for cell in cells[1:]) + "</tr>")
    return f'<table class="{block.kind}" width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>'


def _cell(text: str, names: Names) -> str:
    """A cell; ``#anchor `` at its beginning can be scrolled to."""
    anchor = ANCHOR.match(text)
    mark = f'<a name="{escape(anchor[1])}"></a>' if anchor else ""
    return mark + _inline(text[anchor.end() :] if anchor else text, names)


_HTML: dict[str, Callable[[Block, Names], str]] = {"ul": _list, "ol": _list, "table": _rows, "facts": _rows}


def _inline(text: str, names: Names) -> str:
    parts, end = [], 0
    for found in INLINE.finditer(text):
        parts += [escape(text[end : found.start()]), _marked(found, names)]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _marked(found: re.Match[str], names: Names) -> str:
    if found["strong"]:
        return f'<span class="strong">{_inline(found["strong"], names)}</span>'
    if found["code"]:
        return f"<code>{escape(found['code'])}</code>"
    if found["target"]:
        link = names.link(found["target"])
        return f'<a href="{escape(link.address)}">{_inline(found["text"], names) if found["text"] else escape(link.text)}</a>'
    return escape(names.name(found["kind"], found["name"]))


def plain(markup: str, names: Names) -> str:
    """The words of a page, one block a line."""
    return "\n".join(_words(line, names) for block in blocks(markup) for line in block.lines)


def _words(line: str, names: Names) -> str:
    def word(found: re.Match[str]) -> str:
        if found["target"]:
            return INLINE.sub(word, found["text"]) if found["text"] else names.link(found["target"]).text
        if found["kind"]:
            return names.name(found["kind"], found["name"])
        return INLINE.sub(word, found["strong"]) if found["strong"] else found["code"]

    text = " ".join(ANCHOR.sub("", cell) for cell in _cells(line)) if line.startswith("|") else line
    return INLINE.sub(word, text)
