"""The checklist page, rated by keys and clicks."""

import pytest
from PySide6.QtCore import Qt

from diagnosis.findings import Place
from diagnosis.result import Assessment
from diagnosis.survey import Rating
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from ui.pages.checklist import ChecklistPage

ITEM = "low-end-overcapacity"  # has a figure: capacity-utilisation < 79, 75, 65


def basic(**parts: object) -> dict[str, object]:
    """A survey of a basic-industry cluster."""
    return file_data(fields=[{"id": "textiles", "share": 1.0}], **parts)


def page_of(desk: Desk, item: str | None = ITEM) -> ChecklistPage:
    page = desk.show(ChecklistPage(desk.session))
    if item is not None:
        page.list.select(item)
    return page


def ratings(desk: Desk) -> dict[str | None, Rating]:
    found = desk.diagnosis.survey.ratings
    assert len({row.item for row in found}) == len(found), "an item has one rating"
    return {row.item: row for row in found}


def assessed(desk: Desk, item: str = ITEM) -> Assessment:
    return next(entry for entry in desk.diagnosis.items if entry.item.id == item)


def key(desk: Desk, page: ChecklistPage, pressed: Qt.Key) -> None:
    desk.press(page.list, pressed)


# ---- rating


@pytest.mark.parametrize("score", range(5))
def test_a_digit_rates_the_current_item_at_once(desk: Desk, score: int) -> None:
    desk.load(basic())
    page = page_of(desk)
    desk.after(lambda: key(desk, page, Qt.Key(Qt.Key.Key_0 + score)))
    assert ratings(desk)[ITEM].score == score
    assert page.detail.scale.cards[score].isChecked()
    assert page.head.note.text() == "已评 1/24"
    assert page.list.current == ITEM


def test_quick_keys_leave_one_rating_the_last(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)

    def burst() -> None:
        for pressed in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_2):
            key(desk, page, pressed)

    desk.after(burst)
    desk.settle()
    assert {item: row.score for item, row in ratings(desk).items()} == {ITEM: 2}


def test_a_click_on_an_anchor_rates(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    desk.after(lambda: desk.click(page.detail.scale.cards[3]))
    assert ratings(desk)[ITEM].score == 3
    assert assessed(desk).watch


def test_digits_rate_from_the_anchors_too(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    desk.after(lambda: desk.press(page.detail.scale.cards[4], Qt.Key.Key_0))
    assert ratings(desk)[ITEM].score == 0
    assert page.detail.level.accessibleName() == "突出短板"


def test_delete_takes_the_rating_back_and_keeps_what_was_written(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "score": 1, "evidence": "库存月报"}]))
    page = page_of(desk)
    desk.after(lambda: key(desk, page, Qt.Key.Key_Delete))
    assert ratings(desk)[ITEM].score is None
    assert ratings(desk)[ITEM].evidence == "库存月报"
    assert assessed(desk).state == "unknown"
    assert not any(card.isChecked() for card in page.detail.scale.cards.values())


