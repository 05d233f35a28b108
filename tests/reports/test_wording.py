"""An office's own wording: it takes the place of ours phrase by phrase, and what is wrong in it is told by its key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from diagnosis.text import phrases
from reports.context import use_wording
from reports.wording import read_wording, take_wording
from tests.reports.made_up import report_of, said


@pytest.fixture(autouse=True)
def _ours() -> Iterator[None]:
    yield
    use_wording({})


def file(folder: Path, text: str) -> Path:
    path = folder / "report.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_phrase_reads_as_the_office_has_it_and_all_others_as_before(tmp_path: Path) -> None:
    before = said(report_of("changsha", "zh"))
    take_wording(file(tmp_path, '[gaps]\ntitle = { zh = "问题诊断" }\n[cover]\nmark = { zh = "送审稿", en = "Draft" }\n'))
    report = report_of("changsha", "zh")
    assert report.cover.mark == "送审稿"
    assert said(report) == before.replace("短板诊断", "问题诊断")
    assert "The gaps" in said(report_of("changsha", "en"))
    take_wording(tmp_path / "none.toml")
    assert said(report_of("changsha", "zh")) == before


def test_a_frame_of_several_can_be_said_otherwise(tmp_path: Path) -> None:
    key = "gap.rated-bare.1"
    take_wording(file(tmp_path, '[gap.rated-bare]\n1 = { zh = "只有打分：{rating}" }\n'))
    assert phrases("report")[key].zh not in said(report_of("rich", "zh"))
    assert "只有打分：" in said(report_of("rich", "zh"))


def test_a_fact_may_be_left_out(tmp_path: Path) -> None:
    assert read_wording(file(tmp_path, '[summary]\ngap = { zh = "{name}。", en = "{name}." }'))["summary.gap"].zh == "{name}。"


def test_an_office_may_choose_a_plural_by_a_fact_that_is_there(tmp_path: Path) -> None:
    plural = '[summary]\nopen-items = {{ en = "{{count}} {{{fact}:item|items}} open: {{names}}." }}'
    assert read_wording(file(tmp_path, plural.format(fact="count")))["summary.open-items"].fill(count=1, names="a").en == "1 item open: a."
    with pytest.raises(UserError, match="number"):
        read_wording(file(tmp_path, plural.format(fact="number")))


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ('[cover]\nmerk = { zh = "甲" }', "wording-unknown", "cover.mark"),
        ('[cover]\nmark = "甲"', "wording-no-text", "cover.mark"),
        ('[cover]\nmark = { zh = " " }', "wording-no-text", "cover.mark"),
        ("[cover]\nmark = { zh = 3 }", "wording-no-text", "cover.mark"),
        ('[cover]\nround = { zh = "第{number}轮" }', "wording-placeholder", "{label}"),
        ('[cover]\nround = { zh = "第{label轮" }', "wording-braces", "第{label轮"),
        ('[cover]\nround = { zh = "{label.x}" }', "wording-braces", "label.x"),
        ('[cover]\nround = { zh = "{0}" }', "wording-braces", "{0}"),
    ],
)
def test_what_is_wrong_is_told_by_its_key(tmp_path: Path, text: str, code: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read_wording(file(tmp_path, text))
    assert caught.value.code == code
    for lang in ("zh", "en"):
        assert told in caught.value.to(lang)
        assert "report.toml" in caught.value.to(lang)


def test_where_the_file_is_no_toml_is_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_wording(file(tmp_path, "[summary]\n[cover\n"))
    assert caught.value.code == "wording-unreadable"
    assert "第 2 行第 7 列：表名缺少右方括号" in caught.value.to("zh")
    assert "line 2, column 7" in caught.value.to("en")
    with pytest.raises(UserError) as deep:
        read_wording(file(tmp_path, "a = " + "[" * 20_000))
    assert "嵌套" in deep.value.to("zh")


def test_a_file_that_is_named_must_be_there_and_be_text(tmp_path: Path) -> None:
    with pytest.raises(UserError) as missing:
        take_wording(tmp_path / "none.toml", needed=True)
    assert missing.value.code == "file-missing"
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError) as caught:
        read_wording(bad)
    assert caught.value.code == "wording-unreadable"


def test_the_programs_own_file_is_a_good_one() -> None:
    from diagnosis.text import TEMPLATES

    assert read_wording(TEMPLATES / "phrases" / "report.toml") == phrases("report")
