"""Keys of encrypted workspaces: made from a password and the salt at the beginning of the file, and known as long as the program runs.

The key is that of SQLCipher 4: PBKDF2-HMAC-SHA512, 256,000 rounds, the first 16 bytes of the file as salt. So any SQLCipher opens the file
with the password, and the key itself, written down, is the recovery key. Copies and backups of a workspace have its salt and its key.
"""

import base64
import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from diagnosis.errors import UserError, system_reason

SALT, KEY, ROUNDS = 16, 32, 256_000
PAGE = 4096  # bytes; what SQLCipher writes are whole pages, each of which looks like noise
MAGIC = b"SQLite format 3\x00"
NOISY = 200  # different bytes that a page of noise has at least: the chance of fewer among 4,096 is nothing
EXTENSION = ".jizhen"
GROUP = 4  # characters of a recovery key that stand together
LETTERS = 52  # characters of a recovery key
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # RFC 4648, 6
ALIKE = {"0": "O", "8": "B", "1": "IL", "I": "IL", "L": "LI"}  # what is typed, and what may be meant, as typed first
MOST_READINGS = 4096
SHORTEST = 8  # characters of a new password


class Secret(NamedTuple):
    """The key of an encrypted file, with the salt that the file begins with."""

    key: bytes
    salt: bytes

    @property
    def sql(self) -> str:
        """As ``PRAGMA key`` takes it."""
        return f"\"x'{self.key.hex()}{self.salt.hex()}'\""

    @property
    def recovery(self) -> str:
        """The key to be written down: ABCD-EFGH and so on."""
        text = base64.b32encode(self.key).decode().rstrip("=")
        return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


_KNOWN: dict[bytes, Secret] = {}  # by salt; never written anywhere


def is_encrypted(path: Path) -> bool:
    """Whether a file may be an encrypted workspace: whole pages of noise. Only its password can tell; ``False`` if it cannot be read.

    One that is called a workspace may be cut off within a page, too.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            page = file.read(PAGE)
            size = file.seek(0, 2)
    except (OSError, ValueError):
        return False
    whole = size % PAGE == 0 or path.suffix.lower() == EXTENSION
    return not page.startswith(MAGIC) and whole and len(page) == PAGE and len(set(page)) >= NOISY


def secret_of(path: Path) -> Secret:
    """The key of an encrypted file; raises ``UserError`` when nobody has said the password yet."""
    known = _KNOWN.get(_salt(path))
    if known is None:
        raise UserError("workspace-password", file=path)
    return known


def everything_known() -> tuple[Secret, ...]:
    """The keys of all passwords that were said."""
    return tuple(_KNOWN.values())


def is_known(path: Path) -> bool:
    """Whether the password of an encrypted file was said."""
    return _salt(path) in _KNOWN


def salt_of(path: Path) -> bytes:
    """What an encrypted file begins with."""
    return _salt(path)


def is_like_recovery_key(typed: str) -> int:
    """How many letters and digits there are in what may be meant as a recovery key; 0 where it cannot be."""
    letters = _letters(typed)
    return len(letters) if abs(len(letters) - LETTERS) <= GROUP and set(letters) <= {*ALPHABET, *ALIKE} else 0


def readings(typed: str) -> Iterator[bytes]:
    """The keys that a recovery key as somebody typed it may stand for: in letters of any case and width, with other signs between them.

    No key has a zero, a one or an eight. A one, an I and an L look alike in print: each of them may be either letter.
    """
    letters = _letters(typed)
    if len(letters) != LETTERS or not set(letters) <= {*ALPHABET, *ALIKE}:
        return
    for read in itertools.islice(itertools.product(*(ALIKE.get(letter, letter) for letter in letters)), MOST_READINGS):
        yield base64.b32decode("".join(read) + "=" * (-LETTERS % 8))


def _letters(typed: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())


def from_password(password: str, salt: bytes | None = None) -> Secret:
    """The key of a password, for a new file without a salt of its own; takes about 0.2 s, without OpenSSL twice as long."""
    import hashlib
    import secrets

    seasoned = secrets.token_bytes(SALT) if salt is None else salt
    typed = password.encode(errors="surrogatepass")
    if hasattr(hashlib, "pbkdf2_hmac"):
        return Secret(hashlib.pbkdf2_hmac("sha512", typed, seasoned, ROUNDS, KEY), seasoned)
    return Secret(stretched(typed, seasoned), seasoned)


def stretched(password: bytes, salt: bytes, rounds: int = ROUNDS) -> bytes:
    """PBKDF2-HMAC-SHA512 (RFC 8018, 5.2) for a key of one block: what the frozen program has instead of OpenSSL's."""
    import hashlib

    block = hashlib.sha512().block_size
    padded = (hashlib.sha512(password).digest() if len(password) > block else password).ljust(block, b"\0")
    inner, outer = (hashlib.sha512(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))

    def mixed(message: bytes) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    last = mixed(salt + b"\0\0\0\1")
    total = int.from_bytes(last, "big")
    for _ in range(rounds - 1):
        last = mixed(last)
        total ^= int.from_bytes(last, "big")
    return total.to_bytes(len(last), "big")[:KEY]


def check_new(password: str) -> None:
    """Raises ``UserError`` for a password that is too short to be one."""
    if len(password) < SHORTEST:
        raise UserError("password-short", count=SHORTEST)


def remember(secret: Secret) -> None:
    """Known until the program ends."""
    _KNOWN[secret.salt] = secret


def forget_all() -> None:
    """As at the start of the program."""
    _KNOWN.clear()


def _salt(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SALT)
    except (OSError, ValueError) as error:
        raise UserError("workspace-unreadable", file=path, reason=system_reason(error)) from None
