"""Makes the base Word documents templates/word/zh.docx and en.docx: styles, page, cover and footers, and no content.

zh follows GB/T 9704-2012 (margins, type, 22 lines of 28 characters); en has a layout of its own. Both are ordinary
templates: the report fills their placeholders and its body stands where ``{{body}}`` stands (reports/template.py).
The same script makes the same bytes.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WORD = Path(__file__).resolve().parent.parent / "templates" / "word"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can carry
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DEFAULT = 'w:default="1"'
HIDDEN = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes in points, indents and spacing in twips, ``line`` exact in twips (0: as high as the text)."""

    id: str
    name: str
    latin: str
    east_asian: str
    size: float
    line: int
    based_on: str | None = "Normal"
    bold: bool = False
    align: str = "left"
    first_line: tuple[int, int] = (0, 0)  # hundredths of a character, twips
    left: int = 0
    before: int = 0
    after: int = 0
    tracking: int = 0  # twentieths of a point between characters
    keep_next: bool = False
    outline: int | None = None
    dots_at: int = 0  # a right tab with leading dots
    next: str | None = None
    grid: bool = False
    colour: str = "000000"

    def xml(self) -> str:
        """The w:style element."""
        default = ' w:default="1"' if self.id == "Normal" else ""
        based = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else ""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{based}{following}'
            f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>'
        )

    def _paragraph(self) -> str:
        chars, twips = self.first_line
        line = f'w:line="{self.line}" w:lineRule="exact"' if self.line else 'w:line="240" w:lineRule="auto"'
        first = f' w:firstLineChars="{chars}" w:firstLine="{twips}"' if twips else ' w:firstLineChars="0" w:firstLine="0"'
        return "".join(
            (
                "<w:keepNext/><w:keepLines/>" if self.keep_next else "",
                f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self.dots_at}"/></w:tabs>' if self.dots_at else "",
                "" if self.grid else '<w:snapToGrid w:val="0"/>',
                f'<w:spacing w:before="{self.before}" w:after="{self.after}" {line}/>',
                f'<w:ind w:left="{self.left}"{first}/>',
                f'<w:jc w:val="{self.align}"/>',
                f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
            )
        )

    def _run(self) -> str:
        half_points = round(self.size * 2)
        fonts = f'w:ascii="{self.latin}" w:hAnsi="{self.latin}" w:eastAsia="{self.east_asian}" w:cs="{self.latin}"'
        bold = '<w:b w:val="1"/><w:bCs w:val="1"/>' if self.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
        return (
            f'<w:rFonts {fonts}/>{bold}<w:color w:val="{self.colour}"/><w:spacing w:val="{self.tracking}"/>'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        )


@dataclass(frozen=True)
class Edition:
    """One base document: its page (twips), its styles, its cover and the fonts it names with their stand-ins."""

    file: str
    margins: tuple[int, int, int, int]  # top, right, bottom, left
    footer: int
    line_pitch: int  # of the grid of lines; 0: none, the page is used to its last point
    styles: tuple[Style, ...]
    cover: tuple[tuple[str, str, str], ...]  # style, paragraph properties, text
    number: tuple[str, str]  # before and after the page number
    number_indent: int
    fonts: tuple[tuple[str, str, str, str], ...]  # name, alternates, charset, family
    language: tuple[str, str]
    punctuation: str = ""


FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
TIMES, ARIAL = "Times New Roman", "Arial"
BODY_LINE = 579  # 28.95 pt: 22 lines in 225 mm, as measured
PAGE = (11906, 16838)  # A4


