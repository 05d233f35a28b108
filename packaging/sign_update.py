"""Makes and signs updates. The private key is a file that stays with whoever publishes; it never comes into the repository.

    packaging/sign_update.py new-key PRIVATE              a pair of keys: the private one into a new file, the public one is printed
    packaging/sign_update.py make dist/jizhen --key PRIVATE --out dist          an update for unpacked and portable programs
    packaging/sign_update.py make dist/jizhen_*.deb --key PRIVATE --out dist    one that hands a package or installer over

Whoever builds a release puts the public key into templates/update-keys.txt, one a line: a program takes updates of all keys in it.
"""

import argparse
import hashlib
import os
import sys
import zipfile
from pathlib import Path

from nacl.signing import SigningKey

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from db.program import Kind
from db.update_files import FILES, MANIFEST, SIGNATURE, SUFFIX, Part, manifest, this_system
from diagnosis import __version__

PROGRAMS = {"jizhen", "jizhen.exe", "jizhen-cli.exe"}


def new_key(private: Path) -> str:
    """Writes a new private key, readable by its owner only, and returns the public one; never replaces a file."""
    key = SigningKey.generate()
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.encode().hex() + "\n")
    return key.verify_key.encode().hex()


def made(source: Path, key: SigningKey, out: Path, *, version: str = __version__, system: str = "") -> Path:
    """The update that holds this folder, package or installer."""
    kind: Kind = "folder" if source.is_dir() else "deb" if source.suffix == ".deb" else "exe"
    system = system or ("windows-x86_64" if kind == "exe" else this_system())
    files = sorted(path for path in source.rglob("*") if path.is_file()) if kind == "folder" else [source]
    names = {path: path.relative_to(source).as_posix() if kind == "folder" else path.name for path in files}
    parts = tuple(Part(names[path], _digest(path), path.stat().st_size, path.name in PROGRAMS) for path in files)
    told = manifest(version, system, kind, parts)
    target = out / f"jizhen-{version}-{system}-{kind}{SUFFIX}"
    packed = zipfile.ZIP_DEFLATED if kind == "folder" else zipfile.ZIP_STORED  # the others are compressed
    with zipfile.ZipFile(target, "w", packed) as file:
        for name, content in ((MANIFEST, told), (SIGNATURE, key.sign(told).signature)):
            file.writestr(zipfile.ZipInfo(name), content)
        for path in files:
            file.write(path, FILES + names[path])
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Make a pair of keys, or an update."""
    parser = argparse.ArgumentParser(description="Make and sign updates.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("new-key").add_argument("private", type=Path)
    make = commands.add_parser("make")
    make.add_argument("source", type=Path, help="the frozen folder, a .deb, or a Windows installer")
    make.add_argument("--key", type=Path, required=True)
    make.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "new-key":
        print(new_key(arguments.private))
        return
    key = SigningKey(bytes.fromhex(arguments.key.read_text("utf-8").strip()))
    target = made(arguments.source.resolve(), key, arguments.out)
    print(f"{target}  {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
