"""Names within a round: whom somebody means, who is on a list, which links of the chain firms name already."""

from collections.abc import Mapping
from typing import Any

import pytest

from db import names, operations
from db.names import Known
from db.search import Finder
from db.workspace import Workspace
from diagnosis.progress import outcome
from reports.tally import graph
from tests.db.helpers import survey_file


def round_of(workspace: Workspace, **parts: Any) -> int:
    made = operations.import_survey(workspace, survey_file(**parts)).round_id
    assert made is not None
    return made


def found(workspace: Workspace, round_id: int, typed: str, most: int = 9) -> list[str]:
    return [known.name for known in names.complete(Finder(), workspace, round_id, typed, most)]


def named(*given: str) -> list[Mapping[str, str]]:
    return [{"name": name} for name in given]


def test_a_name_is_completed_from_all_lists_what_begins_with_it_first(workspace: Workspace) -> None:
    round_id = round_of(
        workspace,
        enterprises=named("中联重科", "湖南三一重工", "三一重工"),
        institutions=named("三一学院"),
        platforms=named("国家三一实验室"),
        organisations=named("三一之友协会"),
        links=[{"from": "三一重能", "to": "中联重科"}],
    )
    assert found(workspace, round_id, " 三一 ") == ["三一学院", "三一重工", "三一重能", "三一之友协会", "湖南三一重工", "国家三一实验室"]
    assert found(workspace, round_id, "三一", 2) == ["三一学院", "三一重工"]
    assert names.complete(Finder(), workspace, round_id, "重能", 9) == (Known("三一重能", None),)
    assert names.complete(Finder(), workspace, round_id, "中联", 9) == (Known("中联重科", "enterprises"),)
    assert found(workspace, round_id, " ") == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("三一", "三一重工股份有限公司"),
        ("长沙市三一重工有限公司", "三一重工股份有限公司"),
        ("三一重工（集团）", "三一重工股份有限公司"),
        ("湖南中联智能机有限公司", "湖南中联智能机械有限公司"),
        ("中南", "中南大学"),  # the shortest that holds it
        ("三二重工", None),
        ("工", None),
        ("第二机床厂", None),  # a numeral is no slip
    ],
)
def test_whom_a_name_on_no_list_may_mean(workspace: Workspace, name: str, meant: str | None) -> None:
    firms = named("第一机床厂", "三一重工股份有限公司", "湖南中联智能机械有限公司")
    round_id = round_of(workspace, enterprises=firms, institutions=named("中南大学设计院", "中南大学"))
    assert outcome(names.meant(workspace, round_id, name)) == meant


def test_whom_a_name_means_is_looked_for_in_steps_between_which_others_write(workspace: Workspace) -> None:
    round_id = round_of(workspace, enterprises=named(*(f"第{number}加工厂" for number in range(3 * names.STEP)), "三一重工股份有限公司"))
    steps = names.meant(workspace, round_id, "三一重工")
    for _ in range(3):
        next(steps)
        operations.add_row(workspace, round_id, "enterprises", {"name": "甲公司"})
    assert outcome(steps) == "三一重工股份有限公司"


def test_a_name_is_completed_from_the_initials_of_its_pinyin(workspace: Workspace) -> None:
    links = [{"from": "三一重能", "to": "中联重科"}]
    round_id = round_of(workspace, enterprises=named("中联重科", "三一重工"), institutions=named("中南大学"), links=links)
    assert found(workspace, round_id, "syz") == ["三一重工", "三一重能"]
    assert names.complete(Finder(), workspace, round_id, "zlzk", 9) == (Known("中联重科", "enterprises"),)


def test_a_finder_sees_what_was_added_meanwhile(workspace: Workspace) -> None:
    round_id, finder = round_of(workspace, enterprises=named("甲公司")), Finder()
    assert [known.name for known in names.complete(finder, workspace, round_id, "公司", 9)] == ["甲公司"]
    operations.add_row(workspace, round_id, "platforms", {"name": "公司实验室"})
    assert [known.name for known in names.complete(finder, workspace, round_id, "公司", 9)] == ["公司实验室", "甲公司"]


def test_what_is_typed_is_no_pattern_and_case_does_not_count(workspace: Workspace) -> None:
    round_id = round_of(workspace, enterprises=named("ABB 电机", "100% 电机", "甲_乙", "it's"))
    assert found(workspace, round_id, "abb") == ["ABB 电机"]
    assert found(workspace, round_id, "%") == ["100% 电机"]
    assert found(workspace, round_id, "_") == ["甲_乙"]
    assert found(workspace, round_id, "'") == ["it's"]


def test_other_rounds_do_not_answer(workspace: Workspace) -> None:
    round_of(workspace, enterprises=named("甲公司"))
    other = round_of(workspace, cluster={"name_zh": "乙集群"}, enterprises=named("乙公司"))
    assert found(workspace, other, "公司") == ["乙公司"]
    assert names.listed(workspace, other, ["甲公司", "乙公司"]) == {"乙公司": "enterprises"}


def test_a_name_is_listed_also_when_it_is_written_otherwise(workspace: Workspace) -> None:
    round_id = round_of(workspace, enterprises=named("Ａ厂（集团）", "甲"), institutions=named(" 大学 "), platforms=named("甲"))
    found = names.listed(workspace, round_id, ["A厂(集团)", "大学", " 甲", "乙", ""])
    assert found == {"A厂(集团)": "enterprises", "大学": "institutions", "甲": "enterprises"}


def test_many_names_are_looked_up_at_once(workspace: Workspace) -> None:
    many = [f"企业{number}" for number in range(1201)]
    round_id = round_of(workspace, enterprises=named(*many))
    assert names.listed(workspace, round_id, [*many, "外"]) == dict.fromkeys(many, "enterprises")


def test_the_network_knows_the_kind_of_every_actor_without_the_whole_roster(workspace: Workspace) -> None:
    round_id = round_of(
        workspace,
        enterprises=named("甲公司", "乙公司", "丙公司"),
        institutions=named("大学"),
        platforms=named("中心"),
        organisations=named("协会"),
        links=[
            {"from": "甲公司", "to": "大学", "kind": "joint-rd"},
            {"from": "甲公司", "to": "中心"},
            {"from": "协会", "to": "外人"},
        ],
    )
    operations.add_row(workspace, round_id, "links", {"from": "甲公司"})
    found = names.links(workspace, round_id)
    assert len(found.ids) == 4
    assert [firm.name for firm in found.survey.enterprises] == ["甲公司"]
    kinds = dict(graph(found.survey).actors)
    assert kinds == {"甲公司": "firm", "大学": "institution", "中心": "platform", "协会": "organisation", "外人": "other"}


FIRMS = [
    {"name": "1", "chain_link": "底盘"},
    {"name": "2", "chain_link": "液压A、 底盘"},
    {"name": "3", "chain_link": "液压Ａ"},
    {"name": "空"},
]


@pytest.mark.parametrize(
    ("chain", "lacking"),
    [
        ([], [("底盘", 2), ("液压A", 2)]),
        ([{"name": "底盘"}], [("液压A", 2)]),
        ([{"name": " 液压Ａ "}, {}], [("底盘", 2)]),
    ],
)
def test_links_that_firms_name_and_the_chain_lacks(workspace: Workspace, chain: list[Any], lacking: list[tuple[str, int]]) -> None:
    assert list(names.links_of_firms(workspace, round_of(workspace, enterprises=FIRMS, chain=chain))) == lacking
