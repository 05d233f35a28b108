"""What is left out of a frozen program: modules, files and symbols. Used by jizhen.spec, and by compare.py for what it is compared with."""

import marshal
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

Entry = tuple[str, str, str]  # of PyInstaller's list of files: path in the folder, where it comes from, kind

# Modules that our libraries would bring along and the program never calls. Without `ssl` it could not even speak to a network
# if it wanted to; `hashlib` has its own SHA-256 where OpenSSL's is missing.
UNUSED = """
    tkinter _tkinter curses readline pydoc lib2to3 test xmlrpc
    pip setuptools IPython pytest _pytest hypothesis mypy
    PySide6.QtNetwork PySide6.QtQml PySide6.QtQuick PySide6.QtTest
    matplotlib.tests matplotlib.sphinxext matplotlib.backends.backend_pdf matplotlib.backends.backend_qtagg
    matplotlib.backends._backend_pdf_ps matplotlib.backends.backend_ps
    matplotlib.backends.backend_tkagg matplotlib.backends.backend_webagg
    matplotlib._qhull matplotlib._tri
    numpy.distutils numpy.f2py numpy.testing numpy._core._multiarray_tests
    PIL.AvifImagePlugin PIL.ImageCms PIL.ImageQt PIL.WebPImagePlugin PIL._avif PIL._imagingcms PIL._imagingtk PIL._webp
    fontTools.ttLib fontTools.pens jinja2 markupsafe
    lxml.html lxml.isoschematron lxml.objectify
    PySide6.QtDBus
    ssl _ssl _hashlib ftplib
"""
EXCLUDED = UNUSED.split()

# Files that are collected with the libraries and never opened, as patterns of their path in the folder. Left in on purpose:
# libtiff and openjp2 (PIL loads them at import), matplotlib's LastResort font. On Wayland the window is shown through XWayland, as
# Qt does by itself on GNOME.
NEVER_OPENED = (
    r"libQt6(EglFS|EglFs|Labs|Network|OpenGL|Pdf|Qml|Quick|Virtual|Wayland|Wl)",
    r"plugins/(egldeviceintegrations|generic|networkinformation|tls|wayland-)",
    r"plugins/imageformats/libq(icns|pdf|tga|wbmp)",
    r"plugins/platforminputcontexts/libqtvirtual",
    r"plugins/platforms/libq(eglfs|linuxfb|minimal|vkkhr|vnc|wayland)",
    r"plugins/platformthemes/libqgtk3",
    r"translations/(?!(qtbase_zh_CN|qt_zh_CN|qtbase_en))",
    r"lib(atk|avif|blkid|cairo|com_err|datrie|fribidi|gdk|gio|gmodule|gobject|gssapi|gtk|k5crypto|keyutils|krb5)",
    r"lib(mount|pango|pixman|selinux|thai)",
    r"mpl-data/(images|plot_directive|sample_data)",
    r"mpl-data/fonts/(afm|pdfcorefonts)/",
    r"mpl-data/fonts/ttf/(?!DejaVuSans\.ttf|DejaVuSans-Bold\.ttf|LastResort|LICENSE)",
    r"lxml/isoschematron",
    r"docx/templates/(?!default)",
    r"^templates/.*__pycache__",  # data files kept parsed for the times of the files here, not of those there
    r"docx/templates/default-docx-template/",
)
DROPPED = re.compile("|".join(NEVER_OPENED))

# What PyInstaller runs before the program, for others: where sources would be (inspect), what packages hold (pkgutil), processes
# started as the program once more (multiprocessing), each with its module; a folder for matplotlib at every start; where Qt's plugins
# are, which PySide6 knows. What of it is wanted here, frozen_start.py does.
UNWANTED_HOOKS = frozenset(f"pyi_rth_{name}" for name in ("inspect", "pkgutil", "multiprocessing", "mplconfig", "pyside6"))

