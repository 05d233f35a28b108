"""Installs an update beside the running version, and goes back to the one before. Decides nothing about who may: the signature does."""

import shutil
import subprocess
import sys
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from db import program
from db.copies import copy_closed
from db.places import home, made_folder
from db.update_files import Update, number, this_system, unpack
from diagnosis import __version__
from diagnosis.errors import UserError, system_reason, telling_of
from diagnosis.progress import Progress
from diagnosis.text import Text, phrase

# how the program came here -> what is said of an update of another kind
OTHERWISE = {"folder": "update-for-folder", "deb": "update-for-deb", "exe": "update-for-exe"}
TRIAL = 60  # seconds that a new version has to say what it is
SPARE = 64 * 2**20  # bytes that stay free


@dataclass(frozen=True, slots=True)
class Installed:
    """How it ended. ``hand_over``: the package or installer to be opened, where this program came by one; else the next start has it."""

    version: str
    hand_over: Path | None


def refuse_unfit(update: Update) -> None:
    """Raises ``UserError`` for an update that is not for this program: from source, for another system or way of installing, older."""
    kind = program.kind()
    if kind == "source":
        raise UserError("update-source", file=update.path)
    if update.system != this_system():
        raise UserError("update-system", file=update.path, system=update.system, own=this_system())
    if update.kind != kind:
        raise UserError(OTHERWISE[kind], file=update.path)
    own = newest()
    if number(update.version) <= number(own):
        raise UserError("update-older", file=update.path, version=update.version, own=own)


def newest() -> str:
    """The version that the next start runs: this one, or one that was installed beside it."""
    base = program.base()
    return max(__version__, (program.chosen(base) if base is not None else "") or "0", key=number)


def install(update: Update, workspaces: Iterable[Path]) -> Generator[Progress, None, Installed]:
    """Backs these workspaces up, then installs; returns ``Installed``. Until the last moment nothing that runs is touched.

    Raises ``UserError``; then, and when it is closed, nothing of it is left.
    """
    refuse_unfit(update)
    for workspace in workspaces:
        yield Progress(0, 1, phrase("db", "update-backing-up", file=workspace.name))
        copy_closed(workspace, f"before-{update.version}")
    if update.kind != "folder":
        return Installed(update.version, (yield from _handed_over(update)))
    base = program.base()
    assert base is not None
    versions = made_folder(base / program.VERSIONS)
    for left in versions.glob(".*.part"):  # by an update that was killed half way
        shutil.rmtree(left, ignore_errors=True)
    _refuse_full(versions, update)
    part = versions / f".{update.version}.part"
    try:
        yield from unpack(update, part)
        yield Progress(update.size, update.size, phrase("db", "update-trying"))
        _try(part, update)
        target = versions / update.version
        with telling_of(target):
            shutil.rmtree(target, ignore_errors=True)
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    present = program.chosen(base)
    program.choose(base, update.version)
    _tidy(versions, keep={update.version, present, __version__})
    return Installed(update.version, None)


def _handed_over(update: Update) -> Generator[Progress, None, Path]:
    """The package or installer in a file of its own; one that is not what was signed never stands under its name."""
    folder = made_folder(home() / "updates")
    _refuse_full(folder, update)
    part, target = folder / f".{update.version}.part", folder / Path(update.parts[0].name).name
    try:
        yield from unpack(update, part)
        with telling_of(target):
            (part / update.parts[0].name).replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _refuse_full(folder: Path, update: Update) -> None:
    with telling_of(folder):
        if shutil.disk_usage(folder).free < update.size + SPARE:
            raise UserError("disk-full", file=folder)


def _try(folder: Path, update: Update) -> None:
    """Raises ``UserError`` when the new version does not start here and say what it is."""
    name = f"{Path(sys.executable).stem.removesuffix('-cli')}-cli.exe" if sys.platform == "win32" else Path(sys.executable).name
    try:
        said = program.asked(folder / name, ["--version"], TRIAL)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError("update-does-not-start", version=update.version, reason=_reason(error)) from error
    if update.version not in said.split():
        raise UserError("update-does-not-start", version=update.version, reason=said.strip()[-200:])


def _reason(error: OSError | subprocess.SubprocessError) -> Text | str:
    """Why a program did not start: what it said last before it ended, the loader's complaint for example."""
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr.decode("utf-8", "replace").strip()
        return said.splitlines()[-1][-200:] if said else f"exit status {error.returncode}"
    return system_reason(error)


def _tidy(versions: Path, keep: set[str]) -> None:
    """Versions before the one that runs next are not needed any more, but by this program while it runs."""
    for folder in versions.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def before() -> str | None:
    """The version that one can go back to; ``None`` where there is none."""
    base = program.base()
    if base is None or program.kind() != "folder" or not (current := program.chosen(base)):
        return None
    older = [each.name for each in (base / program.VERSIONS).iterdir() if each.is_dir() and program.VERSION.fullmatch(each.name)]
    older = [each for each in older if number(each) < number(current)]
    return max(older, key=number) if older else ""


def go_back() -> str:
    """Lets the version before run from the next start, and says which: nothing for the one that was unpacked first."""
    base, version = program.base(), before()
    if base is None or version is None:
        raise UserError("update-no-way-back")
    program.choose(base, version)
    return version