def zh_styles() -> tuple[Style, ...]:
    """GB/T 9704-2012: body 仿宋 16 pt, headings 黑体, 楷体, 仿宋 bold; every line 28.95 pt."""
    two, width = (200, 640), PAGE[0] - 1588 - 1474
    normal = Style("Normal", "Normal", TIMES, FANGSONG, 16, BODY_LINE, based_on=None, align="both", tracking=-5, grid=True)
    body = replace(normal, id="BodyText", name="Body Text", based_on="Normal", first_line=two)
    hei = Style("Heading1", "heading 1", TIMES, HEITI, 16, BODY_LINE, first_line=two, keep_next=True, outline=0, next="BodyText")
    small = Style("TableText", "Table Text", TIMES, FANGSONG, 10.5, 290, before=30, after=30)
    contents = Style("TOC1", "toc 1", TIMES, HEITI, 14, 500, dots_at=width)
    cover = Style("CoverText", "Cover Text", TIMES, KAITI, 16, BODY_LINE, align="center")
    return (
        normal,
        body,
        Style("Title", "Title", TIMES, XIAOBIAOSONG, 22, 700, align="center", next="BodyText"),
        hei,
        replace(hei, id="Heading2", name="heading 2", east_asian=KAITI, outline=1),
        replace(hei, id="Heading3", name="heading 3", east_asian=FANGSONG, bold=True, outline=2, grid=True),
        replace(body, id="ListNumber", name="List Number"),
        Style("Summary", "Summary Text", TIMES, FANGSONG, 12, 400, align="both", first_line=(200, 480), after=20),
        Style("Caption", "caption", TIMES, FANGSONG, 12, 360, bold=True, align="center", before=120, after=60),
        small,
        replace(small, id="TableNote", name="Table Note", size=9, line=240, before=60, after=240, align="both"),
        Style("Figure", "Figure", TIMES, FANGSONG, 12, 0, align="center", before=120, keep_next=True),
        Style(
            "TOCHeading", "TOC Heading", TIMES, HEITI, 16, BODY_LINE, align="center", before=120, after=120, keep_next=True, next="BodyText"
        ),
        contents,
        replace(contents, id="TOC2", name="toc 2", east_asian=FANGSONG, line=440, left=420),
        replace(contents, id="TableofFigures", name="table of figures", east_asian=FANGSONG, size=12, line=400),
        replace(cover, id="CoverMark", name="Cover Mark", east_asian=HEITI, align="left"),
        cover,
        Style("Footer", "footer", TIMES, SONGTI, 14, 0),
        Style("Header", "header", TIMES, SONGTI, 9, 0),
    )


def en_styles() -> tuple[Style, ...]:
    """Times 11 pt with Arial headings; lines of exact height, so that pages fall alike in every program."""
    width = PAGE[0] - 2 * 1440
    normal = Style("Normal", "Normal", TIMES, SONGTI, 11, 300, based_on=None)
    body = replace(normal, id="BodyText", name="Body Text", based_on="Normal", after=140)
    heading = Style("Heading1", "heading 1", ARIAL, HEITI, 18, 480, bold=True, keep_next=True, after=240, outline=0, next="BodyText")
    small = Style("TableText", "Table Text", ARIAL, HEITI, 8.5, 220, before=30, after=30)
    contents = Style("TOC1", "toc 1", TIMES, SONGTI, 11, 300, bold=True, before=80, dots_at=width)
    cover = Style("CoverText", "Cover Text", ARIAL, HEITI, 12, 340)
    return (
        normal,
        body,
        Style("Title", "Title", ARIAL, HEITI, 26, 660, bold=True, next="BodyText"),
        heading,
        replace(heading, id="Heading2", name="heading 2", size=14, line=380, before=280, after=120, outline=1),
        replace(heading, id="Heading3", name="heading 3", size=11, line=320, before=160, after=80, outline=2),
        replace(body, id="ListNumber", name="List Number", after=100),
        replace(body, id="Summary", name="Summary Text", size=10.5, line=270, after=90),
        Style("Caption", "caption", ARIAL, HEITI, 9.5, 260, bold=True, before=140, after=80),
        small,
        Style("TableNote", "Table Note", TIMES, SONGTI, 8.5, 210, before=60, after=240),
        Style("Figure", "Figure", TIMES, SONGTI, 11, 0, before=140, keep_next=True),
        replace(heading, id="TOCHeading", name="TOC Heading", size=16, line=420, before=160, after=160, outline=None),
        contents,
        replace(contents, id="TOC2", name="toc 2", line=280, bold=False, before=0, left=360),
        replace(contents, id="TableofFigures", name="table of figures", size=10, line=260, bold=False, before=0),
        replace(cover, id="CoverMark", name="Cover Mark", size=10, line=280, colour="6B7280"),
        cover,
        Style("Footer", "footer", ARIAL, HEITI, 9, 0),
        Style("Header", "header", ARIAL, HEITI, 9, 0),
    )


