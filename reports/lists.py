"""Real list numbering: the chapters' and appendices' multilevel lists, and one list for each run of numbered paragraphs."""

from typing import TYPE_CHECKING, Any

from diagnosis.text import Lang
from reports.blocks import Numbered
from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document

# list -> levels as (number format, text, suffix)
LEVELS: dict[Lang, dict[str, tuple[tuple[str, str, str], ...]]] = {
    "zh": {
        "chapter": (("chineseCounting", "%1、", "nothing"), ("chineseCounting", "（%2）", "nothing"), ("decimal", "%3.", "nothing")),
        "appendix": (("ideographTraditional", "附录%1", "space"), ("chineseCounting", "（%2）", "nothing"), ("decimal", "%3.", "nothing")),
        "item": (("decimal", "（%1）", "nothing"),),
    },
    "en": {
        "chapter": (("decimal", "%1", "tab"), ("decimal", "%1.%2", "tab"), ("decimal", "%1.%2.%3", "tab")),
        "appendix": (("upperLetter", "Appendix %1", "tab"), ("decimal", "%1.%2", "tab"), ("decimal", "%1.%2.%3", "tab")),
        "item": (("decimal", "%1.", "tab"),),
    },
}
# indents in twips: zh runs on from a first line indented by two characters, en hangs
INDENTS: dict[Lang, dict[str, tuple[str, ...]]] = {
    "zh": {
        "chapter": ('<w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/>',) * 3,
        "appendix": ('<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>',) + ('<w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/>',) * 2,
        "item": ('<w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/>',),
        "summary": ('<w:ind w:left="0" w:firstLineChars="200" w:firstLine="480"/>',),
    },
    "en": {
        "chapter": ('<w:ind w:left="567" w:hanging="567"/>', '<w:ind w:left="680" w:hanging="680"/>', '<w:ind w:left="794" w:hanging="794"/>'),
        "appendix": ('<w:ind w:left="1985" w:hanging="1985"/>', '<w:ind w:left="680" w:hanging="680"/>', '<w:ind w:left="794" w:hanging="794"/>'),
        "item": ('<w:ind w:left="397" w:hanging="397"/>',),
        "summary": ('<w:ind w:left="397" w:hanging="397"/>',),
    },
}
KINDS = ("chapter", "appendix", "item", "summary")


class Lists:
    """Hands out numbering properties, and adds the lists that were used to a document."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.items: dict[tuple[str, bool], int] = {}  # list key -> its place among the numbered lists
        self.offset = 0

    def heading(self, numbered: Numbered, level: int) -> str:
        """w:numPr of a heading."""
        return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{{num-{numbered}}}"/></w:numPr>'.replace(f"{{num-{numbered}}}", str(NUM[numbered]))

    def item(self, key: str, *, summary: bool) -> str:
        """w:numPr of a numbered paragraph; each key counts from 1."""
        place = self.items.setdefault((key, summary), len(self.items))
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{FIRST_ITEM + place}"/></w:numPr>'

    def add_to(self, document: "Document") -> None:
        """Adds the definitions to the document's numbering part, making one where there is none."""
        from docx.oxml.parser import parse_xml

        root = _numbering(document)
        inner = [self._abstract(number, kind) for number, kind in enumerate(KINDS)]
        inner += [_num(NUM[kind], ABSTRACT + KINDS.index(kind), restart=False) for kind in ("chapter", "appendix")]
        for (_, summary), place in self.items.items():
            inner.append(_num(FIRST_ITEM + place, ABSTRACT + KINDS.index("summary" if summary else "item"), restart=True))
        made = parse_xml(f'<w:numbering xmlns:w="{W}">{"".join(inner)}</w:numbering>')
        abstract = [child for child in made if child.tag.endswith("}abstractNum")]
        numbers = [child for child in made if child.tag.endswith("}num")]
        first = next((at for at, child in enumerate(root) if child.tag.endswith("}num")), len(root))
        for at, child in enumerate(abstract):  # the schema wants all w:abstractNum before the first w:num
            root.insert(first + at, child)
        root.extend(numbers)

    def _abstract(self, number: int, kind: str) -> str:
        rows = LEVELS[self.lang]["item" if kind == "summary" else kind]
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f"<w:pPr>{indent}</w:pPr></w:lvl>"
            for at, ((form, text, suffix), indent) in enumerate(zip(rows, INDENTS[self.lang][kind], strict=True))
        )
        many = "multilevel" if len(rows) > 1 else "singleLevel"
        return f'<w:abstractNum w:abstractNumId="{ABSTRACT + number}"><w:multiLevelType w:val="{many}"/>{levels}</w:abstractNum>'


# ids far from those a template uses; Word renumbers them when it saves
ABSTRACT, FIRST_ITEM = 900, 910
NUM = {"chapter": 900, "appendix": 901}


def _num(number: int, abstract: int, *, restart: bool) -> str:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def _numbering(document: "Document") -> Any:
    """The root of the numbering part."""
    from docx.opc.constants import CONTENT_TYPE as CT
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml.parser import parse_xml

    part = document.part
    found = next((rel.target_part for rel in part.rels.values() if rel.reltype == RT.NUMBERING), None)
    if found is None:
        root = parse_xml(f'<w:numbering xmlns:w="{W}"/>')
        found = XmlPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, root, part.package)
        part.relate_to(found, RT.NUMBERING)
    return found.element  # type: ignore[attr-defined]  # python-docx makes it an XmlPart
