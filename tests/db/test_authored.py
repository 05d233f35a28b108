"""What is written into the report: kept whatever follows, per round and language, alone and with colleagues."""

import json
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db import operations, surveys
from db.authored import load_authored
from db.colleagues import merge, open_colleague
from db.columns import to_json
from db.conflicts import Conflict, choose, conflicts, differences
from db.files import export_package
from db.history import forget
from db.verify import verify
from db.versions import FEW, PAUSE, versions
from db.workspace import Workspace
from diagnosis.authored import BLANK, Base, Remark
from diagnosis.errors import UserError
from diagnosis.findings import Place
from tests.db.helpers import round_of, sample, survey_file

BASE = Base("初稿文字", {"cr4": "61.0%"}, "规模与地位")
LATER = Base("另一初稿", {"cr4": "62.0%"}, "规模与地位")


pytestmark = pytest.mark.usefixtures("own_prefixes")


def texts(ws: Workspace, round_id: int, section: str = "scale") -> set[str]:
    return {each.text for each in versions(ws, round_id, "zh", section)}


def test_languages_and_rounds_have_texts_of_their_own(workspace: Workspace, round_id: int) -> None:
    operations.write_text(workspace, round_id, "zh", "scale", "规模大。", BASE)
    later = operations.create_round(workspace, surveys.clusters(workspace)[0].id, "2022").round_id or 0
    assert load_authored(workspace, round_id, "zh").of("scale").text == "规模大。"
    assert load_authored(workspace, round_id, "zh").of("scale").base == BASE
    assert load_authored(workspace, round_id, "en").of("scale") == BLANK
    assert load_authored(workspace, later, "zh").sections == {}


class Writing:
    """A section written as the editor writes it: stored every now and then, one step of undo and one version."""

    def __init__(self, ws: Workspace, round_id: int) -> None:
        self.ws, self.round_id = ws, round_id
        self.leave()

    def store(self, *stored: str) -> None:
        for text in stored:
            operations.write_text(self.ws, self.round_id, "zh", "scale", text, BASE)

    def leave(self) -> None:
        self.ws.visit = object()


@pytest.fixture
def writing(workspace: Workspace, round_id: int) -> Writing:
    return Writing(workspace, round_id)


def test_what_is_stored_while_somebody_writes_is_one_version(writing: Writing) -> None:
    writing.store("规", "规模", "规模打", "规模大", "规模大，企业多。")
    assert texts(writing.ws, writing.round_id) == {"规模大，企业多。"}
    writing.leave()
    writing.store("规模大，企业多。增长", "规模大，企业多。增长快。")
    assert texts(writing.ws, writing.round_id) == {"规模大，企业多。", "规模大，企业多。增长快。"}
    operations.undo(writing.ws)
    assert load_authored(writing.ws, writing.round_id, "zh").of("scale").text == "规模大，企业多。"


def test_a_passage_that_was_taken_out_on_the_way_is_kept(writing: Writing) -> None:
    passage = "这一段话后来整段删去了，但它仍应当能够找回来。"
    writing.store("一。", f"一。{passage}", "一。", "一。二。")
    assert texts(writing.ws, writing.round_id) == {f"一。{passage}", "一。二。"}
    writing.store("一。二。" + passage, *("一。二。" + passage[:-count] for count in range(1, len(passage) + 1)))  # bit by bit
    assert any(passage[:-FEW] in text and text.startswith("一。二。") for text in texts(writing.ws, writing.round_id))


