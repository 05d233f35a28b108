"""Chinese that somebody typed, as it is printed: with full-width punctuation (GB/T 15834-2011)."""

import re

HAN = "\u3400-\u9fff\uf900-\ufaff"
LEFT, RIGHT = f"{HAN}”’）》」】", f"{HAN}“‘（《「【"  # what Chinese ends in, and begins with
SIGNS = str.maketrans(",;:!?", "，；：！？")
WORD, CHARACTER = re.compile(r"(?<![^\s(“])[A-Za-z]{2,}(?![^\s,;:!?.)”])"), re.compile(f"[{HAN}]")
ADDRESS = re.compile(rf"(https?://[^\s{HAN}]*(?:[{HAN}]+[/?=&#][^\s{HAN}]*)+)")  # one with Chinese in it
# brackets around Chinese, beside Chinese or where the text begins or ends; behind a space they may be those of a Western word
INSIDE = rf"\(([^()]*[{HAN}][^()]*)\)"
BRACKETS = re.compile(rf"(?<![^{LEFT}]){INSIDE}|{INSIDE}(?=[{RIGHT}、，；：。])|(?<! ){INSIDE}(?=[,;:!?.](?! )|$)")
# a sign between Chinese, or beside it where no space follows; in figures and addresses (3,500, 9:30) it stands between others
SIGN = re.compile(rf"(?<=[{LEFT}])[,;:!?]++ (?=[{RIGHT}])|(?<=[{LEFT}])[,;:!?]++(?! )|(?<! )[,;:!?]++(?=[{RIGHT}])")
STOP = re.compile(rf"(?<=[{LEFT}])\.(?: (?=[{RIGHT}])|(?=$|[\n”’）》」】]))")  # without a space it may stand in a name: 约翰.史密斯


def full_width(text: str) -> str:
    """The text with full-width punctuation where it is Chinese; Western words and figures keep theirs, and so does a Western text."""
    if 2 * len(WORD.findall(text)) > len(CHARACTER.findall(text)):  # a Chinese word has two characters, about
        return text
    return "".join(part if place % 2 else _printed(part) for place, part in enumerate(ADDRESS.split(text)))


def _printed(text: str) -> str:
    for _depth in range(2):  # brackets within brackets
        text = BRACKETS.sub(lambda found: f"（{found[1] or found[2] or found[3]}）", text)
    return STOP.sub("。", SIGN.sub(lambda found: found[0].strip().translate(SIGNS), text))
