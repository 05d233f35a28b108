"""What the public may be told of so few firms: nothing that rests on fewer than three (interchange.md)."""

LEAST = 3


def few(count: int) -> bool:
    """Whether there are so many firms, and too few to be told of."""
    return 0 < count < LEAST