def test_after_a_pause_it_is_another_version(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    writing.store("一")
    monkeypatch.setattr("db.versions.monotonic", lambda: time.monotonic() + PAUSE)
    writing.store("一二", "一二三")
    assert texts(writing.ws, writing.round_id) == {"一", "一二三"}


def test_a_version_from_before_stays_though_it_is_written_again_on_the_way(writing: Writing) -> None:
    writing.store("一")
    writing.leave()
    writing.store("一二", "一", "一三")
    assert texts(writing.ws, writing.round_id) == {"一", "一三"}


def test_what_undo_still_leads_to_stays_a_version(workspace: Workspace, round_id: int) -> None:
    for text in ("一", "一二"):
        workspace.visit = object()
        operations.write_text(workspace, round_id, "zh", "scale", text, BASE)
    assert texts(workspace, round_id) == {"一", "一二"}


WORDS = st.lists(st.one_of(st.text("甲乙丙", max_size=12), st.just("很长的一段话" * 6), st.just("")), min_size=1, max_size=12)


@given(WORDS)
def test_of_every_text_ever_stored_a_version_has_all_but_a_few_characters(stored: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as ws:
        operations.import_survey(ws, survey_file())
        writing = Writing(ws, round_of(ws))
        writing.store(*stored)
        kept = texts(ws, writing.round_id)
        assert stored[-1] in kept
        for text in stored:
            assert min(_lacks(text, version) for version in kept) <= FEW


def _lacks(text: str, version: str) -> int:
    """How many characters of a text another one lacks, wherever the others stand in it, in their order."""
    least = [0] * (len(version) + 1)
    for character in text:
        row = [least[0] + 1]
        for place, other in enumerate(version):
            row.append(min(row[-1], least[place + 1] + 1, least[place] if character == other else len(text)))
        least = row
    return least[-1]


def test_a_text_outlives_undo_a_later_edit_and_the_draft(workspace: Workspace, round_id: int) -> None:
    operations.write_text(workspace, round_id, "zh", "scale", "一稿", BASE)
    operations.write_text(workspace, round_id, "zh", "scale", "二稿", BASE)
    operations.undo(workspace)
    operations.write_text(workspace, round_id, "zh", "scale", "三稿", BASE)  # the second can no longer be made again
    operations.reset_section(workspace, round_id, "zh", "scale", "规模与地位")
    assert load_authored(workspace, round_id, "zh").of("scale") == BLANK
    assert texts(workspace, round_id) == {"一稿", "二稿", "三稿"}
    operations.delete_round(workspace, round_id)
    operations.undo(workspace)
    assert texts(workspace, round_id) == {"一稿", "二稿", "三稿"}


def test_keeping_a_text_changes_only_what_it_was_written_over(workspace: Workspace, round_id: int) -> None:
    operations.write_text(workspace, round_id, "zh", "scale", "一稿", BASE)
    operations.keep_text(workspace, round_id, "zh", "scale", LATER)
    found = load_authored(workspace, round_id, "zh").of("scale")
    assert (found.text, found.base) == ("一稿", LATER)
    with pytest.raises(UserError):
        operations.keep_text(workspace, round_id, "zh", "firms", LATER)


def test_an_added_section_is_deleted_with_all_its_aspects_and_comes_back(workspace: Workspace, round_id: int) -> None:
    operations.add_section(workspace, round_id, "zh", "own-1", "overview", "沿革", ("own-1", "scale"))
    operations.write_text(workspace, round_id, "zh", "own-1", "始于一九九八年。", Base(title="沿革"))
    operations.set_remark(workspace, round_id, "zh", "own-1", Remark("1", "张三", "2026-01-01T00:00:00+00:00", "年份待核"))
    before = load_authored(workspace, round_id, "zh")
    operations.delete_section(workspace, round_id, "zh", "own-1", "沿革")
    assert load_authored(workspace, round_id, "zh").of("own-1") == BLANK
    operations.undo(workspace)
    assert load_authored(workspace, round_id, "zh") == before
    assert [remark.text for remark in before.of("own-1").remarks] == ["年份待核"]
    assert before.of("overview").order == ("own-1", "scale")


def test_a_package_takes_the_texts_of_its_cluster_only(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    other = operations.import_survey(workspace, sample("shaoxing")).round_id or 0
    operations.write_text(workspace, round_id, "zh", "scale", "长沙", BASE)
    operations.write_text(workspace, other, "zh", "scale", "绍兴", BASE)
    export_package(workspace, surveys.clusters(workspace)[0].id, tmp_path / "p.jizhen")
    with Workspace.open(tmp_path / "p.jizhen") as package:
        assert texts(package, round_id) == {"长沙"}
        assert load_authored(package, round_id, "zh").of("scale").text == "长沙"
        assert package.rows("SELECT count(*) FROM versions") == [(1,)]
        assert texts(package, other) == set()


@pytest.mark.parametrize(
    ("aspect", "value"),
    [
        ("text", {"text": 5}),
        ("text", {"text": "a", "draft": "", "facts": {"x": 1}, "title": ""}),
        ("order", [1]),
        ("left-out", "ja"),
        ("title", 1),
    ],
)
def test_what_is_no_text_is_told_and_found_by_the_check(tmp_path: Path, aspect: str, value: object) -> None:
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as made:
        operations.import_survey(made, survey_file())
        with made.writing():
            made.db.execute(
                "INSERT INTO authored (_round, lang, section, aspect, value) SELECT _id, 'zh', 'scale', ?, ? FROM rounds",
                (aspect, to_json(value)),
            )
        round_id = surveys.clusters(made)[0].rounds[0].id
        with pytest.raises(UserError, match="scale"):
            load_authored(made, round_id, "zh")
    assert not verify(path).sound


def test_an_aspect_of_a_later_program_is_left_alone(workspace: Workspace, round_id: int) -> None:
    with workspace.writing():
        workspace.db.execute(
            "INSERT INTO authored (_round, lang, section, aspect, value) VALUES (?, 'zh', 'scale', 'colour', '\"red\"')", (round_id,)
        )
    operations.write_text(workspace, round_id, "zh", "scale", "一稿", BASE)
    assert load_authored(workspace, round_id, "zh").of("scale").text == "一稿"
    assert workspace.rows("SELECT value FROM authored WHERE aspect = 'colour'") == [('"red"',)]


def copies(path: Path, *names: str) -> list[Path]:
    with Workspace.create(path) as made:
        operations.import_survey(made, survey_file())
        forget(made)
    made_copies = [path.with_name(f"{name}.jizhen") for name in names]
    for copy in made_copies:
        shutil.copyfile(path, copy)
    return made_copies


def edit(path: Path, who: str, text: str, section: str = "scale") -> None:
    with Workspace.open(path) as ws:
        ws.who = who
        operations.write_text(ws, round_of(ws), "zh", section, text, BASE)


def merged(path: Path, other: Path) -> tuple[Conflict, ...]:
    with Workspace.open(path) as ws, open_colleague(other) as theirs:
        return merge(ws, theirs).conflicts


def test_texts_of_two_people_meet_and_both_are_kept(tmp_path: Path) -> None:
    mine, yours = copies(tmp_path / "w.jizhen", "mine", "yours")
    edit(mine, "张三", "张三写的")
    edit(yours, "李四", "李四写的")
    edit(yours, "李四", "李四的企业一节", "firms")
    found = merged(mine, yours)
    (conflict,) = found
    assert conflict.told().zh == "报告文字“规模与地位”的“中文报告的文字”"
    assert {choice.text.zh for choice in conflict.choices} == {"张三写的", "李四写的"}
    with Workspace.open(mine) as ws:
        (told,) = differences(ws, round_of(ws))
        assert told.place == Place(step="report", part="authored", field="zh.scale.text")
        assert load_authored(ws, round_of(ws), "zh").of("firms").text == "李四的企业一节"
        assert {(each.who, each.text) for each in versions(ws, round_of(ws), "zh", "scale")} == {("张三", "张三写的"), ("李四", "李四写的")}
        choose(ws, [(conflict.key, conflict.choices[1].number)])
        assert not conflicts(ws)
        assert load_authored(ws, round_of(ws), "zh").of("scale").text == conflict.choices[1].text.zh
        assert texts(ws, round_of(ws)) == {"张三写的", "李四写的"}


def test_one_leaves_a_section_out_and_another_writes_in_it_and_both_comment(tmp_path: Path) -> None:
    mine, yours = copies(tmp_path / "w.jizhen", "mine", "yours")
    edit(yours, "李四", "李四写的")
    for path, who in ((mine, "张三"), (yours, "李四")):
        with Workspace.open(path) as ws:
            remark = Remark(who, who, "2026-01-01T00:00:00+00:00", f"{who}的话")
            operations.set_remark(ws, round_of(ws), "zh", "scale", remark)
            operations.order_sections(ws, round_of(ws), "zh", "overview", (who,), "")
    with Workspace.open(mine) as ws:
        operations.leave_out(ws, round_of(ws), "zh", "scale", "规模与地位", True)
    assert not merged(mine, yours), "the order asks nobody, and everything else is of one person only"
    with Workspace.open(mine) as ws:
        section = load_authored(ws, round_of(ws), "zh").of("scale")
        assert (section.text, section.left_out) == ("李四写的", True)
        assert {remark.who for remark in section.remarks} == {"张三", "李四"}


class NothingIsLost(RuleBasedStateMachine):
    """Whatever is done on two laptops, every text that was ever stored on one is there to be read on that one."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.paths = copies(self.folder / "w.jizhen", "a", "b")
        self.open = [Workspace.open(path) for path in self.paths]
        self.round_id = round_of(self.open[0])
        self.stored: list[set[tuple[str, str]]] = [set(), set()]

    side = st.integers(0, 1)
    section = st.sampled_from(("scale", "gaps", "own-1"))

    @rule(side=side, section=section, text=st.text(st.characters(codec="utf-8"), max_size=8))
    def write(self, side: int, section: str, text: str) -> None:
        operations.write_text(self.open[side], self.round_id, "zh", section, text, BASE)
        self.stored[side].add((section, text))

    @rule(side=side, section=section)
    def reset(self, side: int, section: str) -> None:
        operations.reset_section(self.open[side], self.round_id, "zh", section, "")

    @rule(side=side, section=section)
    def delete(self, side: int, section: str) -> None:
        operations.delete_section(self.open[side], self.round_id, "zh", section, "")

    @rule(side=side, section=section, out=st.booleans())
    def leave_out(self, side: int, section: str, out: bool) -> None:
        operations.leave_out(self.open[side], self.round_id, "zh", section, "", out)

    @rule(side=side, value=st.booleans())
    def answer(self, side: int, value: bool) -> None:
        operations.set_answer(self.open[side], self.round_id, "services", "finance", value)

    @rule(side=side)
    def undo(self, side: int) -> None:
        operations.undo(self.open[side])

    @rule(side=side)
    def redo(self, side: int) -> None:
        operations.redo(self.open[side])

    @rule(side=side)
    def merge(self, side: int) -> None:
        with open_colleague(self.paths[1 - side]) as theirs:
            merge(self.open[side], theirs)
        self.stored[side] |= self.stored[1 - side]

    @rule(side=side)
    def open_again(self, side: int) -> None:
        self.open[side].close()
        self.open[side] = Workspace.open(self.paths[side])

    @invariant()
    def every_text_is_there(self) -> None:
        for ws, stored in zip(getattr(self, "open", ()), getattr(self, "stored", ()), strict=True):
            there = {(section, each.text) for section in ("scale", "gaps", "own-1") for each in versions(ws, self.round_id, "zh", section)}
            assert stored <= there
            for section in ("scale", "gaps", "own-1"):
                text = load_authored(ws, self.round_id, "zh").of(section).text
                assert text is None or (section, text) in there
            waiting = ws.rows("SELECT field, value FROM conflicts WHERE tbl = 'authored' AND field LIKE '%.text' AND value <> 'null'")
            for register, value in waiting:
                assert (register.split(".")[1], json.loads(json.loads(value))["text"]) in there

    def teardown(self) -> None:
        for ws in getattr(self, "open", ()):
            ws.close()
        shutil.rmtree(getattr(self, "folder", Path("none")), ignore_errors=True)


TestNothingIsLost = NothingIsLost.TestCase
