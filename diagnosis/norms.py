"""Whether a value reaches its norm."""

from diagnosis.compare import at_least
from diagnosis.framework import Indicator


def reached(indicator: Indicator, value: float) -> bool | None:
    """Whether a value is on the good side of the norm; ``None`` where nothing is to be reached.

    That is where there is no norm of one value, where the norm is background only, and where the indicator is read in context.
    """
    norm = indicator.norm
    if norm is None or norm.value is None or norm.background or indicator.direction == "~":
        return None
    return at_least(value, norm.value) if indicator.direction == "+" else at_least(norm.value, value)
