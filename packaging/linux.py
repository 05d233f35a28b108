"""Puts the frozen program into what Linux users install or unpack.

    packaging/linux.py deb|tarball dist/jizhen --out dist

The .deb holds the program in /usr/lib/jizhen, a menu entry, icons, the type of .jizhen files, manual pages and licences; nothing of
it runs when it is installed or removed. What it depends on is read from the libraries themselves, on the machine that froze
them: freeze on the oldest system that is to be served.
`SOURCE_DATE_EPOCH` dates all files, so that the same folder gives the same package.
"""

import argparse
import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from email.utils import formatdate
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
HERE, ICONS = ROOT / "packaging" / "linux", ROOT / "templates" / "icons"
sys.path.insert(0, str(ROOT))
from manual import manual

from diagnosis import __version__

MAINTAINER = "Jizhen contributors <jizhen@users.noreply.github.com>"
SIZES = (16, 24, 32, 48, 64, 128, 256)
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
CONTROL = """\
Package: jizhen
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: libcups2, xdg-utils
Suggests: libreoffice-writer
Section: science
Priority: optional
Description: survey and diagnosis of manufacturing clusters (集诊)
 An offline desktop program for consultants who survey a local manufacturing
 cluster, diagnose its science-and-technology support, and write the report
 as a Word document. It uses no network.
 .
 集诊：调研地方制造业集群，诊断其科技支撑体系，生成 Word 报告的离线桌面程序。
"""
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Jizhen
Comment: The program brings Python, Qt and other software; each of their
 licences lies in /usr/lib/jizhen/licences, and they are listed in
 /usr/share/doc/jizhen/THIRD-PARTY-LICENSES.md.

Files: *
Copyright: {holder}
License: Expat
{licence}
"""
CHANGES = """\
jizhen ({version}) stable; urgency=medium

  * What is new stands in CHANGELOG.md beside this file.

 -- {maintainer}  {day}
