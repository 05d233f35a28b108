"""Unified social credit codes (GB 32100-2015): the check character, and what is likely wrong with a code that fails it."""

import re
from operator import mul

from diagnosis.text import Text, fold, phrase

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = [3**i % 31 for i in range(17)]
ALL_WEIGHTS = (*WEIGHTS, 1)  # the check character makes the whole a multiple of 31
VALUE_OF = {character: value for value, character in enumerate(ALPHABET)}
LENGTH = 18
ALIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}  # what a letter that no code has is read for
OTHER_CODES = {15: "uscc-old", 9: "uscc-organisation"}  # length -> the kind of code it was before 2015


def credit_code_is_sound(code: str) -> bool:
    """Whether an upper-case code has 18 characters of the alphabet and the right check character."""
    try:
        return len(code) == LENGTH and sum(map(mul, ALL_WEIGHTS, map(VALUE_OF.__getitem__, code))) % 31 == 0
    except KeyError:
        return False


def check_character(stem: str) -> str:
    """The eighteenth character after these seventeen of the alphabet."""
    return ALPHABET[-sum(map(mul, WEIGHTS, map(VALUE_OF.__getitem__, stem))) % 31]


def credit_code_flaw(typed: str) -> Text | None:
    """What is wrong with a code, in words, and what may be meant; ``None`` for a sound one. Full width and lower case are no flaw."""
    code = fold(typed).upper()
    if credit_code_is_sound(code):
        return None
    bare = re.sub(r"[\s-]", "", code)
    if bare != code and credit_code_is_sound(bare):
        return phrase("values", "uscc-spaced", code=bare)
    if len(bare) != LENGTH:
        return _length(bare)
    return _foreign(bare) or _unchecked(bare)


def _length(code: str) -> Text:
    kind = OTHER_CODES.get(len(code))
    if kind is not None and not re.fullmatch(r"[0-9A-Z]+", code):
        kind = None
    if kind is not None:
        return phrase("values", kind, count=len(code))
    return phrase("values", "uscc-short" if len(code) < LENGTH else "uscc-long", count=len(code), by=abs(len(code) - LENGTH))


def _foreign(code: str) -> Text | None:
    """A character that no code has."""
    wrong = [(place, character) for place, character in enumerate(code) if character not in ALPHABET]
    if not wrong:
        return None
    place, character = wrong[0]
    meant = "".join(ALIKE.get(each, each) for each in code)
    if credit_code_is_sound(meant):
        return phrase("values", "uscc-letter-meant", place=place + 1, letter=character, code=meant)
    if character in ALIKE:
        return phrase("values", "uscc-letter", place=place + 1, letter=character, meant=ALIKE[character])
    return phrase("values", "uscc-character", place=place + 1, letter=character)


def _unchecked(code: str) -> Text:
    """The check character is another one: what it should be, and the one exchange of two neighbours that would do."""
    right = check_character(code[:17])
    swaps = [place for place in range(17) if code[place] != code[place + 1] and credit_code_is_sound(_swapped(code, place))]
    if len(swaps) == 1:
        return phrase("values", "uscc-swapped", right=right, found=code[17], one=swaps[0] + 1, other=swaps[0] + 2)
    return phrase("values", "uscc-check", right=right, found=code[17])


def _swapped(code: str, place: int) -> str:
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]
