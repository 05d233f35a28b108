"""One filled-in form as it was read, whatever kind of file it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.fieldtypes import Value
from diagnosis.text import Text

FIRMS = "enterprises"
Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An answer that is not taken; ``taken``: it is, but looks wrong. ``row``: of its list, ``place``: what its cell is called."""

    part: str
    row: int | None
    field: str
    place: str
    text: str
    why: Text
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The answers of one form: of records by part and field, of lists by part, one mapping a row.

    ``name``: what it is called, a file or a submission. ``own``: a firm has filled it in, and all rows are about that firm.
    ``cluster``, ``round``: what it says that it is for; ``number``: that no other submission has.
    """

    name: str
    number: str | None = None
    records: Mapping[str, Answers] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Answers]] = field(default_factory=dict)
    wrong: Sequence[Wrong] = ()
    own: bool = False
    cluster: str | None = None
    round: str | None = None

    @property
    def firms(self) -> Sequence[Answers]:
        """The rows about firms."""
        return self.rows.get(FIRMS, ())

    def faults(self, part: str, row: int | None) -> list[Wrong]:
        """What is wrong with a row, or with a record."""
        return [each for each in self.wrong if (each.part, each.row) == (part, row)]