"""
OVERRIDES = """\
# the program brings its own Python, Qt and wheels, as they were built
jizhen: embedded-library
jizhen: custom-library-search-path
jizhen: unstripped-binary-or-object
jizhen: hardening-no-pie
jizhen: hardening-no-fortify-functions
jizhen: hardening-no-bindnow
jizhen: shared-library-lacks-prerequisites
jizhen: shared-library-is-executable
jizhen: executable-stack-in-shared-library
jizhen: extra-license-file
# licence texts stay as they were written
jizhen: national-encoding
jizhen: library-not-linked-against-libc
jizhen: sharedobject-in-library-directory-missing-soname
jizhen: lacks-unversioned-link-to-shared-library
jizhen: initial-upload-closes-no-bugs
jizhen: duplicate-font-file
jizhen: package-installs-python-pycache-dir
"""


def deb(folder: Path, out: Path, level: int) -> Path:
    """The package of the frozen program."""
    architecture = _said("dpkg", "--print-architecture")
    target = out / f"jizhen_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "jizhen"
        program = root / "usr" / "lib" / "jizhen"
        shutil.copytree(folder, program)
        (program / "installed").write_text("deb\n", "utf-8")
        for document in ("LICENSE", "THIRD-PARTY-LICENSES.md"):
            (program / document).unlink()
        _link(root / "usr" / "bin" / "jizhen", Path("../lib/jizhen/jizhen"))
        _desktop(root / "usr" / "share")
        _papers(root / "usr" / "share")
        size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        facts = {"version": __version__, "architecture": architecture, "maintainer": MAINTAINER, "size": size, "depends": _depends(program)}
        _write(root / "DEBIAN" / "control", CONTROL.format(**facts))
        sums = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts)
        _write(root / "DEBIAN" / "md5sums", "".join(_sum(path, root) for path in sums))
        _settle(root)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", str(root), str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def tarball(folder: Path, out: Path, level: int) -> Path:
    """The archive that is unpacked and run."""
    name = f"jizhen-{__version__}"
    target = out / f"{name}-linux-{platform.machine()}.tar.xz"
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / name
        shutil.copytree(folder, root)
        shutil.copy(HERE / "readme.txt", root / "读我 README.txt")
        _settle(root)
        command = ["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-C", temporary, "-cf", "-", name]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as packing, target.open("wb") as packed:
            subprocess.run(["xz", "-T0", f"-{level}"], stdin=packing.stdout, stdout=packed, check=True)
        if packing.returncode:
            raise subprocess.CalledProcessError(packing.returncode, command)
    return target


def _desktop(share: Path) -> None:
    """The menu entry, the type of our files, and the icon in every size."""
    _write(share / "applications" / "jizhen.desktop", (HERE / "jizhen.desktop").read_text("utf-8"))
    _write(share / "mime" / "packages" / "jizhen.xml", (HERE / "jizhen.xml").read_text("utf-8"))
    icons = share / "icons" / "hicolor"
    _write(icons / "scalable" / "apps" / "jizhen.svg", (ICONS / "jizhen.svg").read_text("utf-8"))
    with Image.open(ICONS / "jizhen.ico") as drawn:
        for size in SIZES:
            place = icons / f"{size}x{size}" / "apps" / "jizhen.png"
            place.parent.mkdir(parents=True)
            drawn.size = (size, size)  # type: ignore[misc]  # so the reader of .ico files is told which picture
            drawn.copy().save(place, optimize=True)


def _papers(share: Path) -> None:
    """Manual pages, changes and licences."""
    _zip(share / "man" / "man1" / "jizhen.1.gz", manual("en"))
    _zip(share / "man" / "zh_CN" / "man1" / "jizhen.1.gz", manual("zh"))
    papers = share / "doc" / "jizhen"
    licence = (ROOT / "LICENSE").read_text("utf-8")
    holder = re.findall(r"Copyright \(c\) (.+)", licence)[0]
    terms = licence[licence.index("Permission") :].splitlines()
    body = "".join(f" {line or '.'}\n" for line in terms)
    _write(papers / "copyright", COPYRIGHT.format(holder=holder, licence=body))
    shutil.copy(ROOT / "THIRD-PARTY-LICENSES.md", papers)
    _zip(papers / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    day = formatdate(EPOCH)
    _zip(papers / "changelog.gz", CHANGES.format(version=__version__, maintainer=MAINTAINER, day=day))
    _write(share / "lintian" / "overrides" / "jizhen", OVERRIDES)


def _depends(program: Path) -> str:
    """The packages of the libraries that the program needs and does not bring, and the C library it was linked with."""
    files = [path for path in program.rglob("*") if path.is_file() and path.parent.name != "printsupport"]  # printing is recommended
    binaries = [str(path) for path in files if path.open("rb").read(4) == b"\x7fELF"]
    told = _said("objdump", "-p", *binaries)
    wanted = set(re.findall(r"NEEDED +(\S+)", told)) - {path.name for path in files}
    lookups = {name: _said("ldconfig", "-p").partition(f"\t{name} ")[2].partition("=> ")[2].partition("\n")[0] for name in sorted(wanted)}
    if absent := [name for name, place in lookups.items() if not place]:
        raise SystemExit(f"these libraries are not on this machine: {' '.join(absent)}")
    packages = {_package(Path(place)) for place in lookups.values()}
    newest = max(tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_(2\.[0-9]+)", told))
    return ", ".join(f"{name} (>= {'.'.join(map(str, newest))})" if name == "libc6" else name for name in sorted(packages))


def _package(library: Path) -> str:
    """The package that a library of the system belongs to; /lib may be a link to /usr/lib, and dpkg knows one of both."""
    places = (library, library.resolve(), Path("/usr") / library.relative_to("/"), Path("/") / str(library).removeprefix("/usr/"))
    for place in places:
        found = subprocess.run(["dpkg-query", "-S", str(place)], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.partition(":")[0]
    raise SystemExit(f"no package has {library}")


def _settle(root: Path) -> None:
    """One owner's permissions and one time for all, whatever the machine's habits."""
    for path in sorted(root.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or (path.name == "jizhen" and path.parent.name in {"jizhen", root.name})
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)
    root.chmod(0o755)


def _link(path: Path, target: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _zip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _sum(path: Path, root: Path) -> str:
    return f"{_said('md5sum', str(path)).split()[0]}  {path.relative_to(root)}\n"


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Make the packages that are named."""
    parser = argparse.ArgumentParser(description="Package the frozen program for Linux.")
    parser.add_argument("what", choices=("deb", "tarball"), nargs="+")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--level", type=int, default=6, help="how hard to compress, 0 to 9")
    arguments = parser.parse_args()
    for what in arguments.what:
        made = {"deb": deb, "tarball": tarball}[what](arguments.folder.resolve(), arguments.out.resolve(), arguments.level)
        print(f"{made}  {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
