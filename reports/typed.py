"""Chinese that somebody typed, as it is printed: with full-width punctuation (GB/T 15834-2011)."""

import re

HAN = "\u3400-\u9fff\uf900-\ufaff"
LEFT, RIGHT = f"{HAN}”’）》」】", f"{HAN}“‘（《「【"  # what Chinese ends in, and begins with
SIGNS = str.maketrans(",;:!?", "，；：！？")
# brackets around Chinese, beside Chinese or where the text begins or ends
BRACKETS = re.compile(rf"(?<![^{LEFT}])\(([^()]*[{HAN}][^()]*)\)|\(([^()]*[{HAN}][^()]*)\)(?![^{RIGHT},;:!?.])")
# a sign between Chinese, or beside it where no space follows; in figures and addresses (3,500, 9:30) it stands between others
SIGN = re.compile(rf"(?<=[{LEFT}])[,;:!?] (?=[{RIGHT}])|(?<=[{LEFT}])[,;:!?](?! )|(?<! )[,;:!?](?=[{RIGHT}])")
STOP = re.compile(rf"(?<=[{LEFT}])\.(?=$|[{RIGHT}])")


def full_width(text: str) -> str:
    """The text with full-width punctuation where it is Chinese; Western words and figures keep theirs."""
    text = BRACKETS.sub(lambda found: f"（{found[1] or found[2]}）", text)
    return STOP.sub("。", SIGN.sub(lambda found: found[0].strip().translate(SIGNS), text))
