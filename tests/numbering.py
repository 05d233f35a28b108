"""Rows of tests are numbered 1, 2, 3, so that what is told of them can be compared; ``real_prefix`` is what laptops really draw."""

from db import dots

real_prefix = dots.new_prefix


def count_from_one() -> None:
    """Every session of the tests has the prefix of rows of old."""
    dots.new_prefix = lambda largest: 0
