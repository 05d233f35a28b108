"""Comparisons after rounding both sides to nine decimals (rules.md, opening): floating-point noise decides nothing."""

import math

DECIMALS = 9
STEP = 1e-9  # between two numbers as they are compared


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


def least(limit: float) -> float:
    """The least number that ``at_least`` takes for this limit: many numbers can be held against it at once."""
    edge = nine(limit) - STEP / 2
    while at_least(edge, limit):
        edge = math.nextafter(edge, -math.inf)
    while not at_least(edge, limit):
        edge = math.nextafter(edge, math.inf)
    return edge


LEAST_POSITIVE = least(STEP)  # the least number that is above 0
