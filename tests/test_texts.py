"""Every text stands in both languages, is written as each is written, and is used; the README tells every command."""

import ast
import errno
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cli.parser import parser
from diagnosis.text import TEMPLATES, Text, phrases
from tests.test_architecture import ROOT, room_of, sources, tree

CATALOGUES = sorted(path.stem for path in (TEMPLATES / "phrases").glob("*.toml"))
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
# A placeholder may be filled with Chinese; quotation marks and brackets stand beside Chinese.
BESIDE = rf"[{HAN}“”‘’《》（）【】、。，；：？！{{}}]"
HALF_WIDTH = re.compile(rf"{BESIDE}[,;:?!()]|[,;:?!()]{BESIDE}")
# Chinese inside English: what must be typed, or what a button shows in the other language
CHINESE_IN_ENGLISH = ("header.language", "report.zh")
QUOTED = re.compile(r"'[^']*'|“[^”]*”|\"[^\"]*\"")


def texts_of(value: Any, place: str) -> Iterator[tuple[str, Text]]:
    """(place, text) of every pair of zh and en in parsed TOML."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, f"{place}[{inner.get('id', index) if isinstance(inner, dict) else index}]")
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        stem = key.removesuffix("zh")
        if isinstance(inner, dict) and set(inner) == {"zh", "en"}:  # a phrase, whatever it is called
            yield f"{place}.{key}", Text(inner["zh"], inner["en"])
        elif key == "zh" or key.endswith("_zh"):
            other = value[f"{stem}en"]
            pairs = (inner.items(), other) if isinstance(inner, dict) else None
            if pairs is not None:
                yield from ((f"{place}.{key}.{step}", Text(text, pairs[1][step])) for step, text in pairs[0])
            elif isinstance(inner, list):
                yield from ((f"{place}.{key}[{index}]", Text(text, other[index])) for index, text in enumerate(inner))
            else:
                yield f"{place}.{key}", Text(inner, other)
        elif not (key == "en" or key.endswith("_en")):
            yield from texts_of(inner, f"{place}.{key}")


@cache
def all_texts() -> dict[str, Text]:
    """Every bilingual text of templates/, by file and place."""
    found: dict[str, Text] = {}
    for path in sorted(TEMPLATES.rglob("*.toml")):
        name = str(path.relative_to(TEMPLATES))
        found.update(texts_of(tomllib.loads(path.read_text(encoding="utf-8")), name))
    return found


def one_sided(value: Any, place: str) -> Iterator[str]:
    """Places where one language stands without the other."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from one_sided(inner, f"{place}[{index}]")
    if isinstance(value, dict):
        for key, inner in value.items():
            for lang, other in (("zh", "en"), ("en", "zh")):
                if (key == lang or key.endswith(f"_{lang}")) and key.removesuffix(lang) + other not in value:
                    yield f"{place}.{key}"
            yield from one_sided(inner, f"{place}.{key}")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.toml")), ids=lambda path: path.name)
def test_both_languages_stand_side_by_side(path: Path) -> None:
    assert list(one_sided(tomllib.loads(path.read_text(encoding="utf-8")), path.name)) == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_both_languages_have_the_same_placeholders(catalogue: str) -> None:
    differing = {key: text for key, text in phrases(catalogue).items() if placeholders(text.zh) != placeholders(text.en)}
    assert differing == {}


def test_no_half_width_punctuation_beside_chinese() -> None:
    wrong = {place: text.zh for place, text in all_texts().items() if HALF_WIDTH.search(re.sub(r"[a-z]+:a/b|\{[a-z_]+\}:\{", "", text.zh))}
    assert wrong == {}


def test_no_chinese_in_english() -> None:
    wrong = {
        place: text.en
        for place, text in all_texts().items()
        if re.search(rf"[{HAN}，。；：、（）]", QUOTED.sub("", text.en)) and not place.endswith(CHINESE_IN_ENGLISH)
    }
    assert wrong == {}


# --- phrases and the code that says them ------------------------------------------------------------------------------

