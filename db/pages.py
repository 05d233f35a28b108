"""The pages of an encrypted file, each with the signature that SQLCipher gives it: which of them are not what was written.

A page of 4,096 bytes ends with the 16 bytes that its encryption (AES-256-CBC) begins with, and the HMAC-SHA512 of all before and of the
page's number. The key of the signatures is made of that of the file and of its salt, each byte XOR 0x3A, in two rounds; the salt is the
beginning of the first page (https://www.zetetic.net/sqlcipher/design/). SQLCipher reads nothing more of a file once it has met a page
whose signature does not fit; signed anew, such a page is read as it is: a damaged byte spoils its own 16 and one bit of the next 16.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from db.keys import PAGE, SALT, Secret, stretched

MARK = 64  # bytes of the signature
MASK, ROUNDS = 0x3A, 2
TRIED = 64  # pages that are looked at to tell whether a file bears the signature of a key
COUNTER = PAGE - MARK - 16 + 11  # the byte of the first page that stands for the last one of the header's change counter


class Signer:
    """The signatures of a file with this key and salt."""

    def __init__(self, secret: Secret) -> None:
        """Make the key of the signatures."""
        self.salt = secret.salt
        self._key = stretched(secret.key, bytes(byte ^ MASK for byte in secret.salt), ROUNDS)

    def mark(self, page: bytes, number: int) -> bytes:
        """The signature that a page needs in this place of the file, counted from 1."""
        start = SALT if number == 1 else 0
        return hmac.digest(self._key, page[start:-MARK] + number.to_bytes(4, "little"), hashlib.sha512)

    def fits(self, page: bytes, number: int) -> bool:
        """Whether the page is what was written there."""
        return page[-MARK:] == self.mark(page, number) and (number > 1 or page.startswith(self.salt))

    def signed(self, page: bytes, number: int) -> bytes:
        """The page with the signature of this place; the first one with the salt, too."""
        return (self.salt + page[SALT:-MARK] if number == 1 else page[:-MARK]) + self.mark(page, number)


def bad_pages(path: Path, secret: Secret) -> list[int]:
    """The numbers of the pages, from 1, that are not what was written; a part of a page at the end is one."""
    signer = Signer(secret)
    return [number for number, page in each_page(path) if len(page) < PAGE or not signer.fits(page, number)]


def bears(path: Path, secret: Secret, tried: int = TRIED) -> bool:
    """Whether some of the pages, ``tried`` of them spread over the file, have the signature of this key."""
    signer, count = Signer(secret), path.stat().st_size // PAGE
    with path.open("rb") as file:
        for index in range(0, count, max(count // tried, 1)):
            if signer.fits(_read(file, index + 1), index + 1):
                return True
    return False


def each_page(path: Path) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each page; the last one may be shorter, and of one that the disk cannot read there are none."""
    with path.open("rb", buffering=PAGE) as file:
        for number in range(1, -(-file.seek(0, 2) // PAGE) + 1):
            yield number, _read(file, number)


def some_pages(path: Path, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Those of these pages that a file has as a whole."""
    with path.open("rb") as file:
        for number in numbers:
            if len(page := _read(file, number)) == PAGE:
                yield number, page


def _read(file: BinaryIO, number: int) -> bytes:
    try:
        file.seek((number - 1) * PAGE)
        return file.read(PAGE)
    except OSError:  # a worn disk: the other pages may be had all the same
        return b""


def put(path: Path, pages: Mapping[int, bytes]) -> None:
    """Writes these pages in their places."""
    with path.open("r+b") as file:
        for number in sorted(pages):
            file.seek((number - 1) * PAGE)
            file.write(pages[number])


def without_length(first: bytes) -> bytes:
    """The first page of another file, to be signed: what it says of the number of pages is not believed any more.

    SQLite counts the pages itself where two counters of the header differ; a bit of what the encryption begins with is one of the first.
    """
    return first[:COUNTER] + bytes([first[COUNTER] ^ 1]) + first[COUNTER + 1 :]
