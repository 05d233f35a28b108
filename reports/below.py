"""Texts that are too long for a cell: its row would fill pages of one narrow column. They stand below the table, in full."""

from collections.abc import Iterator
from dataclasses import replace

from diagnosis.text import Lang
from reports.blocks import Block, Paragraph, Table, bold, clean
from reports.context import Context

LONGEST: dict[Lang, int] = {"zh": 160, "en": 320}  # characters that a cell takes
START: dict[Lang, int] = {"zh": 60, "en": 120}  # of which it keeps these of a longer text
STOPS = "。！？；;!?"


def set_below(context: Context, table: Table, named: int = 1) -> Iterator[Block]:
    """The table with the beginning of every longer text, and below it these texts; ``named``: the column that says which row it is."""
    texts: list[tuple[str, str]] = []  # what each is of, and itself

    def cell(row: tuple[str, ...], place: int) -> str:
        if len(row[place]) <= LONGEST[context.lang]:
            return row[place]
        head = " ".join(table.columns[place].head.split())
        of = row[named] if place != named else row[0]
        texts.append((context.say("too-long.of", row=begun(of, START[context.lang]), head=head), row[place]))
        return context.say("too-long.cell", start=begun(row[place], START[context.lang]), number=len(texts))

    yield replace(table, rows=tuple(tuple(cell(row, place) for place in range(len(row))) for row in table.rows))
    for number, (of, text) in enumerate(texts, 1):
        lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
        lead = bold(context.say("too-long.lead", number=number, of=of)) + context.say("space")
        yield from (Paragraph(words, "summary") for words in (lead + lines[0], *lines[1:]))


def begun(text: str, most: int) -> str:
    """The beginning of a text on one line: up to the last end of a sentence within ``most`` characters, else of a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    start = line[:most]
    stop = max(start.rfind(mark) for mark in STOPS)
    if stop >= most // 2:
        return start[:stop]
    space = start.rfind(" ")
    return (start[:space] if space >= most // 2 and start[-1].isascii() else start).rstrip("，、,： ")
