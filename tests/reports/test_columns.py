"""Columns of survey data: no word torn, no name in a thread, and smaller type before anything else gives."""

import pytest

from diagnosis.text import LANGS, Lang
from reports.blocks import DENSE, Table
from reports.columns import LANDSCAPE, MARGIN, PORTRAIT, fitted
from reports.outline import outline
from reports.text_width import ems, longest_word
from tests.reports.made_up import diagnosis_of, report_of, round_before


def test_a_few_short_columns_stay_upright() -> None:
    shape = fitted(["序号", "领域", "占比\n（0–1）"], [["1", "纺织", "0.95"]], "zh")
    assert (shape.wide, shape.dense) == (False, False)


def test_many_columns_turn_the_page_and_shrink_the_type() -> None:
    heads = [f"列{n}" for n in range(14)]
    shape = fitted(heads, [["某某数字安防有限公司"] * 14] * 3, "zh")
    assert (shape.wide, shape.dense) == (True, True)
    assert sum(shape.widths) <= 1.06 * LANDSCAPE["zh"] / DENSE


def test_one_long_name_does_not_starve_the_others() -> None:
    rows = [["杭州数字安防有限公司", "镜头"] for _ in range(20)] + [["很长的名称" * 12, "镜头"]]
    name, product = fitted(["名称", "产品"], rows, "zh").widths
    assert name < 12
    assert product > 2


@pytest.mark.parametrize("lang", LANGS)
def test_no_number_and_no_english_word_is_torn(lang: Lang) -> None:
    for block in report_of("rich", lang).blocks:
        if not (isinstance(block, Table) and block.key.startswith("table-data-")):
            continue
        total = sum(column.width for column in block.columns)
        room = (LANDSCAPE if block.wide else PORTRAIT)[lang] / (DENSE if block.dense else 1)
        for place, column in enumerate(block.columns):
            width = column.width / total * max(room, total) - MARGIN
            cells = [row[place] for row in block.rows]
            longest = max(longest_word(cell, chinese=lang == "zh", sans=lang == "en") for cell in cells)
            assert longest <= width + 0.01 or longest > 9, (block.key, column.head)
            assert ems(column.head.partition("\n")[2], chinese=lang == "zh", sans=lang == "en") <= width + 0.01


@pytest.mark.parametrize("lang", LANGS)
def test_no_word_of_a_comparison_is_torn_where_not_every_value_can_stay_on_its_line(lang: Lang) -> None:
    """The English one has more to say than the page has room for."""
    report = outline(diagnosis_of("rich"), lang, round_before())
    (table,) = (block for block in report.blocks if isinstance(block, Table) and block.key == "table-since")
    room, total = PORTRAIT[lang], sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns):
        width = room * column.width / total - MARGIN
        longest = max(longest_word(row[place], chinese=lang == "zh", sans=lang == "en") for row in table.rows)
        assert longest <= width + 0.01, column.head


def test_names_that_are_all_as_long_stand_on_one_line_each() -> None:
    """Half a character less would double every row of the list of firms."""
    (table,) = (block for block in report_of("rich", "zh").blocks if isinstance(block, Table) and block.key == "table-data-enterprises")
    room, total = LANDSCAPE["zh"] / (DENSE if table.dense else 1), sum(column.width for column in table.columns)
    name = table.columns[1].width * room / total - MARGIN
    names = sorted(ems(row[1]) for row in table.rows)
    assert names[-2] <= name


def test_a_short_head_stands_on_one_line_where_everything_else_has_room() -> None:
    for key, heads in (("table-data-chain", ("本地具备", "掌控程度", "重要性")), ("table-data-platforms", ("对外开放",))):
        (table,) = (block for block in report_of("rich", "zh").blocks if isinstance(block, Table) and block.key == key)
        room, total = PORTRAIT["zh"], sum(column.width for column in table.columns)
        widths = {column.head: column.width * room / total - MARGIN for column in table.columns}
        assert all(ems(head) <= widths[head] for head in heads), key


def test_what_stands_between_two_scripts_counts() -> None:
    assert ems("2858家（2020年）") == pytest.approx(ems("2858") + ems("2020") + 4.0 + 2 * 0.2)
    assert ems("2020 firms", chinese=False) == pytest.approx(ems("2020", chinese=False) + ems(" firms", chinese=False))
