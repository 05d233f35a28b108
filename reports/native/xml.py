"""A Word chart as DrawingML, element by element in the order of the schema (ECMA-376-1, dml-chart.xsd)."""

from dataclasses import dataclass

from reports.native.book import cells, column_of
from reports.native.spec import LabelPlace, Look, Scale, Series, Spec
from reports.wordxml import A, C, R, escape

CATEGORY, VALUE = 500000001, 500000002  # ids of the axes; the schema wants them unsigned
POINT = 12700  # EMU
GREY, RULE = "6B7280", "D1D5DB"
DATA = "rId1"  # of the chart part to its workbook


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a chart's words and their size in points; ``lang``: of the words."""

    latin: str
    east_asian: str
    lang: str
    size: float = 9.0


def chart_xml(spec: Spec, fonts: Fonts) -> bytes:
    """The chart part."""
    title = _title(spec.title, fonts, bold=True) if spec.title else ""
    plot = f"<c:plotArea><c:layout/>{_plot(spec, fonts)}{_axes(spec, fonts)}</c:plotArea>"
    legend = LEGEND if spec.legend else ""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        f'<c:date1904 val="0"/><c:lang val="{fonts.lang}"/><c:roundedCorners val="0"/>'
        f'<c:chart>{title}<c:autoTitleDeleted val="{int(not title)}"/>{plot}{legend}<c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(fonts)}"
        f'<c:externalData r:id="{DATA}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return xml.encode("utf-8")


# ---- words


def _run(fonts: Fonts, *, bold: bool = False, ink: str = "", tag: str = "defRPr", size: float = 0) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>' if ink else ""
    lang = f' lang="{fonts.lang}"' if tag == "rPr" else ""
    return (
        f'<a:{tag}{lang} sz="{round(100 * (size or fonts.size))}" b="{int(bold)}">{fill}'
        f'<a:latin typeface="{fonts.latin}"/><a:ea typeface="{fonts.east_asian}"/></a:{tag}>'
    )


def _text(fonts: Fonts, *, ink: str = "", size: float = 0) -> str:
    inner = _run(fonts, ink=ink, size=size)
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{inner}</a:pPr><a:endParaRPr lang="{fonts.lang}"/></a:p></c:txPr>'


def _rich(words: str, fonts: Fonts, *, bold: bool = False, ink: str = "") -> str:
    inner = f"<a:r>{_run(fonts, bold=bold, ink=ink, tag='rPr')}<a:t>{escape(words)}</a:t></a:r>"
    head = f"<a:p><a:pPr>{_run(fonts, bold=bold, ink=ink)}</a:pPr>"
    return f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{head}{inner}</a:p></c:rich></c:tx>'


def _title(words: str, fonts: Fonts, *, bold: bool = False) -> str:
    return f'<c:title>{_rich(words, fonts, bold=bold)}<c:overlay val="0"/></c:title>'


# ---- looks


def _fill(look: Look) -> str:
    if look.hatched:
        return (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{look.fill}"/></a:fgClr>'
            '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
        )
    return f'<a:solidFill><a:srgbClr val="{look.fill}"/></a:solidFill>' if look.fill else "<a:noFill/>"


def _stroke(look: Look) -> str:
    if not look.edge or not look.line:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if look.dashed else ""
    return f'<a:ln w="{round(look.line * POINT)}"><a:solidFill><a:srgbClr val="{look.edge}"/></a:solidFill>{dash}<a:round/></a:ln>'


def _marker(look: Look) -> str:
    if look.symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    inside = "DCE6EE" if look.open else look.fill or look.edge  # white would be lost where a program draws no edge
    return (
        f'<c:marker><c:symbol val="{look.symbol}"/><c:size val="{look.size}"/><c:spPr>'
        f'<a:solidFill><a:srgbClr val="{inside}"/></a:solidFill>'
        f'<a:ln w="15875"><a:solidFill><a:srgbClr val="{look.edge}"/></a:solidFill></a:ln></c:spPr></c:marker>'
    )


# ---- data


