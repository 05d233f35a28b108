"""The bytes of files, each stored once under the SHA-256 of its content, compressed where that helps.

A blob stays as long as an attachment has it, or a change in the history could bring it back (``needed``), and no longer. The history
itself holds hashes, never bytes.
"""

import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db.workspace import Workspace
from diagnosis.errors import UserError

ATTACHMENTS = "attachments"
PIECE = 2**20  # bytes that are read, hashed and compressed at once
LARGEST = 64 * 2**20  # bytes of a file that is taken: an hour's recording or a long scan, not a film
HELPS = 0.9  # compressed to less than this of its size, a file is kept compressed; photographs and office documents are not
KEPT_BYTES = 128 * 2**20  # of the files that only the history needs


class Blob(NamedTuple):
    """A file's content: the hash and size (bytes) of what it is, and the data as they are stored."""

    hash: str
    size: int
    packed: bool
    data: bytes


class Packer:
    """Takes a file's bytes piece by piece, so that others can work in between; the first piece decides whether compressing helps."""

    def __init__(self) -> None:
        """Nothing was taken yet."""
        import hashlib  # OpenSSL: 3 ms that no start needs

        self.size = 0
        self._hash = hashlib.sha256()
        self._zip = zlib.compressobj()
        self._packed: bool | None = None
        self._pieces: list[bytes] = []

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        if self._packed is None:
            self._packed = len(zlib.compress(piece)) < HELPS * len(piece)
        self.size += len(piece)
        self._hash.update(piece)
        self._pieces.append(self._zip.compress(piece) if self._packed else piece)

    def blob(self) -> Blob:
        """All that was taken."""
        if self._packed:
            self._pieces.append(self._zip.flush())
        return Blob(self._hash.hexdigest(), self.size, bool(self._packed), b"".join(self._pieces))


def blob_of(content: bytes) -> Blob:
    """A blob of bytes that are at hand."""
    packer = Packer()
    packer.add(content)
    return packer.blob()


def insert(workspace: Workspace, blob: Blob) -> None:
    """Stores a blob, unless it is there already and whole; within a change that attaches it."""
    sql = "INSERT INTO blobs (hash, size, packed, data) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"
    if not workspace.db.execute(sql, (blob.hash, blob.size, blob.packed, blob.data)).rowcount and not _is_whole(workspace, blob.hash):
        sql = "UPDATE blobs SET size = ?, packed = ?, data = ? WHERE hash = ?"  # a colleague's copy may have brought it damaged
        workspace.db.execute(sql, (blob.size, blob.packed, blob.data, blob.hash))


def content(workspace: Workspace, hash_: str) -> bytes:
    """A file's bytes; raises ``UserError`` when they are not what was stored, or not there."""
    import hashlib

    for size, packed, data in workspace.rows("SELECT size, packed, data FROM blobs WHERE hash = ?", hash_):
        found = _unpacked(data, size) if packed else data
        if hashlib.sha256(found).hexdigest() == hash_:
            return found
    raise UserError("evidence-damaged", file=workspace.path)


def damaged(workspace: Workspace) -> Iterable[str]:
    """The hashes of blobs that are not what was stored; one is in memory at a time."""
    return (hash_ for (hash_,) in workspace.rows("SELECT hash FROM blobs ORDER BY _id") if not _is_whole(workspace, hash_))


def _is_whole(workspace: Workspace, hash_: str) -> bool:
    try:
        content(workspace, hash_)
    except UserError as error:
        if error.code != "evidence-damaged":
            raise
        return False
    return True


def _unpacked(data: bytes, size: int) -> bytes:
    """What was packed, and not a byte more than it was: a file from somewhere could unpack to anything."""
    if not 0 <= size <= LARGEST:
        return b""
    try:
        return zlib.decompressobj().decompress(data, size + 1)
    except zlib.error:
        return b""


# ---- what the history needs


def need(workspace: Workspace, entry: int, images: Sequence[Sequence[Any]]) -> bool:
    """Notes the files that a change could bring back, of which the images are given; whether there are any. See history.py."""
    hashes: set[str] = set()
    for _, rows, *sides in (image for image in images if image[0] == ATTACHMENTS):
        hashes.update(cells["hash"] for cells in sides if cells and "hash" in cells)
        if not isinstance(rows, int):  # many at once stand in their table
            found = workspace.rows("SELECT DISTINCT hash FROM attachments WHERE _id BETWEEN ? AND ?", *rows)
            hashes.update(hash_ for (hash_,) in found)
    if hashes:
        workspace.db.executemany("INSERT OR IGNORE INTO needed VALUES (?, ?)", [(entry, hash_) for hash_ in sorted(hashes)])
    return bool(hashes)


def surplus(workspace: Workspace, newest: int) -> int | None:
    """The change up to which the history must go, as the files that only it needs are too large; ``None`` if it may stay."""
    total, seen = 0, set()
    for entry, hash_, size in workspace.rows(
        "SELECT n.entry, n.hash, length(b.data) FROM needed AS n JOIN blobs AS b ON b.hash = n.hash"
        " WHERE NOT EXISTS (SELECT 1 FROM attachments AS a WHERE a.hash = n.hash) ORDER BY n.entry DESC"
    ):
        total += 0 if hash_ in seen else size
        seen.add(hash_)
        if total > KEPT_BYTES and entry < newest:
            return int(entry)
    return None


def collect(workspace: Workspace) -> None:
    """Deletes the blobs that nobody needs any more."""
    workspace.db.execute(
        "DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM attachments AS a WHERE a.hash = blobs.hash)"
        " AND NOT EXISTS (SELECT 1 FROM needed AS n WHERE n.hash = blobs.hash)"
    )
