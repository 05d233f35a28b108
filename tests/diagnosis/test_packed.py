"""Long lists that lie packed are the rows they were made of, and columns of them."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.compare import LEAST_POSITIVE, at_least, least, positive
from diagnosis.packed import BLOCK, Packed
from diagnosis.survey import Enterprise, Survey
from diagnosis.text import fold

TEXTS = st.none() | st.sampled_from(["", "甲厂", "𠮷é", "\x00\udcff"]) | st.text(max_size=3)
FIRMS = st.builds(
    Enterprise,
    name=TEXTS,
    role=TEXTS,
    employees=st.none() | st.integers(-(10**16), 10**16),
    revenue=st.none() | st.floats(allow_nan=False) | st.integers(0, 9),
    has_rd_unit=st.none() | st.booleans(),
    honours=st.none() | st.lists(st.sampled_from(["hnte", "listed"])).map(tuple),
    more=st.just({}) | st.just({}) | st.dictionaries(st.sampled_from("ab"), st.integers() | st.text(max_size=2)),
)


@given(st.lists(FIRMS, max_size=9))
def test_the_rows_come_back_as_they_were(firms: list[Enterprise]) -> None:
    packed = Packed.of(Enterprise, firms)
    assert list(packed) == firms
    assert packed == tuple(firms)
    assert packed == Packed.of(Enterprise, iter(firms))
    assert repr(packed) == repr(tuple(firms))
    for name in ("name", "employees", "revenue", "has_rd_unit", "honours"):
        held = [getattr(firm, name) for firm in firms]
        assert packed.column(name) == held
        assert list(map(repr, packed.column(name))) == list(map(repr, held))  # 1, 1.0 and True are three things
    for place, firm in enumerate(firms):
        assert packed[place] == packed[place - len(firms)] == firm
    assert packed[1:3] == tuple(firms[1:3])


@given(st.lists(FIRMS, max_size=9))
def test_numbers_are_compared_all_at_once(firms: list[Enterprise]) -> None:
    packed = Packed.of(Enterprise, firms)
    earning = packed.numbers("revenue") >= LEAST_POSITIVE
    assert earning.tolist() == [firm.revenue is not None and positive(firm.revenue) for firm in firms]
    assert packed.where(earning, "name") == [firm.name for firm in firms if firm.revenue is not None and positive(firm.revenue)]
    assert packed.unanswered("has_rd_unit").tolist() == [firm.has_rd_unit is None for firm in firms]
    assert packed.among("role", ("甲厂",)).tolist() == [firm.role == "甲厂" for firm in firms]


def test_a_list_of_several_blocks_is_one_list() -> None:
    firms = [Enterprise(name=str(number), employees=number) for number in range(2 * BLOCK + 1)]
    packed = Packed.of(Enterprise, firms)
    assert [block.size for block in packed.blocks] == [BLOCK, BLOCK, 1]
    assert [packed[place] for place in (0, BLOCK - 1, BLOCK, -1)] == [firms[place] for place in (0, BLOCK - 1, BLOCK, -1)]
    assert packed.numbers("employees").tolist() == list(range(2 * BLOCK + 1))
    assert packed != Packed.of(Enterprise, firms[:-1])
    assert packed != Packed.of(Enterprise, [*firms[:-1], Enterprise(name="?")])
    with pytest.raises(IndexError):
        packed[2 * BLOCK + 1]


def test_a_survey_packs_its_firms() -> None:
    firm = Enterprise(name="甲", more={"patents_pending": 7})
    survey = Survey(enterprises=(firm,))
    assert survey.firms[0] == firm
    assert survey == Survey(enterprises=Packed.of(Enterprise, [firm]))
    assert Survey().enterprises == ()
    assert Survey().firms.numbers("revenue").tolist() == []
    assert Survey().firms.where(Survey().firms.numbers("revenue") > 0, "name") == []


@given(st.sampled_from([0.0, 1e-9, 2000.0, 40000.0, 0.6]) | st.floats(-1e12, 1e12))
def test_the_least_number_for_a_limit_is_the_least_that_reaches_it(limit: float) -> None:
    edge = least(limit)
    assert at_least(edge, limit)
    assert not at_least(math.nextafter(edge, -math.inf), limit)


def test_the_least_positive_number_is_the_least_that_counts_as_one() -> None:
    assert positive(LEAST_POSITIVE)
    assert not positive(math.nextafter(LEAST_POSITIVE, 0))


@given(st.lists(st.none() | st.sampled_from(["甲", " 甲", "Ａ厂", "A厂", "乙", "丙丙", "", "　"]), max_size=12))
def test_what_stands_in_several_rows_is_found_as_it_is_compared(names: list[str | None]) -> None:
    firms = Packed(Enterprise, [block for name in names for block in Packed.of(Enterprise, [Enterprise(name=name)]).blocks])
    folded = Counter(fold(name) for name in names if name and fold(name))  # a blank one is none
    assert firms.repeated("name") == {name: count for name, count in folded.items() if count > 1}
