"""Comments to a colleague as Word's own, in a style that the template defines."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnosis.authored import Remark
from reports.authoring.wordtext import remarks
from reports.wordxml import W, escape, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document


@dataclass
class Comments:
    """Adds comments to a document's part of them, which is made with the first."""

    document: "Document"
    root: Any = field(default=None, init=False)

    def of_template(self) -> tuple[str, ...]:
        """The ids of the comments that the template has brought along, as reading back knows them."""
        from docx.opc.constants import RELATIONSHIP_TYPE as RT

        parts = [relation.target_part for relation in self.document.part.rels.values() if relation.reltype == RT.COMMENTS]
        return tuple(name for part in parts for name in dict.fromkeys(each.id for each in remarks(part.element).values()))

    def add(self, remark: Remark, style: str, *, chinese: bool) -> tuple[str, str]:
        """The marks before and behind what the comment is about. It bears the date on which it was written."""
        from docx.oxml.parser import parse_xml

        if self.root is None:
            self.root = self.document.part._comments_part.element
        given = (str(each.get(f"{{{W}}}id")) for each in self.root)
        number = 1 + max((int(each) for each in given if each.isdecimal()), default=-1)  # above those of the template
        lines = [paragraph(style, run(line, chinese=chinese)) for line in remark.text.split("\n") if line.strip()]
        date = f' w:date="{escape(remark.at)}"' if remark.at else ""
        who = remark.who or "—"
        self.root.append(
            parse_xml(
                f'<w:comment xmlns:w="{W}" w:id="{number}" w:author="{escape(who)}" w:initials="{escape(who[:1])}"{date}>'
                f"{''.join(lines) or paragraph(style, '')}</w:comment>"
            )
        )
        reference = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        return f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>{reference}'