def gap(before: int, after: int = 0) -> str:
    """Paragraph properties of a cover line that stands at a distance."""
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


ZH = Edition(
    file="zh.docx",
    margins=(2098, 1474, 1984, 1588),
    footer=1400,
    line_pitch=BODY_LINE,
    styles=zh_styles(),
    cover=(
        ("CoverMark", "", "{{mark}}"),
        ("Title", gap(3000, 700), "{{title}}"),
        ("CoverText", "", "{{round}}"),
        ("CoverText", gap(4200), "{{organisation}}"),
        ("CoverText", "", "{{date}}"),
    ),
    number=("— ", " —"),
    number_indent=280,
    fonts=(
        (FANGSONG, "FangSong,仿宋_GB2312,STFangsong", "86", "modern"),
        (HEITI, "SimHei,STHeiti,Noto Sans CJK SC", "86", "modern"),
        (KAITI, "KaiTi,楷体_GB2312,STKaiti", "86", "modern"),
        (XIAOBIAOSONG, "方正小标宋_GBK,小标宋,STZhongsong,SimSun", "86", "script"),
        (SONGTI, "SimSun,NSimSun,Noto Serif CJK SC", "86", "auto"),
        (TIMES, "Liberation Serif,Nimbus Roman", "00", "roman"),
    ),
    language=("en-US", "zh-CN"),
    punctuation='<w:characterSpacingControl w:val="compressPunctuation"/>',
)
EN = Edition(
    file="en.docx",
    margins=(1440, 1440, 1440, 1440),
    footer=720,
    line_pitch=0,
    styles=en_styles(),
    cover=(
        ("CoverMark", "", "{{mark}}"),
        ("Title", gap(3600, 600), "{{title}}"),
        ("CoverText", "", "{{round}}"),
        ("CoverText", gap(3000), "{{organisation}}"),
        ("CoverText", "", "{{date}}"),
    ),
    number=("", ""),
    number_indent=0,
    fonts=(
        (TIMES, "Liberation Serif,Nimbus Roman", "00", "roman"),
        (ARIAL, "Liberation Sans,Helvetica", "00", "swiss"),
        (SONGTI, "SimSun,NSimSun,Noto Serif CJK SC", "86", "auto"),
        (HEITI, "SimHei,STHeiti,Noto Sans CJK SC", "86", "modern"),
    ),
    language=("en-GB", "zh-CN"),
)


def styles_xml(edition: Edition) -> str:
    """styles.xml; no font of a theme anywhere, or it would override the East Asian one."""
    latin, east_asian = edition.styles[0].latin, edition.styles[0].east_asian
    western, asian = edition.language
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{western}" w:eastAsia="{asian}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    others = (
        f'<w:style w:type="character" {DEFAULT} w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        f'<w:style w:type="table" {DEFAULT} w:styleId="TableNormal"><w:name w:val="Normal Table"/>{HIDDEN}<w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="numbering" {DEFAULT} w:styleId="NoList"><w:name w:val="No List"/>{HIDDEN}</w:style>'
    )
    return f"{HEAD}<w:styles {W}>{defaults}{''.join(style.xml() for style in edition.styles)}{others}</w:styles>"