# (room, function that says a phrase) -> catalogue and what stands before its key
VOICES = {
    ("cli", "say"): ("cli", ""),
    ("cli", "told"): ("cli", "help."),
    ("reports", "say"): ("report", ""),
    ("reports", "printed"): ("files", "paper."),
    ("db", "say"): ("files", "workbook."),
    ("db", "worded"): ("files", "firm."),
    ("ui", "say"): ("pages", ""),
    ("ui", "words"): ("ui", ""),
    ("ui", "note"): ("ui", ""),
}
CODES = {"UserError": "errors", "Invalid": "values", "Reason": "reasons"}


def literals(node: ast.expr) -> list[str]:
    """The strings that an expression may be, where they stand in it."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def said(path: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """(catalogue, key, call) for every phrase that is named in full where it is said."""
    room = room_of(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name == "phrase" and len(node.args) == 2:
            for catalogue in literals(node.args[0]):
                yield from ((catalogue, key, node) for key in literals(node.args[1]))
        elif name in CODES:
            yield from ((CODES[name], key, node) for key in literals(node.args[0]))
        elif (room, name) in VOICES:
            catalogue, before = VOICES[room, name]
            yield from ((catalogue, before + key, node) for key in literals(node.args[0]))


def test_every_phrase_that_is_said_is_there() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {catalogue} {key}"
        for path in sources()
        for catalogue, key, call in said(path)
        if key not in phrases(catalogue)
    ]
    assert missing == []


def test_every_phrase_gets_its_facts() -> None:
    wrong = []
    for path in sources():
        for catalogue, key, call in said(path):
            given = {keyword.arg for keyword in call.keywords}
            needed = placeholders(phrases(catalogue)[key].zh) if key in phrases(catalogue) else set()
            if None not in given and given and not needed <= given:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: {key} needs {sorted(needed)}")
    assert wrong == []


@cache
def strings_in_code() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the code, and a pattern for every string that is put together with something fixed in it."""
    constants: set[str] = set()
    patterns: set[str] = set()
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr):
                fixed = "".join(part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
                if re.search(r"[a-z]{2}", fixed):
                    patterns.add("".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^ ]+" for part in node.values))
    return frozenset(constants), tuple(re.compile(pattern) for pattern in sorted(patterns))


def is_used(catalogue: str, key: str) -> bool:
    """Named in full, as a frame of its kind (``kind.1``), without what its voice puts before it, or by a pattern."""
    if catalogue == "system":  # the system itself says them
        return hasattr(errno, key)
    constants, patterns = strings_in_code()
    names = {key, re.sub(r"\.\d+$", "", key)}
    names |= {key.removeprefix(before) for name, before in VOICES.values() if name == catalogue and before and key.startswith(before)}
    return bool(names & constants) or any(pattern.fullmatch(key) for pattern in patterns)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_phrase_is_used(catalogue: str) -> None:
    assert [key for key in phrases(catalogue) if not is_used(catalogue, key)] == []


# --- the README -------------------------------------------------------------------------------------------------------


def in_readme() -> dict[str, str]:
    """Command -> its line in the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {line.split()[1]: line for line in readme.splitlines() if line.startswith("main.py ")}


def in_help() -> dict[str, str]:
    """Command -> its line in the help."""
    return {line.split()[0]: line for line in tomllib.loads((TEMPLATES / "help" / "usage.toml").read_text(encoding="utf-8"))["usage"]}


@pytest.mark.parametrize("told", [in_readme(), in_help()], ids=["README.md", "templates/help/usage.toml"])
def test_every_command_and_option_is_told(told: dict[str, str]) -> None:
    (commands,) = (action.choices for action in parser("zh")._actions if isinstance(action.choices, dict))
    assert set(commands) <= set(told)
    for name, command in commands.items():
        for action in command._actions:
            for option in action.option_strings:
                assert option in {"-h", "--help"} or option in told[name], f"{name} {option}"
    assert set(told) - set(commands) <= {"--version", "打开窗口"}
