"""Regular expressions of what a start loads: each is compiled when it is first used, which takes some of them a millisecond."""

import re
from typing import Any, cast


class _Pattern:
    def __init__(self, written: str, flags: int) -> None:
        self._written = (written, flags)

    def __getattr__(self, name: str) -> Any:
        """What the compiled one has, and from now on this, too."""
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, with nothing done or checked before it is asked to find something."""
    return cast("re.Pattern[str]", _Pattern(written, flags))