def test_taking_back_what_is_not_there_makes_no_row(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    key(desk, page, Qt.Key.Key_Backspace)
    desk.settle()
    assert desk.session.undo_name is not None
    assert "评分" not in desk.session.undo_name.zh
    assert ratings(desk) == {}


def test_who_goes_on_from_the_reason_rates_the_next_item(desk: Desk) -> None:
    """The digits after N and an arrow went into the next item's evidence."""
    desk.load(basic())
    page = page_of(desk)
    key(desk, page, Qt.Key.Key_N)
    desk.press(page.detail.fields["reason"].editor.target, Qt.Key.Key_Down)
    onward = page.list.current
    assert onward not in (None, ITEM)
    assert page.list.hasFocus()
    desk.after(lambda: key(desk, page, Qt.Key.Key_3))
    assert ratings(desk)[onward].score == 3


def test_not_applicable_needs_a_reason_and_asks_for_it(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    reason = page.detail.fields["reason"]
    assert not reason.isVisible()
    desk.after(lambda: key(desk, page, Qt.Key.Key_N))
    assert ratings(desk)[ITEM].score == "na"
    assert assessed(desk).state == "unknown"
    assert page.detail.reason_note.text() == "请写明不适用的理由，写明后才生效。"
    desk.bot.waitUntil(reason.editor.target.hasFocus)
    desk.type(reason.editor.target, "no low-end lines here")
    desk.after(page.flush)
    assert assessed(desk).state == "na"
    assert not page.detail.reason_note.isVisible()
    assert page.detail.level.accessibleName() == "不适用"


def test_undo_takes_a_rating_back(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    desk.after(lambda: key(desk, page, Qt.Key.Key_3))
    desk.after(desk.session.undo)
    assert ratings(desk) == {}
    assert not page.detail.scale.cards[3].isChecked()


def test_undo_names_a_first_rating_and_leaves_no_blank_row_behind(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    short = desk.session.framework.items[ITEM].short.zh
    desk.after(lambda: key(desk, page, Qt.Key.Key_3))
    assert desk.session.undo_name is not None
    assert desk.session.undo_name.zh == f"评分“{short}”"
    desk.after(desk.session.undo)
    desk.after(lambda: page.detail.drafted.emit("evidence", "写不进去的"))
    desk.settle()
    assert page.detail.fields["evidence"].editor.typed() == "写不进去的"
    desk.after(desk.session.undo)
    desk.settle()
    assert ratings(desk) == {}
    assert page.detail.fields["evidence"].editor.typed() == ""
    assert desk.session.redo_name is not None
    assert desk.session.redo_name.zh == f"评分“{short}”"


# ---- moving


def test_up_and_down_move_past_the_headings(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    seen = [page.list.current]
    for _ in range(len(page.list.ids) + 2):
        key(desk, page, Qt.Key.Key_Down)
        seen.append(page.list.current)
    assert tuple(dict.fromkeys(seen)) == page.list.ids
    key(desk, page, Qt.Key.Key_Up)
    assert page.list.current == page.list.ids[-2]


def test_down_moves_on_from_the_anchors(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    following = page.list.ids[page.list.ids.index(ITEM) + 1]
    desk.press(page.detail.scale.cards[4], Qt.Key.Key_Down)
    assert page.list.current == following
    assert page.detail.item_id == following
    desk.click(page.detail.previous)
    assert page.detail.item_id == ITEM


def test_evidence_typed_belongs_to_the_item_it_was_typed_for(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    evidence = page.detail.fields["evidence"].editor.target
    evidence.setFocus()
    desk.type(evidence, "idle lines seen")
    desk.after(lambda: page.list.step(1))
    assert {item: row.evidence for item, row in ratings(desk).items()} == {ITEM: "idle lines seen"}
    assert page.detail.fields["evidence"].editor.typed() == ""


def test_digits_in_the_evidence_are_evidence(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    evidence = page.detail.fields["evidence"].editor.target
    desk.type(evidence, "3 of 4")
    desk.after(page.flush)
    assert ratings(desk)[ITEM].score is None
    assert ratings(desk)[ITEM].evidence == "3 of 4"


# ---- what the figures say


def test_the_figure_stands_beside_the_rating_with_thresholds_and_level(desk: Desk) -> None:
    desk.load(basic(indicators=[{"id": "capacity-utilisation", "year": 2024, "value": 73}]))
    page = page_of(desk)
    content = page.detail.readings.rows.row("capacity-utilisation").content
    assert content.title == "产能利用率 73.0%"
    assert content.below == "低于 79、75、65% 分别为有待加强、明显不足、突出短板"
    assert (content.level, content.word) == (2, "明显不足")
    desk.click(page.detail.readings.rows.row("capacity-utilisation"))
    assert desk.jumps == [Place(step="indicators", part="indicators", row=0, field="value")]


def test_a_figure_that_may_not_speak_says_why(desk: Desk) -> None:
    firms = [{"name": f"企业{n}", "revenue": 5000, "rd_spend": 10} for n in range(3)]
    desk.load(basic(enterprises=firms))
    page = page_of(desk, "innovation-drive")
    content = page.detail.readings.rows.row("rd-intensity").content
    assert content.title == "研发投入强度 0.2%"
    assert "不作依据：有数据的企业 3 家，不足 10 家" in content.below
    assert (content.level, content.word) == (None, "不作依据")


def test_a_missing_figure_is_a_dash(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    content = page.detail.readings.rows.row("capacity-utilisation").content
    assert (content.title, content.level, content.word) == ("产能利用率 —", None, "没有数值")


def test_an_item_without_figures_says_so(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk, "duplicated-construction")
    assert page.detail.readings.none.text() == "本项没有对应的指标，以评分为准。"
    assert page.detail.readings.none.isVisible()


def test_a_public_service_speaks_for_its_item(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "high-end-equipment", "share": 1.0}], services={"testing": False}))
    page = page_of(desk, "services-testing")
    content = page.detail.readings.rows.row("testing").content
    assert (content.title, content.word) == ("检验检测 不具备", "明显不足")
    desk.press(page.detail.readings.rows.row("testing"), Qt.Key.Key_Return)
    assert desk.jumps == [Place(step="actors", part="services", field="testing")]


def test_a_conflict_is_marked_in_the_list_and_told(desk: Desk) -> None:
    desk.load(basic(indicators=[{"id": "capacity-utilisation", "year": 2024, "value": 60}]))
    page = page_of(desk)
    desk.after(lambda: key(desk, page, Qt.Key.Key_4))
    assert assessed(desk).state == "conflict"
    told = page.detail.conflict.text()
    assert told.startswith("评分为“基本到位”（4 完全到位），数据为“突出短板”（产能利用率 60.0%），相差两级以上")
    assert "复核之前，诊断和报告都按较重的“突出短板”计" in told
    assert {line.id: line.conflict for line in page.list.lines if line.conflict} == {ITEM: "冲突"}
    desk.after(lambda: key(desk, page, Qt.Key.Key_1))
    assert not page.detail.conflict.isVisible()


# ---- which items


def test_items_stand_under_their_elements_in_the_order_of_the_framework(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    framework = desk.session.framework
    expected = [item.id for name in framework.elements for item in framework.items_for("basic") if item.element == name]
    assert list(page.list.ids) == expected


def test_without_a_type_it_says_what_to_answer_first_and_still_rates(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk, None)
    assert page.list.ids == ()
    assert page.empty.isVisible()
    desk.click(page.empty.buttons[0])
    assert desk.jumps == [Place(step="classification", part="criteria")]
    desk.click(page.empty.buttons[1])
    assert page.head.no_type.text().startswith("类型尚未判定，评分先保留")
    assert not page.empty.isVisible()
    page.list.select(ITEM)
    assert page.detail.readings.none.text() == "类型判定后显示相关数据。"
    desk.after(lambda: key(desk, page, Qt.Key.Key_1))
    assert ratings(desk)[ITEM].score == 1
    desk.set("criteria", "capacity", "basic")
    assert assessed(desk).level == 2
    assert not page.head.no_type.isVisible()


def test_items_of_another_type_can_be_seen_and_say_that_they_do_not_count(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": "core-parts", "score": 0}]))
    page = page_of(desk, None)
    page.go_to(Place(step="checklist", part="ratings", field="core-parts"))
    assert page.detail.item_id == "core-parts"
    assert page.detail.scale.cards[0].isChecked()
    assert page.detail.readings.none.text().startswith("本条目不属于当前类型（基础产业）")


@pytest.mark.parametrize(
    "place", [Place(step="checklist", part="ratings", row=1, field="reason"), Place(step="checklist", part="ratings", row=1)]
)
def test_a_row_of_the_survey_is_found(desk: Desk, place: Place) -> None:
    desk.load(basic(ratings=[{"item": "homogenisation", "score": 1}, {"item": ITEM, "score": "na", "reason": "无"}]))
    page = page_of(desk, None)
    page.go_to(place)
    assert page.detail.item_id == ITEM
    focused = page.detail.fields["reason"].editor.target if place.field else page.list
    desk.bot.waitUntil(focused.hasFocus)


def test_the_good_state_and_all_five_anchors_are_in_view(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk)
    item = desk.session.framework.items[ITEM]
    assert page.detail.state.text() == item.state.zh
    for score, anchor in item.anchors.items():
        assert page.detail.scale.cards[score].accessibleDescription() == anchor.zh
    desk.session.set_language("en")
    assert page.detail.state.text() == item.state.en
    assert page.detail.scale.cards[0].accessibleDescription() == item.anchors[0].en
    assert page.detail.name.text() == item.name.en


@pytest.mark.parametrize("lang", LANGS)
def test_scale_figures_and_evidence_are_in_view_together_in_the_smallest_window(desk: Desk, lang: Lang) -> None:
    """Of an item with the usual amount of text; more than half of all items have no more."""
    desk.load(basic(indicators=[{"id": "capacity-utilisation", "year": 2024, "value": 73}]))
    desk.session.set_language(lang)
    page = page_of(desk)
    detail = page.detail
    wanted = [*detail.scale.cards.values(), detail.readings.rows.row("capacity-utilisation"), detail.fields["evidence"]]
    desk.settle()
    assert {
        widget: widget.mapTo(detail, widget.rect().bottomLeft()).y() <= detail.viewport().height() for widget in wanted
    } == dict.fromkeys(wanted, True)


def test_in_a_wide_window_figures_and_evidence_stand_beside_the_scale(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    page.resize(1400, 640)
    desk.bot.waitUntil(lambda: page.detail.readings.x() > page.detail.scale.geometry().right())
    assert page.detail.fields["evidence"].y() > page.detail.readings.y()


def test_another_round_shows_its_own_ratings(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "score": 1}]))
    page = page_of(desk)
    other = basic(ratings=[{"item": ITEM, "score": 4}])
    desk.load({**other, "round": {"label": "2025"}})
    page.list.select(ITEM)
    assert page.detail.scale.cards[4].isChecked()
