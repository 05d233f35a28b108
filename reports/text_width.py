"""How wide text is, without a font at hand: enough for line counts and column widths."""

import re
import unicodedata
from functools import lru_cache

# Advance widths in thousandths of the size, ASCII 32..126, of Times Roman and Helvetica
# (Adobe Font Metrics; metric-compatible fonts agree).
TIMES = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500,
    500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722,
    667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278,
    500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222,
    500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
BESIDE = 0.2  # ems between a Chinese character and a Western one
BREAKS_AFTER = "-/–"  # a Western word may be broken after these
OPENING, CLOSING = "（“‘《【", "，。、；：？！）》”’】%—–"  # no line ends with the one, nor begins with the other
WESTERN = re.compile("[^ /-]*[/-]|[^ /-]+| ")
FIRST_MARK = "\u0300"  # of those that stand on another character
HANGING, HANGS = "，。、；：", 1.0  # these may stand beyond the end of a Chinese line, by so many ems


def char_width(char: str, *, chinese: bool, sans: bool = False) -> float:
    """The width of a character in ems; marks that both scripts have are full-width in a Chinese text."""
    code = ord(char)
    if 32 <= code < 127:
        return (HELVETICA if sans else TIMES)[code - 32] / 1000
    kind = unicodedata.east_asian_width(char)
    if kind in "WF" or (kind == "A" and chinese):
        return 1.0
    return 0.0 if unicodedata.combining(char) else 0.5


@lru_cache(maxsize=20_000)
def ems(text: str, *, chinese: bool = True, sans: bool = False) -> float:
    """The width of a text in ems; in a Chinese text with the gaps between its scripts."""
    gaps = sum(map(_scripts_meet, text, text[1:])) if chinese else 0
    return sum(char_width(char, chinese=chinese, sans=sans) for char in text) + BESIDE * gaps


@lru_cache(maxsize=20_000)  # a layout asks the same again for every change it tries
def lines(text: str, room: float, *, chinese: bool, sans: bool = False, first: float = 0.0, hanging: bool = False) -> int:
    """How many lines of ``room`` ems a text takes, the first one shortened by ``first``; words are not broken where they fit.

    ``hanging``: a comma or a stop may stand beyond the end of a line, as word processors set Chinese.
    """
    count = 0
    for paragraph in text.split("\n"):
        count += 1
        used, before = first if count == 1 else 0.0, " "
        for word in words(paragraph):
            width = ems(word, chinese=chinese, sans=sans)
            apart = BESIDE if chinese and _scripts_meet(before, word[0]) else 0.0
            before = word[-1]
            if used + apart + width - (HANGS if hanging and word[-1] in HANGING else 0.0) <= room:
                used += apart + width
            elif width <= room:
                count, used = count + 1, 0.0 if word == " " else width
            else:  # a word longer than a line is broken
                for char in word:
                    step = char_width(char, chinese=chinese, sans=sans)
                    count, used = (count + 1, step) if used + step > room else (count, used + step)
    return count


def _scripts_meet(left: str, right: str) -> bool:
    """Whether a Chinese character and a Western letter or digit stand side by side: word processors set them a little apart."""
    return (_is_han(left) and right.isascii() and right.isalnum()) or (left.isascii() and left.isalnum() and _is_han(right))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def words(text: str) -> list[str]:
    """What a line break keeps together: Western words, and single Chinese characters with the marks that may not begin or end a line."""
    if text.isascii() and "%" not in text:  # the rule below, faster
        return WESTERN.findall(text)
    found: list[str] = []
    last = " "
    for char in text:
        if last != " " and (
            char in CLOSING
            or last in OPENING
            or (char.isascii() and char != " " and last.isascii() and last not in BREAKS_AFTER)
            or (char >= FIRST_MARK and unicodedata.combining(char))
        ):
            found[-1] += char
        else:
            found.append(char)
        last = char
    return found


def fit(naturals: list[float], least: list[float], room: float) -> list[float]:
    """Column widths in ems: at least ``least``, at most as wide as needed, the rest of ``room`` shared out by need."""
    widths = [min(low, natural) for low, natural in zip(least, naturals, strict=True)]
    free = room - sum(widths)
    needs = [max(0.0, natural - width) ** 0.9 for natural, width in zip(naturals, widths, strict=True)]
    if free <= 0 or not sum(needs):
        return widths
    for _ in range(4):  # what one column does not need goes to the others
        total = sum(needs)
        if free <= 0.01 or not total:
            break
        grown = [
            min(width + free * need / total, natural) if need else width
            for width, need, natural in zip(widths, needs, naturals, strict=True)
        ]
        free -= sum(grown) - sum(widths)
        needs = [need if natural - width > 0.01 else 0.0 for need, natural, width in zip(needs, naturals, grown, strict=True)]
        widths = grown
    return widths


@lru_cache(maxsize=20_000)
def longest_word(text: str, *, chinese: bool = True, sans: bool = False) -> float:
    """The width of the longest thing in a text that a line break would tear: a number, a code, a Western word."""
    return max((ems(word, chinese=chinese, sans=sans) for word in words(text)), default=0.0)
