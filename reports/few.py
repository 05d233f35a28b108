"""What the public may be told of so few firms: nothing that rests on fewer than three (interchange.md), or as good as on one."""

from collections.abc import Sequence
from heapq import nlargest

LEAST = 3
NEAR = 0.1  # the p % rule of statistical offices (Hundepool et al., Statistical Disclosure Control, 2012), with its usual 10 %
SQUARED = 2 * NEAR + NEAR**2  # the same of a sum of squares: 1.1 times an amount is 1.21 times its square


def few(count: int) -> bool:
    """Whether there are so many firms, and too few to be told of."""
    return 0 < count < LEAST


def largest(amounts: Sequence[float]) -> tuple[float, ...]:
    """The two largest amounts, or as many as there are: what ``dominated`` asks for beside the sum."""
    return tuple(nlargest(2, amounts))


def dominated(total: float, most: Sequence[float], near: float = NEAR) -> bool:
    """Whether a sum tells of its largest firm: the second could work out that firm's part to within 10 % (``near``).

    ``most``: the largest amounts of the sum, as ``largest`` gives them. A sum of nothing tells of nobody.
    """
    return total > 0 and total - sum(most) < near * max(most)
