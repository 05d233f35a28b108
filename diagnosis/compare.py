"""Comparisons after rounding both sides to nine decimals (rules.md, opening): floating-point noise decides nothing."""

DECIMALS = 9


def nine(value: float) -> float:
    """The value as it is compared."""
    return round(value, DECIMALS)


def above(value: float, limit: float) -> bool:
    """value > limit."""
    return nine(value) > nine(limit)


def at_least(value: float, limit: float) -> bool:
    """value >= limit."""
    return nine(value) >= nine(limit)


def below(value: float, limit: float) -> bool:
    """value < limit."""
    return nine(value) < nine(limit)


def positive(value: float | None) -> bool:
    """Known and above 0, as in "with revenue" and "with employees"."""
    return value is not None and above(value, 0)
