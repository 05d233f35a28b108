"""Credit codes (GB 32100-2015): which check character is right, and what kind of slip it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.credit_code import ALPHABET, check_character, credit_code_flaw, credit_code_is_sound

CODE = "91350100M000100Y43"  # the example of GB 32100-2015
STEMS = st.text(ALPHABET, min_size=17, max_size=17)


def sound_code(stem: str) -> str:
    """The stem of 17 characters with its check character, by the weights of GB 32100-2015 written out."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(weights, stem, strict=True))
    return stem + ALPHABET[(31 - total % 31) % 31]


def flaw(code: str) -> str:
    """What is told of a code."""
    found = credit_code_flaw(code)
    assert found is not None
    assert "{" not in found.zh + found.en
    return found.zh


def test_the_example_of_the_standard() -> None:
    assert credit_code_is_sound(CODE)
    assert sound_code(CODE[:17]) == CODE
    assert check_character(CODE[:17]) == "3"
    for wrong in (CODE[:-1] + "4", CODE[:-1], CODE.replace("M", "I"), CODE.lower()):
        assert not credit_code_is_sound(wrong)
    assert credit_code_flaw(" ９１350100m000100y43 ") is None


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (CODE[:-1], "只有 17 位，少 1 位；应为 18 位"),
        (CODE + "3", "有 19 位，多 1 位；应为 18 位"),
        ("430100000012345", "共 15 位，像是旧的工商注册号"),
        ("12345678X", "共 9 位，像是旧的组织机构代码"),
        ("12345678-X", "共 9 位，像是旧的组织机构代码"),
        ("9135 0100 M000 100Y 43", f"中间有空格或横线，去掉后为 {CODE}"),
        ("9135O100M000100Y43", f"第 5 位的字母 O 不会出现在代码里；改为 {CODE} 就能通过校验"),
        ("91350100M000I00Y43", f"第 13 位的字母 I 不会出现在代码里；改为 {CODE} 就能通过校验"),
        ("91350100S000100Y43", "第 9 位的字母 S 不会出现在代码里，可能是 5；请核对"),
        ("91350100M000100Y4?", "第 18 位的“?”不能用在代码里；只用数字和大写字母"),
        ("91350100M000100Y45", "末位校验码应为 3，现为 5；请逐位核对"),
        ("91350100M000100Y4X", "末位校验码应为 3，现为 X；也可能是第 12、13 位写颠倒了"),
    ],
)
def test_what_is_wrong_is_told(code: str, told: str) -> None:
    assert flaw(code).startswith(told)


@given(STEMS)
def test_the_right_check_character_is_named(stem: str) -> None:
    code = sound_code(stem)
    assert credit_code_flaw(code) is None
    wrong = stem + ALPHABET[(ALPHABET.index(code[17]) + 1) % 31]
    assert f"应为 {code[17]}，现为 {wrong[17]}" in flaw(wrong)


@given(STEMS, st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_named_where_only_they_can_be_meant(stem: str, place: int) -> None:
    code = sound_code(stem)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped == code:
        return
    told = flaw(swapped)
    ways = [at for at in range(17) if credit_code_is_sound(swapped[:at] + swapped[at + 1] + swapped[at] + swapped[at + 2 :])]
    assert place in ways
    assert (f"第 {place + 1}、{place + 2} 位写颠倒了" in told) == (len(ways) == 1)


@given(st.text(max_size=20))
def test_any_text_is_told_or_sound(typed: str) -> None:
    found = credit_code_flaw(typed)
    assert found is None or "{" not in found.zh.replace(typed, "")
