"""The classification page, driven by clicks and keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from diagnosis.findings import Place
from tests.surveys import file_data, sample_data
from tests.ui.judging import ALL_STAGE, Desk
from ui.pages.classification import ClassificationPage


def page_of(desk: Desk) -> ClassificationPage:
    return desk.show(ClassificationPage(desk.session))


def answers(desk: Desk) -> dict[str, str]:
    return dict(desk.diagnosis.survey.criteria)


# ---- answering


def test_a_click_on_a_descriptor_is_on_disk_and_in_the_bars(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    desk.after(lambda: desk.click(page.rows["capacity"].cards["frontier"]))
    assert answers(desk) == {"capacity": "frontier"}
    assert page.firmness.text() == "计算结果：前沿技术产业集群 · 领先 1.00 · 依据 8% · 依据不足一半，暂\u2060定"
    assert "前沿技术 1.00: 产能与供给 1.000" in page.bars.accessibleDescription()
    assert page.sheet.note.text() == "已答 1/8"


def test_the_arrows_move_the_choice(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "basic"}))
    page = page_of(desk)
    row = page.rows["capacity"]
    row.focus_answer()
    desk.bot.waitUntil(row.cards["basic"].hasFocus)
    desk.after(lambda: desk.press(row.cards["basic"], Qt.Key.Key_Right))
    assert answers(desk) == {"capacity": "strategic"}
    assert row.cards["strategic"].hasFocus()


def test_space_chooses(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    desk.after(lambda: desk.press(page.rows["value-chain"].cards["basic"], Qt.Key.Key_Space))
    assert answers(desk) == {"value-chain": "basic"}


def test_two_types_half_each(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    row = page.rows["capacity"]
    for card in row.cards.values():
        card.setFixedSize(card.size())  # what a result adds to the page may move a pixel from one row to the next
    blank = [card.grab().toImage() for card in row.cards.values()]
    desk.after(lambda: desk.click(row.pairs["basic", "strategic"]))
    assert answers(desk) == {"capacity": "mixed:basic/strategic"}
    marked = [card.grab().toImage() != before for card, before in zip(row.cards.values(), blank, strict=True)]
    assert marked == [True, True, False]
    assert not any(card.isChecked() for card in row.cards.values())
    assert desk.diagnosis.classification.scores == {"basic": 0.5, "strategic": 0.5, "frontier": 0.0}


def test_a_mix_written_the_other_way_round_is_shown_and_kept(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "mixed:frontier/basic"}))
    page = page_of(desk)
    row = page.rows["capacity"]
    assert row.pairs["basic", "frontier"].isChecked()
    assert answers(desk) == {"capacity": "mixed:frontier/basic"}


def test_open_takes_the_answer_back(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "basic"}))
    page = page_of(desk)
    assert page.rows["capacity"].cards["basic"].isChecked()
    desk.after(lambda: desk.click(page.rows["capacity"].open))
    assert answers(desk) == {}
    assert desk.type_id is None
    assert not page.rows["capacity"].cards["basic"].isChecked()


def test_undo_shows_the_answer_before(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "basic"}))
    page = page_of(desk)
    desk.after(lambda: desk.click(page.rows["capacity"].cards["frontier"]))
    desk.after(desk.session.undo)
    assert page.rows["capacity"].cards["basic"].isChecked()


def test_a_burst_of_answers_ends_with_the_last(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    row = page.rows["capacity"]

    def burst() -> None:
        for card in row.cards.values():
            desk.click(card)
        desk.click(row.pairs["strategic", "frontier"])

    desk.after(burst)
    desk.settle()
    assert answers(desk) == {"capacity": "mixed:strategic/frontier"}
    assert row.pairs["strategic", "frontier"].isChecked()


def test_every_descriptor_is_in_view_and_named(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    for criterion in desk.session.framework.stage_criteria:
        for type_id, card in page.rows[criterion.id].cards.items():
            assert card.accessibleDescription() == criterion.descriptors[type_id].zh
            assert criterion.name.zh in card.accessibleName()
            assert card.height() >= card.heightForWidth(card.width())


# ---- the computed criterion


def test_the_shares_and_their_origin_are_shown(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    assert page.fields.shares.text() == "纺织 95.0%（基础产业）、高端装备 5.0%（关键战略）"
    assert "按概况页填写的领域占比计算，合计 100%" in page.fields.origin.text()
    desk.click(page.fields.edit)
    assert desk.jumps == [Place(step="overview", part="fields")]


def test_shares_from_the_roster_say_so(desk: Desk) -> None:
    firms = [{"name": "甲", "gbt4754": "C1711", "revenue": 300}, {"name": "乙", "revenue": 100}]
    desk.load(file_data(enterprises=firms))
    page = page_of(desk)
    assert page.fields.shares.text().startswith("纺织 75.0%")
    assert "按企业名录的行业代码与营业收入推算，覆盖 75%" in page.fields.origin.text()


def test_missing_shares_are_a_dash(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    assert page.fields.shares.text() == "—"
    assert "尚无领域占比" in page.fields.origin.text()


# ---- the result


def test_contested_and_disagreeing_answers_are_told_in_words(desk: Desk) -> None:
    fields = [{"id": "textiles", "share": 1.0}]
    desk.load(file_data(fields=fields, criteria=dict.fromkeys(ALL_STAGE[:4], "strategic")))
    page = page_of(desk)
    found = desk.diagnosis.classification
    assert found.fields_disagree
    assert "产业领域指向基础产业，发展阶段各项指向关键战略" in page.detail.text()
    desk.set("criteria", "value-chain", "basic")
    assert desk.diagnosis.classification.contested is ("不足 0.15" in page.detail.text())
    assert "权重随机扰动 2000 次" in page.detail.text()


def test_what_would_change_the_result_leads_to_the_criterion(desk: Desk) -> None:
    desk.load(file_data(criteria={"market-stage": "basic", "capacity": "strategic", "value-chain": "basic"}))
    page = page_of(desk)
    flips = desk.diagnosis.classification.flips
    assert page.flips.keys == tuple(f"{flip.criterion}:{flip.answer}" for flip in flips)
    assert len(flips) > 0
    chosen = flips[-1]
    desk.press(page.flips.row(f"{chosen.criterion}:{chosen.answer}"), Qt.Key.Key_Return)
    row = page.rows[chosen.criterion]
    desk.bot.waitUntil(lambda: any(card.hasFocus() for card in row.cards.values()))


def test_no_flips_is_said(desk: Desk) -> None:
    desk.load(sample_data("changsha"))
    page = page_of(desk)
    assert page.no_flips.text() == "没有哪一项单独改答会改变结果。"
    assert page.flips.keys == ()


def test_one_answer_proves_no_firmness(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    assert page.no_flips.text().startswith("回答任意一项后")
    desk.after(lambda: desk.click(page.rows["capacity"].cards["frontier"]))
    assert "结果为暂定" in page.detail.text()
    assert "随机扰动" not in page.detail.text()
    assert page.no_flips.text().startswith("已答的标准不足一半")


def test_pointing_at_a_piece_of_a_bar_names_its_criterion(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "frontier", "value-chain": "basic"}))
    page = page_of(desk)
    middle = QPointF(page.bars.width() / 3, page.bars.ROW / 2)
    assert page.bars.what_is_at(middle) == "5 产业链状态 +0.636"
    assert page.bars.what_is_at(QPointF(QPoint(2, 2))) == ""


# ---- the consultant's decision


def test_a_decision_takes_effect_once_it_has_a_reason(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    assert page.override_state.text() == "不改判，采用计算结果。"
    desk.set("classification_override", "type", "strategic")
    assert "还没有理由，改判尚未生效" in page.override_state.text()
    assert desk.type_id == "basic"
    reason = page.override.fields["reason"].editor.target
    page.go_to(Place(step="classification", part="classification_override", field="reason"))
    desk.bot.waitUntil(reason.hasFocus)
    desk.type(reason, "C3515 grows fast")
    desk.after(page.flush)
    assert desk.type_id == "strategic"
    assert page.override_state.text().startswith("改判已生效：关键战略产业集群")
    assert "计算结果：基础产业集群" in page.firmness.text()
    assert "人工改判" in page.firmness.text()


# ---- language and places


def test_everything_is_said_in_english_without_a_restart(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    desk.session.set_language("en")
    assert page.sheet.title.text() == "Type"
    assert page.rows["capacity"].open.text() == "Undecided"
    assert page.rows["capacity"].cards["basic"].accessibleDescription() == "Large capacity, low-end surplus"
    assert page.firmness.text().startswith("Computed: Basic-industry cluster · lead 0.73")
    assert page.override_state.text().startswith("No decision of your own")


def test_a_place_gets_the_focus(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    page.go_to(Place(step="classification", part="criteria", field="innovation-resources"))
    row = page.rows["innovation-resources"]
    desk.bot.waitUntil(row.cards["basic"].hasFocus)
    desk.bot.waitUntil(lambda: row.visibleRegion().boundingRect().height() > row.height() / 2)


# ---- keys


@pytest.mark.parametrize(("key", "expected"), [(Qt.Key.Key_1, "basic"), (Qt.Key.Key_2, "strategic"), (Qt.Key.Key_3, "frontier")])
def test_a_digit_chooses_a_type_and_0_leaves_it_open(desk: Desk, key: Qt.Key, expected: str) -> None:
    desk.load(file_data())
    page = desk.show(ClassificationPage(desk.session))
    row = page.rows["capacity"]
    row.focus_answer()
    desk.after(lambda: desk.press(row.cards["basic"], key))
    assert desk.diagnosis.survey.criteria == {"capacity": expected}
    assert row.cards[expected].hasFocus()  # type: ignore[index]  # an id of a type
    desk.after(lambda: desk.press(row.cards["basic"], Qt.Key.Key_0))
    assert desk.diagnosis.survey.criteria == {}
    assert row.cards["basic"].hasFocus()


def test_tab_comes_to_what_is_chosen(desk: Desk) -> None:
    desk.load(file_data(criteria={"capacity": "frontier", "value-chain": "mixed:basic/strategic"}))
    page = desk.show(ClassificationPage(desk.session))

    def stops(name: str) -> list[object]:
        return [button for button in page.rows[name]._buttons() if button.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops("capacity") == [page.rows["capacity"].cards["frontier"]]
    assert stops("value-chain") == [page.rows["value-chain"].pairs["basic", "strategic"]]
    assert stops("market-stage") == [page.rows["market-stage"].cards["basic"]]
