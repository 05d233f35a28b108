"""What all charts share: the bundled font, colours that hold in grey print and for colour-blind readers, and small helpers."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from PIL import Image

from diagnosis.text import TEMPLATES
from reports.text_width import char_width

FONTS = TEMPLATES / "fonts"
REGULAR, SEMIBOLD = FONTS / "NotoSansSC-Regular.ttf", FONTS / "NotoSansSC-SemiBold.ttf"
FAMILY, RARE = "Noto Sans SC", "Noto Sans SC, rare characters"
WIDTH = 6.14  # inches: the width of the text, 156 mm
DPI = 300
INK, MUTED, ACCENT, PALE, RULE, PAPER = "#1f2937", "#6b7280", "#1f5f8b", "#a9c4d6", "#d1d5db", "#ffffff"
LEVELS = ("#9bb7a4", "#e3c770", "#d98b3f", "#b3372f")
ON_LEVEL = (INK, INK, INK, PAPER)  # ink that reads on each of them
SMALL, TINY = 9.0, 8.0
COLOURS, NEARLY_WHITE = 64, 250  # of the palette of a picture; paper that the palette made a shade darker


@cache
def _register() -> None:
    fonts = font_manager.fontManager
    for path in (REGULAR, SEMIBOLD):
        fonts.addfont(str(path))
    # The semibold file has the common characters alone; a rare one of a bold text comes from the regular file, under another name.
    fonts.ttflist += [
        replace(entry, name=RARE, weight=weight) for entry in fonts.ttflist if entry.fname == str(REGULAR) for weight in (400, 600)
    ]


@cache
def _known() -> frozenset[int]:
    """The characters of the regular weight."""
    return frozenset(FT2Font(str(REGULAR)).get_charmap())


def shown(text: str) -> str:
    """The text on one line, with □ for what the font cannot draw."""
    return "".join(char if ord(char) in _known() else "□" for char in " ".join(text.split()))


@contextmanager
def styled() -> Iterator[None]:
    """matplotlib with our font, and with text taken as text (a $ is no formula)."""
    _register()
    settings: dict[Any, object] = {
        "font.family": [FAMILY, RARE],
        "font.size": SMALL,
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "text.hinting": "none",  # at 300 dpi nobody sees it, and it takes a third of the time
        "text.color": INK,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.6,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "hatch.linewidth": 0.5,
        "path.simplify": True,
    }
    with mpl.rc_context(settings):
        yield


def sheet(height: float) -> Figure:
    """An empty picture of the text's width, ``height`` inches high."""
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def plain_axes(figure: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Axes without a frame; ``box`` is left, bottom, width, height in inches."""
    width, height = figure.get_size_inches()
    left, bottom, wide, high = box
    axes = figure.add_axes((left / width, bottom / height, wide / width, high / height))
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL)
    return axes


def canvas_axes(figure: Figure) -> Axes:
    """Axes over the whole picture, in inches, to draw freely on."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.axis("off")
    return axes


def png(figure: Figure) -> bytes:
    """The picture as PNG bytes in a palette of its own colours, a third of the size; the same picture gives the same bytes."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    full = Image.frombuffer("RGBA", canvas.get_width_height(), pixels, "raw", "RGBA", 0, 1)
    small = full.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = small.getpalette("RGB") or []
    whites = [palette[at : at + 3] for at in range(0, len(palette), 3)]
    small.putpalette([255 if min(white) >= NEARLY_WHITE else channel for white in whites for channel in white])
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", dpi=(DPI, DPI), compress_level=4)
    return buffer.getvalue()


def svg(figure: Figure) -> bytes:
    """The picture as SVG; the same picture gives the same bytes."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": FAMILY}):
        figure.savefig(buffer, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def ems(text: str) -> float:
    """How wide a text is in our font, in ems; its Latin letters are a little wider than those of Times."""
    return sum(1.0 if (width := char_width(char, chinese=True)) == 1.0 else 1.16 * width for char in text)


def cut(text: str, limit: float) -> str:
    """The text, shortened with … where it is wider than ``limit`` ems."""
    text = shown(text)
    if ems(text) <= limit:
        return text
    kept = ""
    for char in text:
        if ems(kept + char) > limit - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def wrap(text: str, limit: float, lines: int = 2) -> str:
    """The text on at most ``lines`` lines of ``limit`` ems; words stay whole where they can; what is too long ends in …."""
    found: list[str] = []
    rest = shown(text)
    while rest and len(found) < lines - 1 and ems(rest) > limit:
        at = _break(rest, limit)
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return "\n".join([*found, cut(rest, limit)])


def _break(text: str, limit: float) -> int:
    """Where a line of ``limit`` ems ends."""
    end = next((n for n in range(1, len(text) + 1) if ems(text[:n]) > limit), len(text) + 1) - 1
    end = max(end, 1)
    space = text.rfind(" ", 0, end + 1)
    inside_word = end < len(text) and text[end].isascii() and text[end - 1].isascii() and " " not in text[end - 1 : end + 1]
    if inside_word and space > 0:
        return space
    return end - 1 if end > 1 and end < len(text) and text[end] in "，。、；：）”" else end
