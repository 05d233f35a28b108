"""What kind of file something is, told from its first bytes; from its name only where these leave it open."""

from dataclasses import dataclass

from db.filenames import split_suffix

OTHER = "application/octet-stream"
HEAD = 64  # bytes that are looked at
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that the system's own viewer may open. ``magic``: how it begins, at ``at``; ``suffixes``: the first is the usual one.

    ``named``: several kinds begin like this one, so that the suffix, too, must be one of its own.
    """

    kind: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    at: int = 0
    named: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = (
    Format("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), (b"\xff\xd8\xff",)),
    Format("image/png", (".png",), (b"\x89PNG\r\n\x1a\n",)),
    Format("image/gif", (".gif",), (b"GIF87a", b"GIF89a")),
    Format("image/webp", (".webp",), (b"WEBP",), at=8),
    Format("image/tiff", (".tif", ".tiff"), (b"II*\x00", b"MM\x00*")),
    Format("image/bmp", (".bmp",), (b"BM",), named=True),
    Format("image/heic", (".heic", ".heif"), (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"), at=4),
    Format("application/pdf", (".pdf",), (b"%PDF-",)),
    Format(f"{_OFFICE}.wordprocessingml.document", (".docx",), _ZIP, named=True),
    Format(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), _ZIP, named=True),
    Format(f"{_OFFICE}.presentationml.presentation", (".pptx",), _ZIP, named=True),
    Format("application/ofd", (".ofd",), _ZIP, named=True),
    Format("application/vnd.oasis.opendocument.text", (".odt",), _ZIP, named=True),
    Format("application/vnd.oasis.opendocument.spreadsheet", (".ods",), _ZIP, named=True),
    Format("application/vnd.oasis.opendocument.presentation", (".odp",), _ZIP, named=True),
    Format("application/msword", (".doc", ".wps"), _OLE, named=True),
    Format("application/vnd.ms-excel", (".xls", ".et"), _OLE, named=True),
    Format("application/vnd.ms-powerpoint", (".ppt", ".dps"), _OLE, named=True),
)
_BY_KIND = {each.kind: each for each in FORMATS}
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp")  # those we can show ourselves


def kind_of(name: str, head: bytes) -> str:
    """The media type of a file with this name that begins with ``head``; ``OTHER`` for what no viewer of ours may open."""
    suffix = split_suffix(name)[1].lower()
    for each in FORMATS:
        begins = any(head.startswith(magic, each.at) for magic in each.magic)
        if begins and (suffix in each.suffixes or not each.named):
            return each.kind
    return OTHER


def is_picture(kind: str) -> bool:
    """Whether the window can show it."""
    return kind in PICTURES


def opens(kind: str) -> bool:
    """Whether the system's viewer may be asked to open it: pictures, PDF and office documents, no programs, scripts or macros."""
    return kind in _BY_KIND


def with_suffix_of(name: str, kind: str) -> str:
    """The name with a suffix by which the system knows this kind, so that nothing else but its viewer opens it."""
    suffixes = _BY_KIND[kind].suffixes
    return name if split_suffix(name)[1].lower() in suffixes else name + suffixes[0]
