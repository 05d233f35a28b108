"""The diagnosis page: everything in a diagnosis is there, and every judgement opens its reasons."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from diagnosis.changes import field_flips, open_flips
from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang
from tests.surveys import SAMPLES, file_data, sample_data
from tests.ui.judging import ALL_STAGE, Desk
from ui.pages.diagnosis import DiagnosisPage
from ui.widgets.disclosure import RowList

ITEM = "low-end-overcapacity"


def page_of(desk: Desk) -> DiagnosisPage:
    return desk.show(DiagnosisPage(desk.session))


def rows(page: DiagnosisPage, section: str) -> RowList:
    return page.sections[section].rows


def opened(desk: Desk, found: RowList, key: str) -> str:
    """Open a row by the keyboard; everything its body says."""
    desk.press(found.row(key), Qt.Key.Key_Space)
    assert found.row(key).isChecked()
    return said(found.body(key))


def said(widget: QWidget | None) -> str:
    assert widget is not None
    texts = [label.text() for label in widget.findChildren(QLabel)]
    texts += [row.accessibleName() for each in widget.findChildren(RowList) for row in each.rows]
    return "\n".join(texts)


def listed(found: RowList, key: str, fact: str) -> RowList:
    """The rows of a fact in the body of a row."""
    body = found.body(key)
    assert body is not None
    (rows_of_fact,) = (each for each in body.findChildren(RowList) if each.accessibleName() == fact)
    return rows_of_fact


def link(found: RowList, key: str, page: str) -> QPushButton:
    """The link in the body of a row that leads to a page."""
    body = found.body(key)
    assert body is not None
    (button,) = (each for each in body.findChildren(QPushButton) if each.text() == f"前往“{page}”填写")
    return button


# ---- everything is there


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_all_of_a_diagnosis_is_there_and_every_row_opens(desk: Desk, name: str, lang: Lang) -> None:
    found = desk.load(sample_data(name))
    desk.session.set_language(lang)
    page = page_of(desk)
    assert list(rows(page, "gaps").keys)[: len(found.at_level(1, 2, 3))] == [entry.item.id for entry in found.at_level(1, 2, 3)]
    assert set(found.figures) <= set(rows(page, "figures").keys)
    assert rows(page, "actions").keys == tuple(entry.action.id for entry in found.actions)
    assert rows(page, "profile").keys == tuple(found.framework.elements)
    assert rows(page, "unknown").keys == tuple(f"{ask.part}:{ask.id}" for ask in found.asks)
    for section in page.sections.values():
        for key in section.rows.keys:
            if section.rows.row(key).isCheckable():
                assert len(opened(desk, section.rows, key)) > 0


def test_an_item_opens_to_all_it_rests_on(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    text = opened(desk, rows(page, "gaps"), ITEM)
    item = desk.session.framework.items[ITEM]
    for part in (
        "明显不足 · 依据：评分与数据",  # level and what it comes from
        f"1 薄弱：{item.anchors[1].zh}",  # rating in the item's own words
        item.state.zh,
        "产能利用率 73.0% · 明显不足 · 低于 79、75、65% 分别为有待加强、明显不足、突出短板\n参考值 75.0%（",  # level, thresholds, norm
        item.meaning.zh,
        item.source.zh,
        desk.session.framework.actions["capacity-union"].name.zh,
    ):
        assert part in text, part


def test_a_figure_opens_to_norm_source_and_whether_it_counts(desk: Desk) -> None:
    firms = [{"name": f"企业{n}", "revenue": 5000, "rd_spend": 10} for n in range(3)]
    desk.load(file_data(fields=[{"id": "textiles", "share": 1.0}], enterprises=firms))
    page = page_of(desk)
    row = rows(page, "figures").row("rd-intensity")
    assert "0.2%" in row.accessibleName()
    assert "不作依据" in row.content.below
    text = opened(desk, rows(page, "figures"), "rd-intensity")
    norm = desk.session.framework.indicators["rd-intensity"].norm
    assert norm is not None
    assert "否：有数据的企业 3 家，不足 10 家" in text
    assert norm.source.zh in text
    assert "覆盖 100%（3/3）" in text


def test_entered_and_computed_values_stand_side_by_side(desk: Desk) -> None:
    firms = [{"name": f"企业{n}", "revenue": 5000, "rd_spend": 10} for n in range(3)]
    entered = [{"id": "rd-intensity", "year": 2024, "value": 2.5, "source": "统计局"}]
    desk.load(file_data(criteria={"capacity": "basic"}, enterprises=firms, indicators=entered))
    page = page_of(desk)
    assert "填报值与计算值不一致" in rows(page, "figures").row("rd-intensity").content.below
    text = opened(desk, rows(page, "figures"), "rd-intensity")
    assert "按清单计算为 0.2%，与填报值相差 5% 以上，请核实" in text
    assert "统计局" in text


def test_an_action_opens_to_its_case(desk: Desk) -> None:
    found = desk.load(sample_data("hydrogen"))
    page = page_of(desk)
    entry = next(entry for entry in found.actions if entry.practices and entry.progress)
    assert f"得分 {entry.score}" in rows(page, "actions").row(entry.action.id).accessibleName()
    text = opened(desk, rows(page, "actions"), entry.action.id)
    horizon = found.framework.horizons[entry.action.horizon]
    assert entry.years is not None
    for part in (
        entry.action.how.zh,
        entry.action.first_step.zh,
        f"牵头：{entry.action.who[0].zh}",
        f"{horizon.name.zh}（{horizon.span.zh}，{entry.years[0]}—{entry.years[1]}年）",
        entry.practices[0].lesson.zh,
        entry.reference_clusters[0].name.zh,
        entry.examples[0].text.zh,
        entry.progress[0].indicator.name.zh,
        entry.action.source.zh,
        found.framework.items[entry.items[0]].name.zh,
    ):
        assert part in text, part


def test_the_direction_of_the_type_opens_the_actions(desk: Desk) -> None:
    found = desk.load(sample_data("changsha"))
    page = page_of(desk)
    assert found.framework.openings["strategic"].text.zh in page.sections["actions"].note.text()


def test_the_type_shows_its_basis_and_what_would_change_it(desk: Desk) -> None:
    found = desk.load(file_data(criteria={"market-stage": "basic", "capacity": "strategic", "value-chain": "mixed:basic/frontier"}))
    page = page_of(desk)
    section = rows(page, "type")
    assert section.row("capacity").content.word == "关键战略"
    assert section.row("value-chain").content.word == "基础产业 / 前沿技术"
    assert section.row("leading-actors").content.word == "未回答"
    turns = len(found.classification.flips) + len(open_flips(found)) + len(field_flips(found))
    assert section.row("flips").content.word == f"单项改答 {turns} 种"
    assert "结果变为" in opened(desk, section, "flips")
    opened(desk, section, "leading-actors")
    desk.click(link(section, "leading-actors", "类型判定"))
    assert desk.jumps == [Place(step="classification", part="criteria", field="leading-actors")]


def test_a_decision_is_shown_with_its_reason_beside_the_computed_type(desk: Desk) -> None:
    desk.load({**sample_data("shaoxing"), "classification_override": {"type": "strategic", "reason": "纺机占比上升"}})
    page = page_of(desk)
    content = rows(page, "type").row("reason").content
    assert content.title == "计算结果为“基础产业集群”（得分 0.86）"
    assert content.below == "纺机占比上升"


# ---- what is missing


def test_missing_is_a_dash_and_never_a_zero(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    for entry in found.elements:
        content = rows(page, "profile").row(entry.element.id).content
        if not entry.assessed:
            assert content.word == "本类型不评"
        elif entry.score is None:
            assert content.cells[0].text == "—"
            assert content.meter is not None
            assert content.meter.score is None
        else:
            assert content.cells[0].text == f"{entry.score:.0f}"
    progress = next(entry for entry in found.actions if any(kpi.figure is None for kpi in entry.progress))
    missing = next(kpi for kpi in progress.progress if kpi.figure is None)
    assert f"{missing.indicator.name.zh} —" in opened(desk, rows(page, "actions"), progress.action.id)


def test_indicators_without_a_value_say_whom_to_ask(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    text = opened(desk, rows(page, "figures"), "missing")
    assert desk.session.framework.indicators["output"].ask.zh in text
    assert desk.session.framework.indicators["capacity-utilisation"].ask.zh not in text


def test_scores_that_rest_on_little_are_hollow(desk: Desk) -> None:
    found = desk.load(sample_data("changsha"))
    page = page_of(desk)
    hollow = {entry.element.id for entry in found.elements if entry.score is not None and entry.coverage < 0.5}
    meters = {key: rows(page, "profile").row(key).content.meter for key in rows(page, "profile").keys}
    assert {key for key, meter in meters.items() if meter is not None and meter.score is not None and meter.hollow} == hollow
    assert hollow


def test_without_a_type_it_says_what_to_ask_first(desk: Desk) -> None:
    found = desk.load(file_data())
    page = page_of(desk)
    assert [key for key, section in page.sections.items() if section.isVisible()] == ["type", "figures"]
    assert rows(page, "type").keys == tuple(ask.id for ask in found.asks)
    desk.press(rows(page, "type").row("fields"), Qt.Key.Key_Return)
    assert desk.jumps == [Place(step="overview", part="fields")]
    assert "还没有任何指标数值" in page.sections["figures"].note.text()
    desk.set("criteria", "capacity", "basic")
    assert all(section.isVisible() for section in page.sections.values())


def test_what_is_unknown_leads_to_the_checklist(desk: Desk) -> None:
    found = desk.load(sample_data("hydrogen"))
    page = page_of(desk)
    ask = found.asks[-1]
    section, key = rows(page, "unknown"), f"ratings:{ask.id}"
    assert ask.question.zh in opened(desk, section, key)
    desk.click(link(section, key, "清单"))
    assert desk.jumps == [Place(step="checklist", part="ratings", field=ask.id)]


# ---- live, links, places


def test_what_is_open_stays_open_and_follows_the_data(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    assert "产能利用率 73.0%" in opened(desk, rows(page, "gaps"), ITEM)
    at = next(index for index, entry in enumerate(desk.diagnosis.survey.indicators) if entry.id == "capacity-utilisation")
    desk.set_cell("indicators", at, "value", 60)
    assert rows(page, "gaps").row(ITEM).isChecked()
    assert "产能利用率 60.0%" in said(rows(page, "gaps").body(ITEM))
    desk.session.set_language("en")
    assert "Capacity utilisation 60.0%" in said(rows(page, "gaps").body(ITEM))


def test_a_conflict_is_told_on_its_row_and_inside(desk: Desk) -> None:
    data = sample_data("shaoxing")
    data["indicators"] = [{"id": "capacity-utilisation", "year": 2020, "value": 50, "source": "示例"}]
    data["ratings"] = [{"item": ITEM, "score": 4}]
    desk.load(data)
    page = page_of(desk)
    assert "评分与数据相差两级以上" in rows(page, "gaps").row(ITEM).content.below
    assert rows(page, "gaps").row(ITEM).content.word == "突出短板"
    assert "评分为“基本到位”（4 完全到位），数据为“突出短板”（产能利用率 50.0%）" in opened(desk, rows(page, "gaps"), ITEM)


def test_an_items_action_opens_on_the_same_page_and_entry_pages_are_one_press_away(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    opened(desk, rows(page, "gaps"), ITEM)
    desk.click(listed(rows(page, "gaps"), ITEM, "对应行动").row("capacity-union"))
    assert rows(page, "actions").row("capacity-union").isChecked()
    assert desk.jumps == []
    desk.click(link(rows(page, "gaps"), ITEM, "清单"))
    assert desk.jumps == [Place(step="checklist", part="ratings", field=ITEM)]


def test_the_buttons_lead_to_their_sections(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    assert page.buttons["gaps"].text() == f"短板 {len(found.at_level(1, 2, 3))}"
    desk.click(page.buttons["figures"])
    bar = page.sheet.area.verticalScrollBar()
    desk.bot.waitUntil(lambda: bar.value() > 0)
    heading = page.sections["figures"].heading
    desk.bot.waitUntil(lambda: 0 <= heading.mapTo(page, heading.rect().topLeft()).y() < page.height())


@pytest.mark.parametrize(("field", "section", "key"), [(ITEM, "gaps", ITEM), ("low-concentration", "unknown", "ratings:low-concentration")])
def test_a_place_opens_the_reasons_of_an_item(desk: Desk, field: str, section: str, key: str) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    page.go_to(Place(step="diagnosis", part="ratings", field=field))
    row = rows(page, section).row(key)
    desk.bot.waitUntil(row.hasFocus)
    desk.bot.waitUntil(lambda: not row.visibleRegion().isEmpty())
    assert row.isChecked()


def test_disagreeing_halves_are_told_with_both_sides(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "textiles", "share": 1.0}], criteria=dict.fromkeys(ALL_STAGE[:3], "frontier")))
    page = page_of(desk)
    assert "产业领域指向基础产业，发展阶段各项指向前沿技术" in page.sections["type"].note.text()
