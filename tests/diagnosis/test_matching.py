"""Finding by typing: Chinese, English, initials, and which of several is the better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.matching import (
    BEGINS,
    ELSEWHERE,
    INITIALS_BEGIN,
    INITIALS_INSIDE,
    INSIDE,
    WHOLE,
    WITHIN,
    WORD_BEGINS,
    Name,
    comparable,
    initials,
    rank,
    words,
)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("关键材料", "gjcl"),
        ("长沙鑫盛机械", "csxsjx"),
        ("重庆 喆祎（集团）公司", "zqzyjtgs"),
        ("R&D intensity", "rdintensity"),
        ("三一SY-215C", "sysy215c"),
        ("", ""),
    ],
)
def test_initials_of_a_name(text: str, letters: str) -> None:
    assert initials(comparable(text)) == letters


NAME = Name.of(["关键共性技术研发乏力", "Weak R&D of key common technologies"], "common-technology")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("关键共性技术研发乏力", WHOLE),
        ("关键", BEGINS),
        ("Weak", BEGINS),
        ("common", WORD_BEGINS),
        ("共性", INSIDE),
        ("gjgx", INITIALS_BEGIN),
        ("echno", WITHIN),
        ("jsyf", INITIALS_INSIDE),
        ("n-t", ELSEWHERE),
        ("没有", None),
        ("g", WITHIN),
        ("q", None),
        ("", 0),
        ("关键 共性", BEGINS + INSIDE),
        ("关键 没有", None),
    ],
)
def test_how_well_a_name_is_found(typed: str, found: int | None) -> None:
    assert rank(NAME, words(typed)) == found


def test_width_and_case_make_no_difference() -> None:
    assert rank(Name.of(["ＣＲ４ 集中度"]), words("cr4")) == BEGINS


@given(st.text(), st.text(min_size=1))
def test_a_part_of_a_name_always_finds_it(before: str, part: str) -> None:
    wanted = words(part)
    assert rank(Name.of([f"{before} {part}"]), wanted) is not None
