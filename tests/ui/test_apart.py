"""Answers side by side: what differs is in view, and stands out."""

from hypothesis import given
from hypothesis import strategies as st

from ui.dialogs.apart import apart

LONGEST = 60


@given(
    st.text(alphabet="甲乙ab12. ", max_size=200), st.text(alphabet="甲乙ab12. ", max_size=200), st.text(alphabet="甲乙a1 ", max_size=200)
)
def test_texts_that_differ_look_different(start: str, one: str, other: str) -> None:
    pair = [" ".join(f"{start}{end}".split()) for end in (one, other)]
    found = apart(pair, LONGEST)
    assert (found[0] == found[1]) == (pair[0] == pair[1])
    assert all(len(str(piece)) <= LONGEST + 42 for piece in found)
    if max(map(len, pair)) <= LONGEST:
        assert list(map(str, found)) == pair


def test_a_number_stands_out_as_a_whole() -> None:
    assert [each.html for each in apart(["强度3.1%<", "强度3.25%<"], LONGEST)] == ["强度<b>3.1</b>%&lt;", "强度<b>3.25</b>%&lt;"]


def test_paragraphs_are_seen() -> None:
    assert [str(each) for each in apart(["甲\n乙", "甲乙"], LONGEST)] == ["甲 ↵ 乙", "甲乙"]


def test_of_three_each_is_shown_where_it_differs_from_the_one_most_like_it() -> None:
    start = "同一段话。" * 40
    found = apart([f"{start}甲", f"{start}乙", "别的"], LONGEST)
    assert [each.own for each in found] == ["甲", "乙", "别的"]


def test_what_has_nothing_in_common_is_not_all_in_bold() -> None:
    assert [each.html for each in apart(["12", "35"], LONGEST)] == ["12", "35"]
