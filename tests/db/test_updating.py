"""Updates as signed files: taken, refused, and taken back."""

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sign_update
from nacl.signing import SigningKey

from db import program, update_files
from db.copies import copies
from db.places import home as own_files
from db.update_files import FILES, MANIFEST, Part, manifest, read_update
from db.updating import before, go_back, install
from db.workspace import Workspace
from diagnosis import __version__
from diagnosis.errors import UserError
from diagnosis.progress import outcome
from tests.updates import NEXT, Publisher, content, frozen, script, speaking

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    (tmp_path / "published").mkdir()
    return Publisher(tmp_path / "published", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return frozen(tmp_path / "集诊", monkeypatch)


def refusal(path: Path) -> str:
    """The code of what is said of an update that is not taken."""
    with pytest.raises(UserError) as told:
        outcome(install(read_update(path), []))
    assert "\n" not in told.value.to("zh") + told.value.to("en")
    return told.value.code


def test_an_update_is_installed_beside_and_taken_back(folder: Path, publisher: Publisher) -> None:
    base = content(folder)
    assert before() is None
    done = outcome(install(read_update(publisher.update()), []))
    assert (done.version, done.hand_over, program.chosen(folder)) == (NEXT, None, NEXT)
    assert content(folder / "versions" / NEXT) == content(publisher.folder / f"made-{NEXT}")
    assert {name: data for name, data in content(folder).items() if not name.startswith("versions")} == base
    assert program.hand_over(["--version"]) == 0
    assert before() == ""
    assert go_back() == ""
    assert program.chosen(folder) == ""
    assert before() is None


def test_the_version_before_stays_and_older_ones_go(folder: Path, publisher: Publisher) -> None:
    for version in ("99.1", "99.2", "99.10"):
        outcome(install(read_update(publisher.update(version)), []))
    assert sorted(path.name for path in (folder / "versions").iterdir()) == ["99.10", "99.2", "current"]
    assert go_back() == "99.2"
    assert program.chosen(folder) == "99.2"
    assert refusal(publisher.update("99.1")) == "update-older"


def test_two_updates_without_a_new_start_leave_the_program_that_runs(
    folder: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome(install(read_update(publisher.update("99.1")), []))
    monkeypatch.setattr("db.updating.__version__", "99.1")
    for version in ("99.2", "99.3", "99.4"):
        outcome(install(read_update(publisher.update(version)), []))
    assert sorted(path.name for path in (folder / "versions").iterdir()) == ["99.1", "99.3", "99.4", "current"]


def test_workspaces_are_backed_up_first(folder: Path, publisher: Publisher, tmp_path: Path) -> None:
    workspace = tmp_path / "湖南.jizhen"
    Workspace.create(workspace).close()
    outcome(install(read_update(publisher.update()), [workspace]))
    (copy,) = copies(workspace)
    assert copy.name.endswith(f"-before-{NEXT}.jizhen")
    assert copy.read_bytes() == workspace.read_bytes()


def test_a_workspace_that_is_being_written_is_not_copied_half(
    folder: Path, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "湖南.jizhen"
    Workspace.create(workspace).close()

    def copied(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes())
        with workspace.open("ab") as file:
            file.write(b"more")

    monkeypatch.setattr(shutil, "copyfile", copied)
    with pytest.raises(UserError) as told:
        outcome(install(read_update(publisher.update()), [workspace]))
    assert told.value.code == "workspace-locked"
    assert copies(workspace) == []
    assert not (folder / "versions").exists()


@pytest.mark.parametrize("how", ["deb", "exe"])
def test_an_installed_program_hands_the_package_over(
    how: str, tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = frozen(tmp_path / "usr", monkeypatch, how)
    base = content(folder)
    done = outcome(install(read_update(publisher.update(kind=how)), []))
    assert done.hand_over == own_files() / "updates" / f"jizhen.{how}"
    assert done.hand_over.read_bytes() == b"an installer"
    assert content(folder) == base
    assert refusal(publisher.update()) == f"update-for-{how}"


@pytest.mark.parametrize("how", ["folder", "deb", "exe"])
def test_what_was_changed_after_it_was_read_leaves_nothing_under_a_good_name(
    how: str, tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = frozen(tmp_path / "usr", monkeypatch, how.removeprefix("folder"))
    base = content(folder)
    update = read_update(path := publisher.update(kind=how))
    changed = rewritten(path, lambda name, data: data + b"x" if name.startswith(FILES) else data)
    for happens, code in (
        (lambda: changed.replace(path), "update-unsigned"),
        (lambda: path.write_bytes(b"no zip"), "update-unsigned"),
        (path.unlink, "file-unreadable"),
    ):
        happens()
        with pytest.raises(UserError) as told:
            outcome(install(update, []))
        assert told.value.code == code
        assert content(folder) == base
        assert content(own_files()) == {}


def test_what_is_not_for_this_program_is_refused(folder: Path, publisher: Publisher) -> None:
    assert refusal(publisher.update(__version__)) == "update-older"
    assert refusal(publisher.update("0.0.1")) == "update-older"
    assert refusal(publisher.update(system="windows-x86_64")) == "update-system"
    assert refusal(publisher.update(kind="deb")) == "update-for-folder"
    assert refusal(publisher.update(key=SigningKey.generate())) == "update-unsigned"
    assert not (folder / "versions").exists()


def test_the_source_tree_takes_none(publisher: Publisher) -> None:
    assert refusal(publisher.update()) == "update-source"


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The update with parts changed, or left out."""
    changed = path.with_name(f"changed{path.suffix}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: data.replace(NEXT.encode(), b"99.3") if name == MANIFEST else data,
        lambda name, data: data + b" " if name == MANIFEST else data,
        lambda name, data: data[:-1] + bytes([data[-1] ^ 1]) if name == update_files.SIGNATURE else data,
        lambda name, data: b"" if name == update_files.SIGNATURE else data,
        lambda name, data: data.replace(b"echo", b"evil") if name == f"{FILES}jizhen" else data,
        lambda name, data: data + b"x" if name.endswith(".bin") else data,
        lambda name, data: None if name.endswith(".bin") else data,
    ],
)
def test_what_was_changed_is_refused_and_leaves_nothing(
    folder: Path, publisher: Publisher, change: Callable[[str, bytes], bytes | None]
) -> None:
    base = content(folder)
    assert refusal(rewritten(publisher.update(), change)) == "update-unsigned"
    assert content(folder) == base
    assert program.hand_over([]) is None


def test_what_is_no_update_is_refused(folder: Path, tmp_path: Path, publisher: Publisher) -> None:
    (tmp_path / "notes.jzupdate").write_text("notes")
    (tmp_path / "empty.jzupdate").touch()
    with zipfile.ZipFile(tmp_path / "zip.jzupdate", "w") as file:
        file.writestr("a", "b")
    for name in ("notes", "empty", "zip"):
        assert refusal(tmp_path / f"{name}.jzupdate") == "update-other"
    assert refusal(tmp_path / "none.jzupdate") == "file-missing"
    assert refusal(tmp_path) == "file-unreadable"
    whole = publisher.update().read_bytes()
    for length in range(0, len(whole), max(len(whole) // 50, 1)):
        (tmp_path / "cut.jzupdate").write_bytes(whole[:length])
        assert refusal(tmp_path / "cut.jzupdate") in {"update-other", "update-unsigned"}


@pytest.mark.parametrize("name", ["../jizhen", "/etc/x", "a/../../b", "a\\b", "C:x", "", ".", "a//b", "a\nb"])
def test_a_part_stays_inside_even_when_it_is_signed(name: str, folder: Path, publisher: Publisher, tmp_path: Path) -> None:
    told = manifest(NEXT, update_files.this_system(), "folder", (Part("jizhen", "", 0, True), Part(name, "", 0)))
    with zipfile.ZipFile(tmp_path / "signed.jzupdate", "w") as file:
        file.writestr(MANIFEST, told)
        file.writestr(update_files.SIGNATURE, publisher.key.sign(told).signature)
    assert refusal(tmp_path / "signed.jzupdate") == "update-other"


@pytest.mark.parametrize("field", ["format", "version", "kind", "parts"])
def test_a_signed_file_of_another_kind_is_none(field: str, folder: Path, publisher: Publisher, tmp_path: Path) -> None:
    about = json.loads(manifest(NEXT, update_files.this_system(), "folder", (Part("jizhen", "", 0, True),)))
    told = json.dumps(about | {field: "something"}).encode()
    with zipfile.ZipFile(tmp_path / "signed.jzupdate", "w") as file:
        file.writestr(MANIFEST, told)
        file.writestr(update_files.SIGNATURE, publisher.key.sign(told).signature)
    assert refusal(tmp_path / "signed.jzupdate") == "update-other"


def test_a_version_that_does_not_start_here_is_not_installed(folder: Path, publisher: Publisher) -> None:
    base = content(folder)
    assert refusal(publisher.update(says="98.0")) == "update-does-not-start"
    script(publisher.folder / "made-99.4" / "jizhen", "echo no library >&2; exit 127")
    broken = sign_update.made(publisher.folder / "made-99.4", publisher.key, publisher.folder, version="99.4")
    with pytest.raises(UserError, match="no library"):
        outcome(install(read_update(broken), []))
    assert set(content(folder)) == set(base)


def test_a_full_disk_is_told_before_anything_is_written(folder: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    script(folder / "versions" / ".98.0.part" / "jizhen", "exit 0")  # what an update that was killed half way has left
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    assert refusal(publisher.update()) == "disk-full"
    assert list((folder / "versions").iterdir()) == []


def test_stopped_on_the_way_nothing_is_left(folder: Path, publisher: Publisher) -> None:
    work = install(read_update(publisher.update()), [])
    assert next(work).total > 0
    next(work)
    work.close()
    assert list((folder / "versions").iterdir()) == []


def test_keys_are_private_and_never_replaced(tmp_path: Path, publisher: Publisher) -> None:
    public = sign_update.new_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert SigningKey(bytes.fromhex((tmp_path / "key").read_text().strip())).verify_key.encode().hex() == public
    with pytest.raises(FileExistsError):
        sign_update.new_key(tmp_path / "key")


def test_the_keys_we_ship_are_keys() -> None:
    lines = [line for line in update_files.KEYS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines
    assert all(len(bytes.fromhex(line)) == 32 for line in lines)


def test_without_a_newer_version_there_is_no_way_back(folder: Path) -> None:
    with pytest.raises(UserError, match="没有可以退回的版本"):
        go_back()
    speaking(folder / "versions" / "98", "98")
    assert before() is None
