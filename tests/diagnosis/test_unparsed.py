"""What is wrong with a data file, told in either language with line and column, and never in the parser's own English."""

import json
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.text import Text
from diagnosis.unparsed import fault

ENGLISH = re.compile(r"[A-Za-z]{2,}")


def told(content: bytes, *, as_json: bool = False) -> Text | None:
    try:
        text = content.decode("utf-8-sig")
        json.loads(text) if as_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return fault(error, content)
    return None


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("[cover\n", "第 1 行第 7 列", "表名缺少右方括号"),
        ("a = 1\na = 2\n\n", "第 2 行第 6 列", "写了两次"),
        ("[a]\n[a]\n", "第 2 行第 3 列", "写了两次"),
        ("a = { b = 1, b = 2 }", "第 1 行", "写了两次"),
        ("\na = “好”", "第 2 行第 5 列", "英文双引号"),
        ("a =", "第 1 行第 4 列", "英文双引号"),
        ("中 = 1", "第 1 行第 1 列", "键名有误"),
        ("a.中 = 1", "第 1 行第 3 列", "键名有误"),
        ("x", "第 1 行第 2 列", "等号"),
        ("a = 1 b = 2", "第 1 行第 7 列", "只能写一项"),
        ('a = "x\ny"', "第 1 行第 7 列", "引号没有合上"),
        ('a = "x', "第 1 行第 7 列", "引号没有合上"),
        ('a = "C:\\q"', "第 1 行第 10 列", "反斜杠"),
        ('a = "\\ud800"', "第 1 行第 12 列", "反斜杠"),
        ('a = "\\u12"', "第 1 行", "反斜杠"),
        ("a = { b = 1", "第 1 行第 12 列", "括号没有合上"),
        ("a = [1 2]", "第 1 行第 8 列", "括号没有合上"),
        ("a = 2021-02-30", "第 1 行", "日期"),
    ],
)
def test_faults_of_toml(text: str, place: str, what: str) -> None:
    found = told(text.encode())
    assert found is not None
    assert found.zh.startswith(place)
    assert what in found.zh
    assert ENGLISH.search(found.zh) is None
    assert found.en.startswith("line ")


def test_another_encoding_json_and_what_cannot_be_followed() -> None:
    found = told("a = 1\n# 名称".encode("gb18030"))
    assert found is not None
    assert found.zh == "第 2 行第 3 列：不是 UTF-8 编码的文本，请另存为 UTF-8"
    broken = told(b'{"a": 1,\n "b" 2}', as_json=True)
    assert broken is not None
    assert broken.zh.startswith("第 2 行第 6 列：不合 JSON 的写法")
    deep = told(b"[" * 200_000, as_json=True)
    assert deep == fault(RecursionError(), b"")
    assert told(b"a = " + b"9" * 5000) == told(b'{"a": ' + b"9" * 5000 + b"}", as_json=True)


@given(st.text("ab[]{}=\"'\\#\n,.0 中é", max_size=40))
def test_no_file_is_told_in_the_words_of_the_parser(text: str) -> None:
    found = told(text.encode())
    if found is not None:
        assert ENGLISH.sub("", found.zh.replace("TOML", "")) == found.zh.replace("TOML", "")
        line, column = map(int, re.findall(r"\d+", found.en)[:2])
        lines = text.split("\n")
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
