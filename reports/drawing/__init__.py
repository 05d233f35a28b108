"""Draws charts with matplotlib, without pyplot."""

from functools import lru_cache

from reports.chart import Chart


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of the text's width at 300 dpi."""
    from reports.drawing.pictures import picture
    from reports.drawing.style import png, styled

    with styled():
        return png(picture(chart))


def draw_svg(chart: Chart) -> bytes:
    """The same picture as SVG, its letters as outlines: it looks the same where our font is not installed."""
    from reports.drawing.pictures import picture
    from reports.drawing.style import styled, svg

    with styled():
        return svg(picture(chart))


@lru_cache(maxsize=32)  # a report made again, in another edition or after a change elsewhere, has the same pictures
def draw_both(chart: Chart) -> tuple[bytes, bytes]:
    """PNG and SVG of one and the same picture."""
    from reports.drawing.pictures import picture
    from reports.drawing.style import png, styled, svg

    with styled():
        made = picture(chart)
        return png(made), svg(made)
