"""The markup: whatever is written is read again, whatever is typed is some text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.authoring.markup import KEY, Line, Piece, facts_in, from_marked, parse, tidy, to_marked, write
from reports.blocks import bold, fact, ref

keys = st.from_regex(KEY, fullmatch=True)
marks = st.sampled_from("\\*{}[]#-1. \t甲,:")
words = st.text(st.one_of(marks, st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"))), max_size=12)
pieces = st.one_of(
    st.builds(Piece, text=words, bold=st.booleans()), st.builds(Piece, fact=keys, bold=st.booleans()), st.builds(Piece, ref=keys)
)
written = st.builds(
    lambda kind, found: Line(kind, tidy(found)),
    st.sampled_from(("text", "heading", "bullet", "number")),
    st.lists(pieces, min_size=1, max_size=5),
).filter(lambda line: bool(line.pieces))
lines = st.lists(st.one_of(written, st.builds(lambda key: Line("place", key=key), keys)), max_size=4)


@given(lines)
def test_what_is_written_is_read_again(found: list[Line]) -> None:
    assert parse(write(found)) == tuple(found)


@given(st.text())
def test_any_text_is_some_lines_and_stays_them(text: str) -> None:
    assert parse(write(parse(text))) == parse(text)


@given(st.lists(pieces, max_size=5))
def test_pieces_go_through_the_marks_of_blocks(found: list[Piece]) -> None:
    wanted = tidy(found)
    assert from_marked(to_marked(wanted, lambda key: f"<{key}>")) == wanted


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("产值**很大**。", Line("text", (Piece("产值"), Piece("很大", bold=True), Piece("。")))),
        ("- 甲", Line("bullet", (Piece("甲"),))),
        ("1. 甲", Line("number", (Piece("甲"),))),
        ("# 甲", Line("heading", (Piece("甲"),))),
        ("[[table-scale]]", Line("place", key="table-scale")),
        ("见{ref:table-scale}的{fact:cr4}", Line("text", (Piece("见"), Piece(ref="table-scale"), Piece("的"), Piece(fact="cr4")))),
        ("\\- 甲", Line("text", (Piece("- 甲"),))),
        ("{fact:}{甲}", Line("text", (Piece("{fact:}{甲}"),))),
        ("**没有结束", Line("text", (Piece("没有结束", bold=True),))),
    ],
)
def test_each_mark(text: str, line: Line) -> None:
    assert parse(text) == (line,)


def test_facts_are_found_once_in_their_order() -> None:
    assert facts_in(parse("{fact:b}{fact:a}\n- **{fact:b}**")) == ("b", "a")


def test_a_draft_becomes_pieces() -> None:
    marked = bold("甲") + fact("cr4", "61.0%") + ref("table-scale")
    assert from_marked(marked) == (Piece("甲", bold=True), Piece(fact="cr4"), Piece(ref="table-scale"))
