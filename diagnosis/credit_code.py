"""The check character of unified social credit codes (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = [3**i % 31 for i in range(17)]


def credit_code_is_sound(code: str) -> bool:
    """Whether an upper-case code has 18 characters of the alphabet and the right check character."""
    if len(code) != 18 or any(character not in ALPHABET for character in code):
        return False
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, code[:17], strict=True))
    return code[17] == ALPHABET[(31 - total % 31) % 31]