# What every Linux desktop has, in the version its drivers and fonts go with (as the exclude list of AppImage says): packages.py
# asks for their packages. What a small system may lack comes along: libxcb-*, libxkbcommon, libsqlite3, libffi.
OF_EVERY_DESKTOP = """
    X11 X11-xcb Xau Xdmcp Xext Xrender avahi-client avahi-common brotlicommon brotlidec bsd cap cups dbus-1 expat fontconfig freetype gcc_s
    gcrypt glib-2.0 gmp gnutls gpg-error graphite2 gthread-2.0 harfbuzz hogweed idn2 jpeg lz4 md nettle p11-kit pcre2-8 png16 stdc++
    systemd tasn1 unistring uuid z zstd
"""
FROM_SYSTEM = re.compile(rf"(^|/)lib({'|'.join(map(re.escape, OF_EVERY_DESKTOP.split()))})\.so\.[0-9]+$")
# Built with symbols for a debugger, and bear to lose them: numpy's OpenBLAS and libgfortran, mended after they were built, break.
STRIPPED = (
    *("libpython3.*", "python3.*/lib-dynload/*.so", "_cffi_backend.*.so", "PIL/*.so", "contourpy/*.so", "kiwisolver/*.so"),
    *("matplotlib/**/*.so", "nacl/*.so", "pypdfium2_raw/*.so", "python_calamine/*.so", "sqlcipher3/*.so"),
)


def kept(collected: Sequence[Entry]) -> list[Entry]:
    """Of PyInstaller's list of files, those the program needs, in an order that does not hang on the machine.

    No links: every library says itself where its own are, and a stick's file system may know no links.
    """
    paths = ((entry[0].replace("\\", "/"), entry) for entry in sorted(collected) if entry[2] != "SYMLINK")
    return [entry for path, entry in paths if not (DROPPED.search(path) or FROM_SYSTEM.search(path))]


def started(scripts: Sequence[Entry]) -> list[Entry]:
    """Of the scripts PyInstaller runs at a start, those the program needs, in their order."""
    return [entry for entry in scripts if entry[0] not in UNWANTED_HOOKS]


def write_font_list(folder: Path) -> Path:
    """Writes the list of those of matplotlib's own fonts that are kept, as matplotlib would; returns the file."""
    from matplotlib import font_manager

    font_manager.findSystemFonts = lambda *_arguments, **_named: []
    manager = font_manager.FontManager()
    manager.ttflist = [font for font in manager.ttflist if not DROPPED.search(f"mpl-data/fonts/ttf/{Path(font.fname).name}")]
    manager.afmlist = []
    file = folder / f"fontlist-v{manager.__version__}.json"
    font_manager.json_dump(manager, file)
    return file


def keep_parsed(folder: Path) -> None:
    """Puts our data files beside themselves as parsed, as a frozen program writes nothing there.

    They are never compared with the file's time, which packing changes (PEP 552: unchecked).
    """
    from diagnosis.tables import code_of

    templates = folder / "_internal" / "templates"
    for path in sorted(templates.rglob("*.toml")):
        data = path.read_bytes()
        target = Path(cache_from_source(str(path), optimization=""))
        target.parent.mkdir(exist_ok=True)
        code = marshal.dumps(code_of(data, path.relative_to(templates.parent).as_posix()))
        target.write_bytes(MAGIC_NUMBER + (1).to_bytes(4, "little") + source_hash(data) + code)


def start_code() -> bytes:
    """The file with what a start loads and would compile."""
    return subprocess.run([sys.executable, Path(__file__).with_name("start_code.py")], check=True, stdout=subprocess.PIPE).stdout


def keep_start(folder: Path, code: bytes) -> None:
    """Puts there what a start loads, and for PySide6 the sign that it need not unpack its own Python from its library."""
    internal = folder / "_internal"
    (internal / "start_code.bin").write_bytes(code)
    sign = internal / "shiboken6" / "files.dir" / "shibokensupport.txt"
    sign.parent.mkdir()
    sign.write_text("compiled, in start_code.bin\n", "utf-8")


def strip(folder: Path) -> None:
    """Takes the symbols for debuggers out of the libraries that bear it; on Linux."""
    if sys.platform == "linux":
        libraries = [library for pattern in STRIPPED for library in sorted((folder / "_internal").glob(pattern))]
        subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)
