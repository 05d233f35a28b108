"""The script of the Windows installer, compiled over a stand-in for the program, and run where wine is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from diagnosis import __version__

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "windows" / "jizhen.nsi"
PROGRAM = ("jizhen.exe", "jizhen-cli.exe", "LICENSE", "THIRD-PARTY-LICENSES.md", "_internal/base_library.zip", "licences/Python.txt")
RUNNING, FOREIGN = 2, 3  # exit statuses of the installer

pytestmark = pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed")


@pytest.fixture(params=["NARROW", "WIDE"])
def installer(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The installer of a program that is none: that which is handed out, of 32 bits as every NSIS makes it, and one of 64 bits."""
    source, target = tmp_path / "jizhen", tmp_path / f"jizhen-{__version__}-windows-x86_64.exe"
    for name in PROGRAM:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    facts = {"VERSION": __version__, "SOURCE": source, "TARGET": target}
    command = [
        "makensis",
        "-WX",
        "-V2",
        "-INPUTCHARSET",
        "UTF8",
        "-DFAST",
        f"-D{request.param}",
        *(f"-D{name}={fact}" for name, fact in facts.items()),
        str(SCRIPT),
    ]
    done = subprocess.run(command, cwd=SCRIPT.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return target


def test_it_compiles_without_a_warning(installer: Path) -> None:
    head = installer.read_bytes()
    assert head[:2] == b"MZ"
    assert len(head) > 50_000


@pytest.mark.parametrize("installer", ["WIDE"], indirect=True)  # a wine may run programs of 64 bits only
@pytest.mark.skipif(not (shutil.which("wine") and os.environ.get("JIZHEN_TRY_WINE")), reason="wine is slow: JIZHEN_TRY_WINE=1 runs this")
def test_it_installs_upgrades_refuses_and_removes(installer: Path, tmp_path: Path) -> None:
    drive = tmp_path / "wine" / "drive_c"
    environment = os.environ | {"WINEPREFIX": str(tmp_path / "wine"), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}

    def run(*words: object) -> int:
        return subprocess.run(["wine", *map(str, words)], env=environment, capture_output=True, check=False).returncode

    folder = drive / "集诊"
    assert run(installer, "/S", "/D=C:\\集诊") == 0
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {*PROGRAM, "installed", "uninstall.exe"}
    assert (folder / "installed").read_text() == "exe"
    (folder / "_internal" / "of the version before").touch()
    (folder / "mine.txt").touch()
    assert run(installer, "/S", "/D=C:\\集诊") == 0
    assert not (folder / "_internal" / "of the version before").exists()
    (drive / "other").mkdir()
    (drive / "other" / "mine.txt").touch()
    assert run(installer, "/S", "/D=C:\\other") == FOREIGN
    shutil.copy(drive / "windows" / "system32" / "cmd.exe", folder / "jizhen.exe")
    with subprocess.Popen(["wine", folder / "jizhen.exe", "/k", "echo", "here"], env=environment, stdin=-1, stdout=-1) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        assert run(installer, "/S", "/D=C:\\集诊") == RUNNING
        assert run(folder / "uninstall.exe", "/S", "_?=C:\\集诊") == RUNNING
        assert running.stdin is not None
        running.stdin.close()
    assert run(folder / "uninstall.exe", "/S", "_?=C:\\集诊") == 0
    assert {path.name for path in folder.iterdir()} == {"mine.txt", "uninstall.exe"}  # run in its place, it cannot delete itself
    subprocess.run(["wineserver", "-k"], env=environment, check=False)
