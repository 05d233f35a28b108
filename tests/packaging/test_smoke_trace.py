"""What the smoke test takes for a file that is none of the program's business."""

from pathlib import Path

import pytest
from smoke_trace import Allowed

ALLOWED = Allowed(Path("/opt/jizhen"), [Path("/home/用户")])


@pytest.mark.parametrize(
    "line",
    [
        'openat(AT_FDCWD, "/opt/jizhen/_internal/base_library.zip", O_RDONLY) = 3',
        'openat(AT_FDCWD, "/home/用户/.local/share/Jizhen/settings.ini", O_RDWR|O_CREAT, 0666) = 5',
        'openat(AT_FDCWD, "/usr/share/fonts/truetype/a.ttf", O_RDONLY) = 3',
        'openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3',
        'openat(AT_FDCWD, "/usr/lib/python3.11/os.py", O_RDONLY) = -1 ENOENT (No such file or directory)',
        'openat(AT_FDCWD, "/dev/null", O_WRONLY|O_CLOEXEC) = 4',
        "socket(AF_UNIX, SOCK_STREAM, 0) = 3",
    ],
)
def test_its_own_the_users_and_the_systems_files_are_allowed(line: str) -> None:
    assert list(ALLOWED.complaints(f"123 {line}")) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('openat(AT_FDCWD, "/usr/lib/python3.11/os.py", O_RDONLY) = 3', "opens /usr/lib/python3.11/os.py"),
        ('openat(AT_FDCWD, "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1", O_RDONLY) = 3', "libpython"),
        ('openat(AT_FDCWD, "/home/other/notes.txt", O_RDONLY) = 3', "opens /home/other/notes.txt"),
        ('openat(AT_FDCWD, "/opt/jizhen/settings.ini", O_RDWR|O_CREAT, 0666) = 3', "writes /opt/jizhen/settings.ini"),
        ('execve("/usr/bin/curl", ["curl"], 0x1 /* 3 vars */) = 0', "opens /usr/bin/curl"),
        ("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3", "a socket of AF_INET"),
    ],
)
def test_anything_else_is_told_once(line: str, complaint: str) -> None:
    (told,) = ALLOWED.complaints(f"123 {line}\n124 {line}")
    assert complaint in told