def section_xml(edition: Edition, references: str, start: str) -> str:
    """The properties of a section: A4, the margins, lines on a grid."""
    top, right, bottom, left = edition.margins
    grid = f'<w:docGrid w:type="lines" w:linePitch="{edition.line_pitch}"/>' if edition.line_pitch else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{edition.footer}" w:gutter="0"/>'
        f'{start}<w:cols w:space="425"/>{grid}</w:sectPr>'
    )


def document_xml(edition: Edition) -> str:
    """The cover in a section without footers, then the place of the body; the body's pages start at 1."""
    cover = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, properties, text in edition.cover
    )
    references = '<w:footerReference w:type="even" r:id="rId5"/><w:footerReference w:type="default" r:id="rId4"/>'
    end_of_cover = f'<w:p><w:pPr><w:pStyle w:val="CoverText"/>{section_xml(edition, "", "")}</w:pPr></w:p>'
    body = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t>{{body}}</w:t></w:r></w:p>'
    numbered = section_xml(edition, references, '<w:pgNumType w:start="1"/>')
    return f"{HEAD}<w:document {W} {R}><w:body>{cover}{end_of_cover}{body}{numbered}</w:body></w:document>"


def footer_xml(edition: Edition, align: str) -> str:
    """The page number at the outer edge, between its dashes."""
    before, after = edition.number
    side = "right" if align == "right" else "left"
    dash = [f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else "" for text in (before, after)]
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    properties = f'<w:pStyle w:val="Footer"/><w:ind w:{side}="{edition.number_indent}"/><w:jc w:val="{align}"/>'
    return f"{HEAD}<w:ftr {W} {R}><w:p><w:pPr>{properties}</w:pPr>{dash[0]}{field}{dash[1]}</w:p></w:ftr>"


def settings_xml(edition: Edition) -> str:
    """Odd and even pages differ; nothing asks for fields to be updated on opening."""
    western, asian = edition.language
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        f'{edition.punctuation}<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{western}" w:eastAsia="{asian}"/></w:settings>'
    )


def fonts_xml(edition: Edition) -> str:
    """fontTable.xml: what to take where a named font is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alternates}"/><w:charset w:val="{charset}"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, alternates, charset, family in edition.fonts
    )
    return f"{HEAD}<w:fonts {W}>{fonts}</w:fonts>"


def relationships(*rows: tuple[str, str]) -> str:
    """A .rels part from (type, target) rows, rId1 onwards."""
    entries = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(rows, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def content_types() -> str:
    """[Content_Types].xml of the parts below."""
    parts = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        "footer1": "footer",
        "footer2": "footer",
        "numbering": "numbering",
    }
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{WORDML}.{kind}+xml"/>' for part, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></cp:coreProperties>'
)


def make(edition: Edition, folder: Path) -> Path:
    """Write one base document."""
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": document_xml(edition),
        "word/_rels/document.xml.rels": relationships(
            (f"{OFFICE}/styles", "styles.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/fontTable", "fontTable.xml"),
            (f"{OFFICE}/footer", "footer1.xml"),
            (f"{OFFICE}/footer", "footer2.xml"),
            (f"{OFFICE}/numbering", "numbering.xml"),
        ),
        "word/styles.xml": styles_xml(edition),
        "word/numbering.xml": f"{HEAD}<w:numbering {W}></w:numbering>",
        "word/settings.xml": settings_xml(edition),
        "word/fontTable.xml": fonts_xml(edition),
        "word/footer1.xml": footer_xml(edition, "right"),
        "word/footer2.xml": footer_xml(edition, "left"),
        "docProps/core.xml": CORE,
    }
    target = folder / edition.file
    with ZipFile(target, "w") as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text)
    return target


if __name__ == "__main__":
    WORD.mkdir(parents=True, exist_ok=True)
    for one in (ZH, EN):
        print(make(one, WORD))
