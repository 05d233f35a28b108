"""Writes templates/initials.txt: for every Chinese character the first letter of its pinyin, by which names are found.

    python packaging/make_initials.py

pypinyin (MIT) must be installed; it is not needed to run or test the program.
"""

from pathlib import Path

from pypinyin import Style, lazy_pinyin

TARGET = Path(__file__).resolve().parent.parent / "templates" / "initials.txt"
FIRST, LAST, IN_LINE = 0x4E00, 0x9FFF, 128
HEAD = """\
# The first letter of the pinyin of every character from U+4E00 on, 128 in a line, a dot where there is none.
# Made by packaging/make_initials.py with pypinyin (MIT).
"""
# Characters that firms, places and technologies mostly read otherwise than a dictionary begins.
READINGS = {"长": "c", "行": "h", "厦": "x", "藏": "z", "曾": "z", "单": "d", "调": "t", "率": "l", "量": "l", "参": "c", "重": "z"}


def letter(character: str) -> str:
    """The first letter of its pinyin, without accents."""
    found = READINGS.get(character) or lazy_pinyin(character, style=Style.NORMAL)[0][:1]
    return found if found.isascii() and found.isalpha() else "."


def main() -> None:
    """Write the file."""
    letters = "".join(letter(chr(point)) for point in range(FIRST, LAST + 1))
    lines = [letters[start : start + IN_LINE] for start in range(0, len(letters), IN_LINE)]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
