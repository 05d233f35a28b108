"""What a frozen program opened, ran and connected to, from strace; and what of it is none of its business."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = "open,openat,creat,execve,socket,mkdir,unlink,rename"
OPENED = re.compile(r'(?:open|openat|creat|execve)\((?:AT_FDCWD, )?"([^"]*)"(?:, ([A-Z_|]+))?.* = \d+')
SOCKET = re.compile(r"socket\((AF_\w+)")
WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")

# What a program may read of the system: its libraries, fonts, words, icons, keyboards and time zones, and what it is.
SYSTEM = re.compile(
    r"/(usr/)?lib(64)?/(x86_64-linux-gnu/|aarch64-linux-gnu/|locale/)"
    r"|/usr/(local/)?share/(fonts|fontconfig|icons|locale|mime|themes|X11|zoneinfo|drirc\.d|glvnd)(/|$)"
    r"|/usr/share/locale-langpack|/etc/(fonts|ld\.so\.cache|localtime|machine-id|nsswitch\.conf|passwd|X11|drirc|glvnd|timezone)"
    r"|/var/(cache/fontconfig|lib/dbus/machine-id)|/proc/|/sys/|/dev/(null|urandom|dri|shm|tty|pts)"
)
LIBRARY = re.compile(r"python|/site-packages/|/dist-packages/", re.IGNORECASE)
TEMPORARY = re.compile(r"/tmp/[A-Za-z0-9_]+(/|$)")  # names made for this moment
RUN = ("/bin/uname", "/usr/bin/uname", "/sbin/ldconfig", "/usr/sbin/ldconfig")


@dataclass(frozen=True)
class Allowed:
    """The folders that are the program's own, and where it may write."""

    program: Path
    places: Sequence[Path]

    def complaints(self, trace: str) -> Iterator[str]:
        """What it did that it must not, each once: files of others, writing outside its places, a network."""
        seen: set[str] = set()
        for line in trace.splitlines():
            for complaint in (*self._files(line), *_networks(line)):
                if complaint not in seen:
                    seen.add(complaint)
                    yield complaint

    def _files(self, line: str) -> Iterator[str]:
        found = OPENED.search(line)
        if not found or not found[1].startswith("/"):
            return
        path, flags = found[1], found[2] or ""
        if any(_within(path, place) for place in self.places) or TEMPORARY.match(path):
            return
        if WRITING.search(flags) and not path.startswith("/dev/"):
            yield f"writes {path}"
        elif not _within(path, self.program) and path not in RUN and (not SYSTEM.match(path) or LIBRARY.search(path)):
            yield f"opens {path}"


def _within(path: str, place: Path) -> bool:
    return path == str(place) or path.startswith(f"{place}/") or str(place).startswith(f"{path}/")


def _networks(line: str) -> Iterator[str]:
    found = SOCKET.search(line)
    if found and found[1] not in {"AF_UNIX", "AF_LOCAL"}:
        yield f"opens a socket of {found[1]}"
