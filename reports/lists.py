"""Real list numbering: the chapters' and appendices' multilevel lists, and one list for each run of numbered paragraphs."""

from typing import TYPE_CHECKING, Any

from diagnosis.text import Lang
from reports.blocks import Numbered
from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document

Level = tuple[str, str, str, str]  # number format, text, what follows it, indent


def _hanging(twips: int) -> str:
    return f'<w:ind w:left="{twips}" w:hanging="{twips}"/>'


def _first_line(twips: int) -> str:
    characters = 200 if twips else 0
    return f'<w:ind w:left="0" w:firstLineChars="{characters}" w:firstLine="{twips}"/>'


TWO, SMALL_TWO = _first_line(640), _first_line(480)  # two characters of 16 pt and of 12 pt
# zh runs on from a first line indented by two characters (GB/T 9704), en hangs
LEVELS: dict[Lang, dict[str, tuple[Level, ...]]] = {
    "zh": {
        "chapter": (
            ("chineseCounting", "%1、", "nothing", TWO),
            ("chineseCounting", "（%2）", "nothing", TWO),
            ("decimal", "%3.", "nothing", TWO),
        ),
        "appendix": (
            ("ideographTraditional", "附录%1", "space", _first_line(0)),
            ("chineseCounting", "（%2）", "nothing", TWO),
            ("decimal", "%3.", "nothing", TWO),
        ),
        "item": (("decimal", "（%1）", "nothing", TWO),),
        "summary": (("decimal", "（%1）", "nothing", SMALL_TWO),),
        "bullet": (("bullet", "•", "space", TWO),),
    },
    "en": {
        "chapter": (
            ("decimal", "%1", "tab", _hanging(567)),
            ("decimal", "%1.%2", "tab", _hanging(680)),
            ("decimal", "%1.%2.%3", "tab", _hanging(794)),
        ),
        "appendix": (
            ("upperLetter", "Appendix %1", "tab", _hanging(1985)),
            ("decimal", "%1.%2", "tab", _hanging(680)),
            ("decimal", "%1.%2.%3", "tab", _hanging(794)),
        ),
        "item": (("decimal", "%1.", "tab", _hanging(397)),),
        "summary": (("decimal", "%1.", "tab", _hanging(397)),),
        "bullet": (("bullet", "•", "tab", _hanging(397)),),
    },
}
KINDS = ("chapter", "appendix", "item", "summary", "bullet")


class Lists:
    """Hands out numbering properties, and adds the lists that were used to a document."""

    def __init__(self, lang: Lang, document: "Document") -> None:
        self.lang = lang
        self.root = _numbering(document)
        taken = [int(value) for node in self.root for key, value in node.attrib.items() if key.endswith(("}numId", "}abstractNumId"))]
        self.first = max(taken, default=0) + 1  # ids that the template does not use
        self.items: dict[tuple[str, str], int] = {}  # kind and key of a list -> its place among them

    def heading(self, numbered: Numbered, level: int) -> str:
        """w:numPr of a heading."""
        return _properties(level, self.first + KINDS.index(numbered))

    def item(self, key: str, *, summary: bool, bullet: bool = False) -> str:
        """w:numPr of a numbered paragraph, or of one with a bullet; each key counts from 1."""
        place = self.items.setdefault(("bullet" if bullet else "summary" if summary else "item", key), len(self.items))
        return _properties(1, self.first + 2 + place)

    def add(self) -> None:
        """Adds the definitions of all lists to the document."""
        from docx.oxml.parser import parse_xml

        definitions = [self._definition(self.first + at, kind) for at, kind in enumerate(KINDS)]
        kinds = ["chapter", "appendix", *(kind for kind, _ in self.items)]
        lists = [_num(self.first + at, self.first + KINDS.index(kind), restart=at > 1) for at, kind in enumerate(kinds)]
        made = parse_xml(f'<w:numbering xmlns:w="{W}">{"".join((*definitions, *lists))}</w:numbering>')
        children = list(made)
        before = next((at for at, child in enumerate(self.root) if child.tag.endswith("}num")), len(self.root))
        for at, child in enumerate(children[: len(definitions)]):  # the schema wants every definition before the first list
            self.root.insert(before + at, child)
        self.root.extend(children[len(definitions) :])

    def _definition(self, number: int, kind: str) -> str:
        rows = LEVELS[self.lang][kind]
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
            for at, (form, text, suffix, indent) in enumerate(rows)
        )
        many = "multilevel" if len(rows) > 1 else "singleLevel"
        return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{many}"/>{levels}</w:abstractNum>'


def _properties(level: int, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'


def _num(number: int, definition: int, *, restart: bool) -> str:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


def _numbering(document: "Document") -> Any:
    """The root of the numbering part; a document without one gets one."""
    from docx.opc.constants import CONTENT_TYPE as CT
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml.parser import parse_xml

    part = document.part
    found: Any = next((rel.target_part for rel in part.rels.values() if rel.reltype == RT.NUMBERING), None)
    if found is None:
        found = XmlPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, parse_xml(f'<w:numbering xmlns:w="{W}"/>'), part.package)
        part.relate_to(found, RT.NUMBERING)
    return found.element
