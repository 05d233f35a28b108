"""A pytest plugin (-p) that lets no test speak to a network, and looks at the end for what was typed among the program's own files."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SPEAKING = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "urllib.Request",
    "http.client.connect",
)
TYPED = ("Machine tools of a city", "Zhang", "一机床")  # by tests/ui/test_story.py
said: list[str] = []


def watch() -> None:
    """Note every attempt, from now on."""
    sys.addaudithook(lambda event, facts: said.append(f"{event} {facts!r}") if event in SPEAKING else None)


def internet_sockets() -> list[str]:
    """The sockets of this process that are not local ones, of whatever library; on Linux."""
    here = {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}
    tables = [Path("/proc/self/net") / name for name in ("tcp", "tcp6", "udp", "udp6", "raw")]
    lines = (line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:])
    return [line[1] for line in lines if f"socket:[{line[9]}]" in here]


def libraries() -> Iterator[str]:
    """Loaded libraries that speak to networks."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        if any(name in line for name in ("libQt6Network", "libcurl", "libssl")):
            yield line.split()[-1]


def leaks(folder: Path) -> list[str]:
    """Files that are no workspace and hold what was typed."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".jizhen" and "home" in str(path.relative_to(folder)))
    return [f"{path}: {text}" for path in files for text in TYPED if text.encode() in path.read_bytes()]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """What was seen makes the run fail."""
    factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    found = [*said, *leaks(factory.getbasetemp())]
    if sys.platform == "linux":
        found += [*internet_sockets(), *libraries()]
    for line in found:
        print("WATCHED:", line, file=sys.stderr)
    if found:
        session.exitstatus = 97


watch()
