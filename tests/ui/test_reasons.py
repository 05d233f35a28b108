"""What the rows of the diagnosis page open to, for each kind of judgement: values, limits, sums, rows, sources, what would change it."""

import pytest
from PySide6.QtWidgets import QLabel

from diagnosis.changes import turns
from diagnosis.findings import Place
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.numbers import norm_amount, norm_number
from tests.surveys import file_data, firms, sample_data
from tests.ui.judging import ALL_STAGE, Desk
from tests.ui.test_diagnosis_page import link, listed, opened, page_of, rows
from ui.pages.diagnosis import DiagnosisPage
from ui.widgets.disclosure import RowList
from ui.widgets.wording import Words
from ui.widgets.year_faces import norm_face

CHANGE = "什么会改变它"


def facts(found: RowList, key: str) -> dict[str, str]:
    """The facts in the body of a row: name -> text."""
    body = found.body(key)
    assert body is not None
    names = (label.accessibleName().partition(": ") for label in body.findChildren(QLabel) if ": " in label.accessibleName())
    return {name: text for name, _, text in names}


def titles(found: RowList) -> list[str]:
    return [row.content.title for row in found.rows]


def shown(desk: Desk, section: str, key: str, page: DiagnosisPage | None = None) -> RowList:
    """The rows of a section, with one of them opened."""
    page = page or page_of(desk)
    found = rows(page, section)
    opened(desk, found, key)
    desk.settle()
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_a_norm_is_the_same_number_in_the_window_and_in_the_report(lang: Lang) -> None:
    said = Words(load_framework(), lang)
    for indicator in said.framework.indicators.values():
        if indicator.norm is not None and indicator.norm.value is not None:
            told = norm_amount(indicator.norm.value, indicator, lang)
            assert said.norm(indicator) == told
            assert norm_face(said, indicator, None).first[0].text.removesuffix("%") == norm_number(indicator.norm.value, lang)
    assert "3.8" in said.norm(said.framework.indicators["champions"])


# ---- the type


def test_how_firm_the_type_is_stands_beside_its_limits(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "textiles", "share": 0.6}], criteria={"capacity": "basic", "value-chain": "strategic"}))
    told = shown(desk, "type", "firmness")
    said = facts(told, "firmness")
    assert said["依据覆盖"] == "已答标准占权重 40%；低于 50% 即为暂定"
    assert said["领先幅度"] == "比“关键战略”高 0.30；低于 0.15 即有争议"
    assert said["稳健性"].startswith("很稳：权重随机扰动 2000 次") or said["稳健性"].startswith("较稳：")
    assert said["领域与阶段"] == "产业领域指向基础产业，发展阶段指向关键战略，两方面不一致"
    assert "权重、两道门槛和扰动检验由本框架设定" in said["出处"]
    assert told.row("firmness").content.word == "暂定"
    against = listed(told, "firmness", "最弱的依据")
    assert [(row.content.title, row.content.word) for row in against.rows] == [("产业链状态", "得分减 0.35")]
    desk.click(against.row("value-chain"))
    assert desk.jumps == [Place(step="classification", part="criteria", field="value-chain")]
    assert len(listed(told, "firmness", "尚未回答").keys) == 5


def test_provisional_and_contested_are_both_told(desk: Desk) -> None:
    desk.load(file_data(criteria={"market-stage": "basic", "technology-maturity": "strategic"}))
    told = shown(desk, "type", "firmness")
    assert told.row("firmness").content.word == "暂定、有争议"
    assert facts(told, "firmness")["稳健性"].startswith("不稳：")


def test_halves_that_disagree_have_a_row_of_their_own(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "textiles", "share": 1.0}], criteria=dict.fromkeys(ALL_STAGE[:3], "frontier")))
    told = shown(desk, "type", "disagree")
    said = facts(told, "disagree")
    assert said["产业领域指向"] == "基础产业\n纺织 100.0%"
    assert said["发展阶段指向"] == "前沿技术"
    assert listed(told, "disagree", "各项回答").keys == ALL_STAGE[:3]


