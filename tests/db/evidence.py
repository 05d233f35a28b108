"""What the tests of evidence share: a photo, and what is attached where."""

from db import attachments, surveys
from db.attachments import Attachment, Owner
from db.workspace import Workspace

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 9
ITEM = "labour-cost"


def first(workspace: Workspace, round_id: int, part: str = "enterprises") -> Owner:
    """The first row of a list."""
    return Owner(part, surveys.rows(workspace, round_id, part)[0][0])


def names(workspace: Workspace, round_id: int, owner: Owner) -> list[str]:
    """The names of the files that it has."""
    return [each.name for each in attachments.attached(workspace, round_id, owner)]


def all_of(workspace: Workspace, round_id: int) -> tuple[Attachment, ...]:
    """All files of a round."""
    return attachments.all_attached(workspace, round_id)
