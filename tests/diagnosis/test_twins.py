"""Which firms stand on the list twice, and what one row says for several."""

from hypothesis import example, given
from hypothesis import strategies as st

from diagnosis.questionnaire import questionnaire
from diagnosis.twins import Known, joined, twins_of

FIRMS = questionnaire().parts["enterprises"]
CODE, OTHER = "91430100717881418M", "91430000712194165X"


def test_a_name_or_a_code_in_common_makes_one_firm_of_rows() -> None:
    rows = [
        Known(1, "第一机械厂", None),
        Known(2, "第二机械厂", CODE),
        Known(3, "第一机械厂（集团） ", None),
        Known(4, "第一机械厂(集团)", OTHER),
        Known(5, "二机", CODE.lower()),
        Known(6, None, OTHER),
        Known(7, None, None),
        Known(8, "", " "),
        Known(9, "第一机械厂", None),
    ]
    assert twins_of(rows) == [(1, 9), (2, 5), (3, 4, 6)]


def test_rows_that_are_joined_by_a_third_one_are_one_firm() -> None:
    assert twins_of([Known(1, "甲", None), Known(2, None, CODE), Known(3, "甲", CODE)]) == [(1, 2, 3)]


@example([("乙", None), (None, CODE), ("甲", None), ("甲", CODE), ("乙", CODE)])
@given(st.lists(st.tuples(st.sampled_from([None, "甲", "乙", "丙"]), st.sampled_from([None, CODE, OTHER])), max_size=12))
def test_every_row_is_in_one_group_at_most_and_shares_something_there(rows: list[tuple[str | None, str | None]]) -> None:
    groups = twins_of(Known(number, *row) for number, row in enumerate(rows))
    placed = [row for group in groups for row in group]
    assert len(placed) == len(set(placed))
    for group in groups:
        for row in group:
            others = [rows[other] for other in group if other != row]
            assert any((name and name == rows[row][0]) or (code and code == rows[row][1]) for name, code in others)
    left = [rows[number] for number in range(len(rows)) if number not in placed]
    assert len({name for name, _ in left if name}) == len([name for name, _ in left if name])


def test_what_one_lacks_comes_from_the_other_and_what_can_stand_together_does() -> None:
    found = joined(
        FIRMS,
        [
            {"name": "甲", "employees": 12, "honours": ("hnte",), "note": "去过", "has_rd_unit": False},
            {"name": "甲", "revenue": 5.0, "honours": ("listed", "hnte"), "note": "再去", "has_rd_unit": False},
        ],
    )
    assert found.answers == {
        "name": "甲",
        "employees": 12,
        "revenue": 5.0,
        "honours": ("hnte", "listed"),
        "note": "去过\n再去",
        "has_rd_unit": False,
    }
    assert found.differing == {}


def test_what_contradicts_is_to_be_chosen() -> None:
    found = joined(
        FIRMS, [{"employees": 12, "honours": (), "has_rd_unit": True}, {"employees": 13, "honours": ("hnte",), "has_rd_unit": False}]
    )
    assert found.differing == {"employees": [12, 13], "honours": [(), ("hnte",)], "has_rd_unit": [True, False]}
    assert found.answers == {"employees": 12, "honours": (), "has_rd_unit": True}


def test_a_note_that_another_one_holds_is_not_said_twice() -> None:
    assert joined(FIRMS, [{"note": "去过"}, {"note": "去过，老板在"}]).answers == {"note": "去过，老板在"}