def test_a_criterion_opens_to_its_descriptors_and_what_another_answer_would_do(desk: Desk) -> None:
    found = desk.load(file_data(criteria={"market-stage": "basic", "capacity": "basic", "value-chain": "strategic"}))
    told = shown(desk, "type", "market-stage")
    said, about = facts(told, "market-stage"), found.framework.criteria["market-stage"]
    assert said["回答"] == "基础产业"
    types = {"基础产业": "basic", "关键战略": "strategic", "前沿技术": "frontier"}
    assert [said[name] for name in types] == [about.descriptors[type_id].zh for type_id in types.values()]  # type: ignore[index]
    assert said["对得分的贡献"] == "权重 12%；基础产业 +0.35"
    assert said[CHANGE].splitlines()[0] == "若“市场与发展阶段”改答“关键战略”，结果变为“关键战略”"
    assert said["出处"] == about.source.zh
    opened(desk, told, "leading-actors")
    assert facts(told, "leading-actors")["回答"] == "未回答"
    assert facts(told, "leading-actors")["对得分的贡献"] == "权重 10%"


def test_the_fields_open_to_the_shares_entered(desk: Desk) -> None:
    found = desk.load(file_data(fields=[{"id": "steel", "share": 0.2}, {"id": "textiles", "share": 0.6}], criteria={"capacity": "basic"}))
    told = shown(desk, "type", "fields")
    said = facts(told, "fields")
    assert said["占比来源"] == "按概况页填写的领域占比计算，合计 80%。"
    assert said["对得分的贡献"] == "权重 30% × 已知占比 80% = 0.24；基础产业 100%"
    assert said["出处"] == found.framework.criteria["fields"].source.zh
    shares = listed(told, "fields", "领域占比")
    assert [(row.content.title, row.content.word) for row in shares.rows] == [("纺织", "基础产业 60.0%"), ("钢铁", "基础产业 20.0%")]
    desk.click(shares.row("textiles"))
    desk.click(link(told, "fields", "概况"))
    assert desk.jumps == [Place(step="overview", part="fields", row=1, field="share"), Place(step="overview", part="fields")]


def test_the_fields_open_to_the_codes_of_the_roster(desk: Desk) -> None:
    desk.load(file_data(enterprises=[*firms(30000, 20000, gbt4754="C1751"), *firms(40000, gbt4754="99"), *firms(10000)]))
    told = shown(desk, "type", "fields")
    assert facts(told, "fields")["占比来源"].startswith("未填写领域占比，按企业名录")
    by_code = listed(told, "fields", "名录按代码归类")
    assert [(row.content.title, row.content.word, row.content.below) for row in by_code.rows] == [
        ("纺织", "2 家 · 5亿元", "行业代码 1751"),
        ("不属于任何领域", "2 家 · 5亿元", "行业代码 99"),
    ]


def test_a_decision_opens_to_reason_and_computed_scores(desk: Desk) -> None:
    desk.load({**sample_data("shaoxing"), "classification_override": {"type": "strategic", "reason": "纺机占比上升"}})
    told = shown(desk, "type", "reason")
    said = facts(told, "reason")
    assert said["人工判定"] == "关键战略产业集群"
    assert said["理由"] == "纺机占比上升"
    assert said["计算结果"].startswith("基础产业集群\n基础产业 0.86")
    desk.click(link(told, "reason", "类型判定"))
    assert desk.jumps == [Place(step="classification", part="classification_override", field="reason")]


def test_what_the_type_means_is_told_with_the_section_of_the_paper(desk: Desk) -> None:
    found = desk.load(sample_data("hydrogen"))
    about = found.framework.types["frontier"]
    said = facts(shown(desk, "type", "definition"), "definition")
    assert (said["说明"], said["出处"]) == (about.description.zh, about.source.zh)


