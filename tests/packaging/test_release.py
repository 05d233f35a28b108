"""Putting a release together, and the papers that go with it."""

import hashlib
import re
import tarfile
from pathlib import Path

import pytest
import release
from manual import manual
from nacl.signing import SigningKey
from PIL import Image

from cli.parser import parser
from db import update_files
from diagnosis import __version__
from diagnosis.text import LANGS, Lang, phrases
from tests.updates import speaking

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
QUOTED: dict[Lang, str] = {"zh": "“([^”]+…)”", "en": '"([^"]+…)"'}  # commands that ask something end so


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """What was built, and a folder that was frozen on this machine."""
    (tmp_path / f"jizhen_{__version__}_amd64.deb").write_bytes(b"a package")
    unpacked = speaking(tmp_path / "oldest", __version__)
    (unpacked / "sbom.cdx.json").write_text("what is in it")
    with tarfile.open(tmp_path / f"jizhen-{__version__}-linux-x86_64.tar.xz", "w:xz") as archive:
        archive.add(unpacked, f"jizhen-{__version__}")
    speaking(tmp_path / "jizhen", "of this machine")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["release.py", *map(str, words)])
    return release.main()


def test_a_release_is_signed_and_summed(dist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    key = SigningKey.generate()
    (dist / "key").write_text(key.encode().hex())
    keys = dist / "keys.txt"
    keys.write_text(key.verify_key.encode().hex() + "\n")
    monkeypatch.setattr(update_files, "KEYS", keys)
    monkeypatch.setattr(release, "KEYS", keys)
    assert run(monkeypatch, dist, "--key", dist / "key") == 0
    updates = [update_files.read_update(path) for path in dist.glob("*.jzupdate")]
    assert {update.kind for update in updates} == {"deb", "folder"}
    assert {update.version for update in updates} == {__version__}
    (program,) = (part for update in updates for part in update.parts if part.name == "jizhen")
    assert program.sha256 == hashlib.sha256((dist / "oldest" / "jizhen").read_bytes()).hexdigest()
    assert (dist / release.COMPONENTS).read_text() == "what is in it"
    lines = (line.partition("  ") for line in (dist / "SHA256SUMS").read_text().splitlines())
    sums = {name: total for total, _, name in lines}
    assert len(sums) == 5
    assert release.COMPONENTS in sums
    assert all(hashlib.sha256((dist / name).read_bytes()).hexdigest() == total for name, total in sums.items())
    assert "missing  the Windows installer" in capsys.readouterr().out


def test_a_key_that_no_program_knows_signs_nothing(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (dist / "key").write_text(SigningKey.generate().encode().hex())
    with pytest.raises(SystemExit, match="public half"):
        run(monkeypatch, dist, "--key", dist / "key")
    assert list(dist.glob("*.jzupdate")) == []


def test_a_package_of_another_version_is_told(dist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (dist / "jizhen_0.0.1_amd64.deb").touch()
    assert run(monkeypatch, dist) == 1
    assert "jizhen_0.0.1_amd64.deb" in capsys.readouterr().err


# --- the papers -------------------------------------------------------------------------------------------------------


def test_the_changes_tell_of_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_the_guide_shows_every_picture_and_names_commands_as_the_menus_do(lang: Lang) -> None:
    text = (GUIDE / f"{lang}.md").read_text("utf-8")
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert {GUIDE / name for name in shown} == set((GUIDE / "images" / lang).iterdir())
    said = {phrase.to(lang) for phrase in phrases("ui").values()}
    named = re.findall(QUOTED[lang], text)
    assert named
    assert [name for name in named if name not in said] == []


def test_both_guides_tell_the_same_in_the_same_order() -> None:
    zh, en = ((GUIDE / f"{lang}.md").read_text("utf-8") for lang in LANGS)
    assert len(re.findall("^## ", zh, re.MULTILINE)) == len(re.findall("^## ", en, re.MULTILINE))
    pictures = [re.findall(r"images/\w\w/([\w-]+)\.png", text) for text in (zh, en)]
    assert pictures[0] == pictures[1]


def test_the_pictures_are_small() -> None:
    files = list((GUIDE / "images").rglob("*.png"))
    assert sum(path.stat().st_size for path in files) < 3_000_000
    for path in files:
        with Image.open(path) as picture:
            assert picture.mode == "P", path


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_tells_every_command(lang: Lang) -> None:
    page = manual(lang)
    (commands,) = (action.choices for action in parser(lang)._actions if isinstance(action.choices, dict))
    assert all(f"\\fB{name}\\fR" in page for name in commands)
    assert not re.search(r"[^\\]-", page.replace("\n", "\\\n").partition(".SH")[2]), "a hyphen that a terminal would break"
