"""What a template's own properties and comments tell of the office that made it: a public edition does not hand them on."""

from typing import TYPE_CHECKING, Any

from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document

# of the extended properties; the others count pages and words, or name the program
TELLING = ("Company", "Manager", "HyperlinkBase", "HLinks", "TitlesOfParts", "HeadingPairs", "Template")
COMMENTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")  # relations, by the end of their type
CORE = ("keywords", "comments", "category", "content_status", "identifier", "version")


def withhold(document: "Document") -> None:
    """Takes company, manager, key words, remarks, comments and an office's own properties out of the file."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    relations: Any = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype == RT.CUSTOM_PROPERTIES:
            del relations[key]
        elif relation.reltype == RT.EXTENDED_PROPERTIES:
            _without(relation.target_part, TELLING)
    for name in CORE:
        setattr(document.core_properties, name, "")
    _uncommented(document)


def _uncommented(document: "Document") -> None:
    relations: Any = document.part.rels
    for key, relation in list(relations.items()):
        if relation.reltype.rsplit("/", 1)[-1] in COMMENTS:
            del relations[key]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(document.element.iter(f"{{{W}}}{tag}")):
            mark.getparent().remove(mark)


def _without(part: Any, tags: tuple[str, ...]) -> None:
    """The part without these elements; python-docx keeps it as bytes."""
    from docx.oxml.parser import parse_xml
    from lxml import etree

    root = parse_xml(part.blob)
    for child in list(root):
        if etree.QName(child).localname in tags:
            root.remove(child)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
