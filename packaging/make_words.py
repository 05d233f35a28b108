"""Writes templates/words.txt: the common Chinese words that a firm or a person may be called by, and a text hold without meaning them.

    python packaging/make_words.py jieba/dict.txt

The dictionary is that of jieba 0.42.1 (MIT): a word, how often it was counted, its kind. It is not needed to run or test the program.
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "templates" / "words.txt"
LEAST = 100  # times counted: 顺畅 (154) is common; 灵犀 (30) and 思源 (19) are not, and rather a firm where they stand
LENGTHS = range(2, 5)
NAMES, LEAST_OF_NAMES = ("nr", "nz", "nt"), 500  # kinds of words that are names, and many that are not: 文明, 汇报; 美的 (230) is one
IN_LINE = 150  # characters
HEAD = """\
# Common words of two to four characters: a firm or a person of such a name is not masked where the word stands alone in a text.
# Those that the dictionary of jieba 0.42.1 (MIT) counts a hundred times, names five hundred; made by packaging/make_words.py.
# What it lacks stands in ordinary.txt.
"""


def words(dictionary: str) -> list[str]:
    """The words to be written, the short ones first."""
    rows = (line.split() for line in dictionary.splitlines())
    found = {word for word, count, kind in rows if int(count) >= (LEAST_OF_NAMES if kind.startswith(NAMES) else LEAST)}
    return sorted((word for word in found if len(word) in LENGTHS and all("\u4e00" <= char <= "\u9fff" for char in word)), key=_order)


def _order(word: str) -> tuple[int, str]:
    return len(word), word


def main() -> None:
    """Write the file."""
    lines = [""]
    for word in words(Path(sys.argv[1]).read_text(encoding="utf-8")):
        if len(lines[-1]) + len(word) > IN_LINE:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
