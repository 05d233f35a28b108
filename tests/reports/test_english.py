"""The English report as it reads: counts in words where a sentence begins, lists with their “and”, a unit said once."""

import re
from functools import cache

import pytest

from diagnosis.framework_files import load_framework
from reports.blocks import Figure, Table
from reports.chart import Change
from reports.context import Context, spelled
from reports.drawing.maps import label
from reports.evidence import actors
from reports.native import natives
from tests.reports.made_up import SURVEYS, diagnosis_of, report_of, said

ALL = sorted(SURVEYS)


@cache
def told(name: str) -> str:
    """Everything that the English report says, without the marks of bold text and links."""
    return re.sub(r"[\ue000-\uf8ff\x00-\x08]", "", said(report_of(name, "en")))


@pytest.mark.parametrize(
    ("template", "facts", "told"),
    [
        ("{count} {count:item|items} open.", {"count": 1}, "One {count:item|items} open."),
        ("{count} items open.", {"count": 11}, "{count} items open."),
        ("{known} of the {total} are known.", {"known": 7, "total": 8}, "Seven of the eight are known."),
        ("{known} of the {total} are known.", {"known": 7, "total": 31}, "Seven of the {total} are known."),
        ("The {count} actions; {count} in all.", {"count": 3}, "The three actions; {count} in all."),
        ("It is so. {count} are not.", {"count": 2}, "It is so. Two are not."),
        ("It is so. (Paper.) For {count} it is not.", {"count": 2}, "It is so. (Paper.) For two it is not."),
        ("{rating} of 4.", {"rating": "3"}, "{rating} of 4."),
        ("{count} closed", {"count": 3}, "{count} closed"),
        ("{count} platforms.", {"count": 0}, "{count} platforms."),
        ("{other} platforms.", {}, "{other} platforms."),
    ],
)
def test_a_sentence_begins_with_a_word(template: str, facts: dict[str, object], told: str) -> None:
    assert spelled(template, facts) == told


@pytest.mark.parametrize("name", ALL)
def test_no_sentence_begins_with_a_small_figure(name: str) -> None:
    assert not re.findall(
        r"(?:^|\. )[1-9] (?:[a-z][^.\n]*)? (?:is|are|has|have|stand|stands|points?|follows?|starts?)\b.*", told(name), re.MULTILINE
    )


@pytest.mark.parametrize("name", ALL)
def test_one_is_not_many(name: str) -> None:
    assert not re.findall(r"\bone (?:firms|links|items|platforms|criteria|shares)\b|\b(?:all|both|two) (?:1|2) ", told(name))
    assert "None of the two" not in told(name)
    assert "None of the 2 " not in told(name)


@pytest.mark.parametrize("name", ALL)
def test_a_unit_is_said_once(name: str) -> None:
    units = "(firms?|platforms?|scenarios?|projects?|institutions?|links?)"
    assert not re.findall(rf"\d {units}\b[^.;]*?, [\d.,]+ {units} (?:below|above|short|beyond|under|over|less|more)\b", told(name))
    assert not re.findall(rf"\d {units} \(norm [\d.,]+ {units}", told(name))


def test_the_unit_is_said_with_the_value() -> None:
    assert "the cluster stands at 0 platforms, 1 below the norm of 1." in told("rich")
    assert re.search(r"the cluster stands at 3 scenarios \([^)]*\), 2 short of 5, the limit", told("hydrogen"))
    assert "the figure for demonstrations, 2 projects (" in told("hydrogen")


def test_enumerations_end_in_and() -> None:
    context = Context(diagnosis_of("rich"), "en")
    assert context.join(["a", "b", "c"]) == "a, b and c"
    assert context.join(["a", "b and c"]) == "a, and b and c"
    assert context.join(["“a and b”", "“c”"]) == "“a and b” and “c”"
    assert Context(diagnosis_of("rich"), "zh").names(["甲", "乙", "丙"]) == "甲、乙、丙"
    who = next(entry.action.who for entry in diagnosis_of("rich").actions if entry.action.who[0].en == "Chain leaders")
    assert actors(context, who).startswith("chain leaders")
    assert "the science and technology bureau" in told("rich")


def test_what_can_be_compared_is_counted_as_such() -> None:
    lines = [line for line in told("rich").splitlines() if line.startswith("Since the round before (2022).")]
    assert re.search(r"34 indicators can be compared over both rounds \(2 better, 32 unchanged\)\.", lines[0])
    assert "37 indicators have a value in both rounds: 2 better, 32 unchanged, 3 not compared for want of evidence" in told("rich")


def test_a_norm_is_explained_once_in_a_paragraph() -> None:
    paragraph = next(line for line in told("rich").splitlines() if "self-supply of materials the cluster" in line)
    assert paragraph.count("Made in China 2025") == 1


@pytest.mark.parametrize("name", ALL)
def test_brackets_do_not_stand_in_a_row(name: str) -> None:
    assert not re.findall(r"of 4 \([a-z ]+\) \(", told(name))
    assert not re.findall(r"that can count \(\d+\)\)", told(name))


def test_no_name_of_an_action_is_cut_off_in_the_roadmap() -> None:
    for action in load_framework().actions.values():
        assert not label(action.name.en).endswith("…"), action.name.en
        assert label(action.name.en).count("\n") < 3
        assert not label(action.name.zh).endswith("…"), action.name.zh


def test_the_radar_tells_the_scores_of_the_table() -> None:
    report = report_of("rich", "en")
    chart = next(block.chart for block in report.blocks if isinstance(block, Figure) and block.key == "figure-radar")
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == "table-elements")
    (spec,) = natives(chart, "en")
    assert [name.split("\n")[1] for name in spec.categories] == [row[1] for row in table.rows]
    assert "54.5" in {row[1] for row in table.rows}


def test_types_have_their_article_and_one_gap_is_one() -> None:
    assert "decided for the frontier-technology cluster instead" in told("override")
    assert not re.findall(r"(?:This|These) 1 ", "".join(map(told, ALL)))


def test_changes_have_a_minus_and_few_words() -> None:
    report = report_of("rich", "en")
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == "table-since")
    assert "+4.1 points" in {row[3] for row in table.rows}
    assert "percentage points" in table.note
    figure = next(block for block in report.blocks if isinstance(block, Figure) and block.key == "figure-change")
    assert isinstance(figure.chart, Change)
    assert {"+16.7", "−10.4", "0"} <= {words for *_, words in figure.chart.rows}
