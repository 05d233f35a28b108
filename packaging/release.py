"""Puts a release together in dist/: checks what lies there, signs the updates, and writes the sums.

    packaging/release.py dist [--key PRIVATE]

Takes what was built there for this version: the .deb, the archive, the Windows installer; says what is missing. With a key it makes
the updates of each kind, that of unpacked programs from the archive: a folder that lies there may be frozen on this machine, and not
on the oldest. Without a key it makes none. The list of components is that of the archive, too.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from nacl.signing import SigningKey

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from sbom import bill
from sign_update import made

from db.update_files import KEYS, SUFFIX, read_update
from diagnosis import __version__

SUMS, COMPONENTS = "SHA256SUMS", f"jizhen-{__version__}-sbom.cdx.json"
WANTED = {
    "the .deb": f"jizhen_{__version__}_*.deb",
    "the archive": f"jizhen-{__version__}-linux-*.tar.xz",
    "the Windows installer": f"jizhen-{__version__}-windows-*.exe",
}
PACKAGES = ("*.deb", "*.tar.xz", "*.exe", f"*{SUFFIX}")


def strays(folder: Path) -> list[str]:
    """Packages of other versions, which must not go out with this one."""
    found = (path.name for pattern in PACKAGES for path in folder.glob(pattern))
    return sorted(name for name in found if __version__ not in name.replace("_", "-").split("-"))


def signed(folder: Path, key: SigningKey) -> list[Path]:
    """The updates of what lies in the folder; raises SystemExit when the program would not take them."""
    if key.verify_key.encode().hex() not in KEYS.read_text("utf-8").splitlines():
        raise SystemExit(f"{KEYS.name} does not list the public half of this key: no program would take its updates")
    updates = [made(source, key, folder) for kind in ("the .deb", "the Windows installer") for source in folder.glob(WANTED[kind])]
    for archive in folder.glob(WANTED["the archive"]):
        with tempfile.TemporaryDirectory() as unpacked:
            subprocess.run(["tar", "-C", unpacked, "-xf", archive], check=True)
            updates.append(made(Path(unpacked) / f"jizhen-{__version__}", key, folder))
    for update in updates:
        read_update(update)
    return updates


def components(folder: Path) -> bytes:
    """The list that was made where the archive was frozen, with the Python of there; where there is no archive, that of here."""
    for archive in folder.glob(WANTED["the archive"]):
        return subprocess.run(["tar", "-xOf", archive, f"jizhen-{__version__}/sbom.cdx.json"], check=True, stdout=subprocess.PIPE).stdout
    return json.dumps(bill(), ensure_ascii=False, indent=1).encode()


def write_sums(folder: Path, files: list[Path]) -> None:
    """The sums as sha256sum reads them."""
    lines = []
    for path in sorted(files):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (folder / SUMS).write_text("".join(lines), "utf-8")


def main() -> int:
    """Put it together; 1 when something of another version lies there."""
    parser = argparse.ArgumentParser(description="Put a release together.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", type=Path, help="the private key; without it nothing is signed")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    if foreign := strays(folder):
        print(f"not of version {__version__}: {', '.join(foreign)}", file=sys.stderr)
        return 1
    if f"## {__version__}" not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        print(f"CHANGELOG.md tells nothing of {__version__}", file=sys.stderr)
        return 1
    (folder / COMPONENTS).write_bytes(components(folder))
    files = [folder / COMPONENTS, *(path for pattern in WANTED.values() for path in folder.glob(pattern))]
    if arguments.key:
        files += signed(folder, SigningKey(bytes.fromhex(arguments.key.read_text("utf-8").strip())))
    write_sums(folder, files)
    for what, pattern in WANTED.items():
        if not list(folder.glob(pattern)):
            print(f"missing  {what}")
    for path in sorted(files):
        print(f"{path.stat().st_size / 1e6:7.1f} MB  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
