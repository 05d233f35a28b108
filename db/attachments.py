"""Files attached as evidence: what they belong to, and reading them.

Photographs of a firm belong to its row, files of a checklist item to the item (whether it is rated yet or not), all others to the round.
"""

from dataclasses import dataclass

from db.columns import Cell
from db.workspace import Workspace

TABLE = "attachments"
COLUMNS = "_id, part, row, field, name, caption, kind, size, added, hash"


@dataclass(frozen=True, slots=True)
class Owner:
    """What files belong to: a row of a list (``row``: its id), an entry of the framework (``field``: a checklist item), or a record."""

    part: str
    row: int | None = None
    field: str | None = None

    @property
    def cells(self) -> dict[str, Cell]:
        """The cells that say whose a file is."""
        return {"part": self.part, "row": self.row, "field": self.field}


ROUND = Owner("round")


def of_item(item: str) -> Owner:
    """The checklist item of this id."""
    return Owner("ratings", field=item)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file. ``kind``: its media type; ``size`` in bytes; ``added``: when, UTC; ``hash``: where its bytes are."""

    id: int
    owner: Owner
    name: str
    caption: str | None
    kind: str
    size: int
    added: str
    hash: str


# ---- reading


def attached(workspace: Workspace, round_id: int, owner: Owner) -> tuple[Attachment, ...]:
    """The files of an owner, in order."""
    return _read(workspace, "_round = ? AND part = ? AND row IS ? AND field IS ?", round_id, owner.part, owner.row, owner.field)


def all_attached(workspace: Workspace, round_id: int) -> tuple[Attachment, ...]:
    """All files of a round: by owner, each owner's in order."""
    return _read(workspace, "_round = ?", round_id)


def _read(workspace: Workspace, where: str, *facts: object) -> tuple[Attachment, ...]:
    found = workspace.rows(f"SELECT {COLUMNS} FROM {TABLE} WHERE {where} ORDER BY part, row, field, _position, _id", *facts)
    return tuple(Attachment(number, Owner(part, row, field), *about) for number, part, row, field, *about in found)


def counts(workspace: Workspace, round_id: int, part: str) -> dict[int, int]:
    """How many files the rows of a list have, by row id; those without any are left out."""
    sql = f"SELECT row, count(*) FROM {TABLE} WHERE _round = ? AND part = ? AND row IS NOT NULL GROUP BY row"
    return dict(workspace.rows(sql, round_id, part))