def test_what_would_change_the_type_names_single_answers_and_the_fewest_together(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    told = shown(desk, "type", "flips")
    said = facts(told, "flips")
    assert said["改一项即变"] == "没有哪一项单独改答会改变结果。"
    for turn in turns(found):
        name = found.framework.types[turn.to].short.zh
        assert said[name].startswith(f"至少 {len(turn.criteria)} 项同时改答“{name}”才会变：")


def test_a_single_answer_that_would_change_the_type_leads_to_its_criterion(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "textiles", "share": 0.5}], criteria={"capacity": "basic", "market-stage": "strategic"}))
    told = shown(desk, "type", "flips")
    single = listed(told, "flips", "改一项即变")
    words = titles(single)
    assert "若已知产值全部属于“关键战略”类领域，结果变为“关键战略”" in words
    opened_flip = next(text for text in words if text.startswith("“产业链状态”尚未回答，若答“关键战略”"))
    desk.click(single.rows[words.index(opened_flip)])
    assert desk.jumps == [Place(step="classification", part="criteria", field="value-chain")]


# ---- items


def test_what_would_change_a_level_is_told_with_the_value_that_does_it(desk: Desk) -> None:
    entered = [{"id": "rd-intensity", "year": 2023, "value": 1.2, "source": "统计局"}]
    desk.load(file_data(criteria={"capacity": "strategic"}, indicators=entered))
    told = shown(desk, "gaps", "rd-investment")
    changes = listed(told, "rd-investment", CHANGE)
    assert [(row.content.title, row.content.word) for row in changes.rows] == [
        ("评分为 0", "突出短板"),
        ("评分为 2", "有待加强"),
        ("研发投入强度达到 1.46%", "有待加强"),
        ("研发投入强度达到 2.71%", "基本到位"),
        ("研发投入强度低于 1.0%", "突出短板"),
    ]
    desk.click(changes.rows[2])
    desk.click(changes.rows[0])
    assert desk.jumps == [
        Place(step="indicators", part="indicators", row=0, field="value"),
        Place(step="checklist", part="ratings", field="rd-investment"),
    ]


def test_a_change_that_would_contradict_the_other_side_says_so(desk: Desk) -> None:
    entered = [{"id": "rd-intensity", "year": 2023, "value": 5, "source": "统计局"}]
    desk.load(file_data(criteria={"capacity": "strategic"}, indicators=entered, ratings=[{"item": "rd-investment", "score": 4}]))
    changes = listed(shown(desk, "gaps", "rd-investment"), "rd-investment", CHANGE)
    told = [(row.content.title, row.content.word, row.content.below) for row in changes.rows]
    assert ("评分为 0", "突出短板", "将与数据冲突，取较重者") in told
    assert ("研发投入强度低于 1.46%", "明显不足", "将与评分冲突，取较重者") in told


def test_an_unknown_item_says_what_to_ask_of_whom_and_what_each_answer_would_mean(desk: Desk) -> None:
    found = desk.load(file_data(criteria={"capacity": "strategic"}))
    key = "ratings:rd-investment"
    told = shown(desk, "unknown", key)
    item = found.framework.items["rd-investment"]
    assert facts(told, key)["怎么核实"] == item.ask.zh
    figures = listed(told, key, "数据")
    assert found.framework.indicators["rd-intensity"].ask.zh in figures.row("rd-intensity").content.below
    assert "研发投入强度低于 1.0%" in titles(listed(told, key, CHANGE))
    desk.click(figures.row("rd-intensity"))
    assert desk.jumps == [Place(step="indicators", part="indicators", field="rd-intensity")]


