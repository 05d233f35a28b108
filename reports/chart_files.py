"""A chart as a file of its own: the report's picture as PNG or SVG, or its data as CSV."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

from diagnosis.text import Lang
from reports.atomic import check_target, write_whole
from reports.chart import Chart
from reports.chart_table import chart_table, csv_bytes
from reports.drawing import draw, draw_svg

FileKind = Literal["png", "svg", "csv"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
_MADE: Mapping[FileKind, Callable[[Chart, Lang], bytes]] = {
    "png": lambda chart, _lang: draw(chart),
    "svg": lambda chart, _lang: draw_svg(chart),
    "csv": lambda chart, lang: csv_bytes(chart_table(chart, lang)),
}


def write_chart(chart: Chart, kind: FileKind, lang: Lang, out: Path) -> None:
    """Writes the file as a whole or not at all; raises ``UserError`` where it cannot be written. The PNG has 300 dpi."""
    check_target(out)
    write_whole(out, _MADE[kind](chart, lang))