def _strings(formula: str, texts: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:strRef><c:f>{formula}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'


def _numbers(formula: str, values: tuple[float | None, ...]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{round(value, 10)!r}</c:v></c:pt>' for at, value in enumerate(values) if value is not None)
    return (
        f"<c:numRef><c:f>{formula}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


SHOW = (
    '<c:showLegendKey val="0"/><c:showVal val="{val}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _labels(series: Series, fonts: Fonts) -> str:
    if not series.labels:
        return ""
    places: dict[int, LabelPlace] = dict.fromkeys(series.below, "b")
    at = {point: f'<c:dLblPos val="{place}"/>' for point in series.labels if (place := places.get(point, series.label_place))}
    bare = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    each = "".join(
        f'<c:dLbl><c:idx val="{point}"/>{_rich(words, fonts, ink=series.label_ink)}{bare}{at.get(point, "")}{SHOW.format(val=1)}</c:dLbl>'
        for point, words in sorted(series.labels.items())
    )
    return f"<c:dLbls>{each}{SHOW.format(val=0)}</c:dLbls>"


def _series(spec: Spec, place: int, series: Series, fonts: Fonts) -> str:
    column, rows = column_of(spec, place), len(series.values)
    bars, scatter = spec.kind in {"bars", "stacked"}, spec.kind == "scatter"
    look = series.look
    shape = f"<c:spPr>{_fill(look) if bars else ''}{_stroke(look)}</c:spPr>"
    marks = "".join(
        f'<c:dPt><c:idx val="{at}"/>{_marker(own)}<c:bubble3D val="0"/><c:spPr>{_stroke(own)}</c:spPr></c:dPt>'
        for at, own in series.at.items()
    )
    values = _numbers(cells(column, 2, rows + 1), series.values)
    if scatter:
        data = f"<c:xVal>{_numbers(cells(column - 1, 2, rows + 1), series.x)}</c:xVal><c:yVal>{values}</c:yVal>"
    else:
        data = f"<c:cat>{_strings(cells(0, 2, rows + 1), spec.categories)}</c:cat><c:val>{values}</c:val>"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx>{_strings(cells(column, 1, 1), (series.name,))}</c:tx>{shape}'
        f"{UPRIGHT if bars else _marker(look)}{marks}"
        f"{_labels(series, fonts)}{data}"
        f"{'' if bars or spec.kind == 'radar' else SMOOTH}</c:ser>"
    )


UPRIGHT = '<c:invertIfNegative val="0"/>'
SMOOTH = '<c:smooth val="0"/>'
AXES = f'<c:axId val="{CATEGORY}"/><c:axId val="{VALUE}"/>'


def _plot(spec: Spec, fonts: Fonts) -> str:
    series = "".join(_series(spec, place, each, fonts) for place, each in enumerate(spec.series))
    vary = '<c:varyColors val="0"/>'
    match spec.kind:
        case "bars" | "stacked":
            grouping = "stacked" if spec.kind == "stacked" else "clustered"
            return (
                f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/>{vary}{series}'
                f'<c:gapWidth val="{spec.gap}"/><c:overlap val="{spec.overlap}"/>{AXES}</c:barChart>'
            )
        case "line":
            return f'<c:lineChart><c:grouping val="standard"/>{vary}{series}<c:marker val="1"/>{AXES}</c:lineChart>'
        case "radar":
            return f'<c:radarChart><c:radarStyle val="marker"/>{vary}{series}{AXES}</c:radarChart>'
        case "scatter":
            return f'<c:scatterChart><c:scatterStyle val="lineMarker"/>{vary}{series}{AXES}</c:scatterChart>'


# ---- axes

LINE = f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{GREY}"/></a:solidFill></a:ln></c:spPr>'
BARE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
GRID = f'<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'


def _scaling(scale: Scale, *, down: bool = False) -> str:
    top = f'<c:max val="{scale.high!r}"/>' if scale.high is not None else ""
    least = f'<c:min val="{scale.low!r}"/>' if scale.low is not None else ""
    return f'<c:scaling><c:orientation val="{"maxMin" if down else "minMax"}"/>{top}{least}</c:scaling>'


def _axes(spec: Spec, fonts: Fonts) -> str:
    bars = spec.kind in {"bars", "stacked"}
    if spec.kind == "scatter":
        return _value(spec.across, fonts, "x") + _value(spec.values, fonts, "y")
    crossing = '<c:crosses val="autoZero"/>' if spec.values.crosses is None else f'<c:crossesAt val="{spec.values.crosses!r}"/>'
    category = (
        f'<c:catAx><c:axId val="{CATEGORY}"/>{_scaling(Scale(), down=bars)}<c:delete val="0"/><c:axPos val="{"l" if bars else "b"}"/>'
        f'{GRID if spec.kind == "radar" else ""}<c:numFmt formatCode="General" sourceLinked="0"/>{TICKS}'
        f'<c:tickLblPos val="{"low" if bars else "nextTo"}"/>{LINE}{_text(fonts)}'
        f'<c:crossAx val="{VALUE}"/>{crossing}<c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    return category + _value(spec.values, fonts, "bars" if bars else spec.kind)


# what the axis of a number is for -> (its own id, the other's, side, rules across, where it stands on the other, how it is shared out)
PLACES = {
    "x": (CATEGORY, VALUE, "b", False, "autoZero", "midCat"),
    "y": (VALUE, CATEGORY, "l", True, "autoZero", "midCat"),
    "bars": (VALUE, CATEGORY, "b", True, "max", "between"),  # the categories run downwards: their end is below
    "line": (VALUE, CATEGORY, "l", True, "autoZero", "between"),
    "radar": (VALUE, CATEGORY, "l", True, "autoZero", "between"),
}


def _value(scale: Scale, fonts: Fonts, place: str) -> str:
    """An axis of numbers."""
    own, other, side, rules, crosses, between = PLACES[place]
    title = _title(scale.title, fonts) if scale.title else ""
    step = f'<c:majorUnit val="{scale.step!r}"/>' if scale.step is not None else ""
    grid = GRID if rules and scale.shown else ""
    return (
        f'<c:valAx><c:axId val="{own}"/>{_scaling(scale)}<c:delete val="{int(not scale.shown)}"/><c:axPos val="{side}"/>'
        f'{grid}{title}<c:numFmt formatCode="{escape(scale.form)}" sourceLinked="0"/>{TICKS}'
        f'<c:tickLblPos val="nextTo"/>{BARE if rules else LINE}{_text(fonts, ink=GREY, size=8)}<c:crossAx val="{other}"/>'
        f'<c:crosses val="{crosses}"/><c:crossBetween val="{between}"/>{step}</c:valAx>'
    )


LEGEND = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
