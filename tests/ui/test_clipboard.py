"""Blocks of cells as spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.clipboard import rows_of, text_of

CELLS = st.text(alphabet='ab "\t\n甲', max_size=6)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("\n", [[""]]),
        ("a\tb\r\nc\t", [["a", "b"], ["c", ""]]),
        ("a\rb", [["a"], ["b"]]),  # a lone CR ends a row, too
        ('"a\r\nb"\tc\r\n', [["a\nb", "c"]]),
        ('"say ""yes"""\n', [['say "yes"']]),
        ('"大国重器"专项\t1\n乙\t2\n', [['"大国重器"专项', "1"], ["乙", "2"]]),
        ('"甲\t1\n乙\t2\n', [['"甲', "1"], ["乙", "2"]]),
        ('5" pipe\t"\n', [['5" pipe', '"']]),
        ('""\tx', [["", "x"]]),
    ],
)
def test_a_block_is_read_as_a_spreadsheet_wrote_it(text: str, block: list[list[str]]) -> None:
    assert list(rows_of(text)) == block


def test_a_long_cell_whose_quotation_mark_is_never_closed_is_text() -> None:
    long = '"' + "长" * 200_000
    assert list(rows_of(f"{long}\t1\n乙")) == [[long, "1"], ["乙"]]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4))
def test_what_is_written_reads_back(rows: list[list[str]]) -> None:
    assert list(rows_of(text_of(rows))) == rows
