"""How far long work has come: a generator yields these, and a page, a terminal bar and a test all just iterate."""

from dataclasses import dataclass

from diagnosis.text import Text


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps; ``text`` says what comes now."""

    done: int
    total: int
    text: Text