def test_an_item_that_does_not_apply_says_why_and_what_a_rating_would_do(desk: Desk) -> None:
    ratings = [{"item": "rd-investment", "score": "na", "reason": "本地没有研发活动"}]
    desk.load(file_data(criteria={"capacity": "strategic"}, ratings=ratings))
    told = shown(desk, "gaps", "rd-investment")
    assert "不适用：本地没有研发活动" in facts(told, "rd-investment")["定级"]
    assert titles(listed(told, "rd-investment", CHANGE)) == ["评分为 0", "评分为 1", "评分为 2", "评分为 3、4"]


def test_a_service_is_told_as_in_place_or_not(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "strategic"}, services={"testing": False}))
    told = shown(desk, "gaps", "services-testing")
    (change,) = (row for row in listed(told, "services-testing", CHANGE).rows if "具备" in row.content.title)
    assert (change.content.title, change.content.word) == ("检验检测已具备", "基本到位")
    desk.click(change)
    assert desk.jumps == [Place(step="actors", part="services", field="testing")]


# ---- profile


def test_an_element_opens_to_what_each_item_costs(desk: Desk) -> None:
    ratings = [{"item": "policy-system", "score": 0}, {"item": "innovation-culture", "score": 4}]
    found = desk.load(file_data(criteria={"capacity": "basic"}, ratings=ratings))
    told = shown(desk, "profile", "environment")
    said = facts(told, "environment")
    score = next(entry.score for entry in found.elements if entry.element.id == "environment")
    assert score is not None
    assert said["得分怎么来"].startswith(f"100 − 各条目扣分 {100 - score:.1f} = {score:.1f}")
    name = found.framework.items["policy-system"].short.zh
    assert said[CHANGE].startswith(f"若“{name}”到位，得分升至 100.0")
    terms = listed(told, "environment", "条目")
    assert terms.keys[0] == "policy-system"
    assert terms.rows[0].content.cells[0].text == f"扣 {100 - score:.1f} 分"
    assert terms.rows[-1].content.cells[0].text.startswith("占权重 ")
    assert said["出处"] == found.framework.elements["environment"].source.zh


def test_a_feature_opens_to_its_sum_and_leads_to_its_elements(desk: Desk) -> None:
    ratings = [{"item": "incomplete-chain", "score": 2}]
    found = desk.load(file_data(criteria={"capacity": "strategic"}, ratings=ratings, features={"value-chain": 2}))
    page = page_of(desk)
    section = page.sections["profile"]
    features = section.features  # type: ignore[attr-defined]  # only the profile has them
    opened(desk, features, "value-chain")
    entry = next(entry for entry in found.features if entry.feature.id == "value-chain")
    assert facts(features, "value-chain")["得分怎么来"].endswith(f"÷ 2 = {entry.score:.1f}")
    element = entry.feature.elements[0]
    desk.click(listed(features, "value-chain", "相关要素").row(element))
    assert section.rows.row(element).isChecked()


# ---- figures


def test_a_computed_figure_opens_to_the_rows_that_fed_it(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "basic"}, enterprises=firms(*range(1000, 13000, 1000), None)))
    told = shown(desk, "figures", "cr4")
    behind = listed(told, "cr4", "取自")
    assert titles(behind)[:2] == ["企业12", "企业11"]
    assert behind.rows[0].content.word == "营业收入 1.2亿元"
    assert titles(behind)[-1] == "其余 4 行见“企业”"
    desk.click(behind.rows[0])
    desk.click(behind.rows[-1])
    assert desk.jumps == [
        Place(step="enterprises", part="enterprises", row=11, field="revenue"),
        Place(step="enterprises", part="enterprises"),
    ]


