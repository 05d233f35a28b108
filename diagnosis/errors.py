"""What the world did wrong, told in one line in either language."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from diagnosis.text import Lang, Text, one_line, phrase, phrases, sentence, shortened

TYPED = ("cluster", "label", "name", "value")  # facts that somebody typed, at any length
LONGEST = 1000  # characters of a message; more than that was put in by a broken file


# errno -> what is told of a file that cannot be written; anything else names the system's own reason
UNWRITABLE = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "file-in-use",
    errno.EPERM: "file-in-use",
    errno.EBUSY: "file-in-use",
    errno.ETXTBSY: "file-in-use",
}


class Wrong(NamedTuple):
    """One place of several that a line tells of together: where it is, as the file calls it, and why it is not taken."""

    where: Text
    why: Text


class UserError(Exception):
    """Something outside the program is not as it must be; the user can mend it.

    ``code`` is a key of ``templates/phrases/errors.toml``; ``facts`` fill its placeholders.
    Everything else that is raised is a defect of the program. ``others``: what else is wrong with the same thing, each with its
    own line; ``unsaid``: how many more there are; ``places``: each by itself where the line tells of several.
    """

    others: "tuple[UserError, ...]" = ()
    places: tuple[Wrong, ...] = ()
    unsaid = 0

    def __init__(self, code: str, /, **facts: object) -> None:
        """Keep the code and the facts; the text is made when it is shown."""
        self.code = code
        self.facts = facts
        super().__init__(code, facts)

    def text(self) -> Text:
        """The line to show, naming the place and what to do."""
        return phrase("errors", self.code, **{key: shortened(fact) if key in TYPED else fact for key, fact in self.facts.items()})

    def to(self, lang: Lang) -> str:
        """The line in ``lang``, on one line whatever the facts hold."""
        return one_line(self.text().to(lang), LONGEST)

    def sentence(self) -> Text:
        """The line as the window shows it, where it stands by itself; what begins with a name begins as that is written."""
        line = Text(self.to("zh"), self.to("en"))
        return line if phrase("errors", self.code).en.startswith("{") else sentence(line)

    def __str__(self) -> str:
        """Chinese is the first language."""
        return self.to("zh")


def system_reason(error: Exception) -> Text | str:
    """Why the system refused a file, without the path, which the message names anyway; a rare reason in its own words."""
    number = error.errno if isinstance(error, OSError) else None
    known = phrases("system").get(errno.errorcode.get(number, "")) if number is not None else None
    return known or (error.strerror if isinstance(error, OSError) else None) or str(error)


@contextlib.contextmanager
def telling_of(path: Path) -> Iterator[None]:
    """Tells what the system says about writing ``path`` as a ``UserError``."""
    try:
        yield
    except OSError as error:
        raise UserError(UNWRITABLE.get(error.errno or 0, "file-not-writable"), file=path, reason=system_reason(error)) from error


class Invalid(Exception):  # noqa: N818 - a verdict on one value, not an error of the program
    """One value is not what its field takes; whoever knows where it stands turns this into a ``UserError``."""

    def __init__(self, code: str, /, **facts: object) -> None:
        """``code`` is a key of ``templates/phrases/values.toml``."""
        self.code = code
        self.facts = facts
        super().__init__(code, facts)

    def text(self) -> Text:
        """What is wrong with the value and what is taken instead."""
        return phrase("values", self.code, **self.facts)
