"""What kind of report is wanted: the choices of the command line and of the window, as one value."""

from dataclasses import dataclass
from typing import Literal, get_args

Charts = Literal["native", "pictures"]
CHARTS: tuple[Charts, ...] = get_args(Charts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``charts``: as Word's own, with their data, where Word has the kind; or all of them as pictures."""

    charts: Charts = "native"


DEFAULTS = Options()