def test_an_entered_figure_opens_to_its_row_and_to_the_rows_of_the_computed_one(desk: Desk) -> None:
    entered = [
        {"id": "output", "year": 2023, "value": 9, "source": "统计局"},
        {"id": "rd-intensity", "year": 2023, "value": 2.5, "source": "统计局"},
    ]
    desk.load(file_data(criteria={"capacity": "basic"}, enterprises=firms(5000, 9000, rd_spend=10), indicators=entered))
    told = shown(desk, "figures", "rd-intensity")
    (own,) = listed(told, "rd-intensity", "取自").rows
    assert (own.content.title, own.content.number, own.content.below) == ("2023", "2", "数值 2.5 · 统计局")
    computed = listed(told, "rd-intensity", "计算值取自")
    assert [(row.content.title, row.content.below) for row in computed.rows] == [
        ("企业2", "营业收入 9000万元 · 研发投入 10万元"),
        ("企业1", "营业收入 5000万元 · 研发投入 10万元"),
    ]
    desk.click(own)
    assert desk.jumps == [Place(step="indicators", part="indicators", row=1, field="source")]


def test_a_rated_figure_opens_to_every_respondent(desk: Desk) -> None:
    rated = [{"id": "policy-satisfaction", "year": 2023, "value": score, "source": f"问卷{score}"} for score in (1, 2, 3)]
    desk.load(file_data(criteria={"capacity": "basic"}, indicators=rated))
    page = page_of(desk)
    told = shown(desk, "figures", "policy-satisfaction", page)
    assert "3 位受访者均值" in facts(told, "policy-satisfaction")["现值"]
    assert [row.content.below for row in listed(told, "policy-satisfaction", "取自").rows] == [f"数值 {n} · 问卷{n}" for n in (1, 2, 3)]
    heard = listed(told, "policy-satisfaction", "影响的条目")
    desk.click(heard.row("policy-system"))
    assert rows(page, "gaps").row("policy-system").isChecked()


def test_the_coverage_of_services_leads_to_the_services(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "frontier"}, services={"testing": True, "finance": False, "talent": True}))
    told = shown(desk, "figures", "service-coverage")
    desk.click(listed(told, "service-coverage", "取自").rows[0])
    assert desk.jumps == [Place(step="actors", part="services")]


def test_a_figure_that_no_item_rests_on_says_so(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "basic"}, indicators=[{"id": "output", "year": 2023, "value": 9, "source": "统计局"}]))
    assert "没有以它为依据的条目" in facts(shown(desk, "figures", "output"), "output")["影响的条目"]


# ---- actions


def test_an_action_opens_to_its_sum_its_dates_and_why_each_example_is_there(desk: Desk) -> None:
    found = desk.load(sample_data("hydrogen"))
    entry = next(entry for entry in found.actions if entry.practices and entry.examples and entry.reference_clusters)
    page = page_of(desk)
    told = shown(desk, "actions", entry.action.id, page)
    said = facts(told, entry.action.id)
    terms = listed(told, entry.action.id, "解决的短板")
    points = [int(row.content.cells[0].text.rpartition("= ")[2]) for row in terms.rows]
    assert sum(points) == entry.score
    assert said["得分怎么来"] == f"{' + '.join(map(str, points))} = {entry.score}；每项为级别 × 权重"
    assert said["期限"].endswith(f"自调研日期 {found.survey.round.date} 起算")
    assert said["适用于"].startswith("前沿技术类集群")
    assert "（对应" in said["国际经验"]
    assert entry.reference_clusters[0].name.zh in said["同领域参考集群"]
    assert said["出处"] == entry.action.source.zh
    desk.click(terms.rows[0])
    assert rows(page, "gaps").row(terms.keys[0]).isChecked()


# ---- everywhere


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["shaoxing", "hydrogen", "changsha"])
def test_every_reason_has_its_section_and_every_link_a_place(desk: Desk, name: str, lang: Lang) -> None:
    desk.load(sample_data(name))
    desk.session.set_language(lang)
    page = page_of(desk)
    source = {"zh": "出处", "en": "Source"}[lang]
    for section in ("type", "profile", "gaps", "actions", "unknown"):
        found = rows(page, section)
        for key in found.keys:
            opened(desk, found, key)
            assert key == "flips" or facts(found, key).get(source), (section, key)
    desk.settle()
    for each in page.findChildren(RowList):
        for row in each.rows:
            assert row.content.title.strip(), row.content
