"""Persons whom a survey names: who was asked, who rated an item, who answers for a firm."""

import re
from collections.abc import Iterable, Iterator

from diagnosis.survey import Survey

# An actor on no list of the survey counts as a firm unless its name says otherwise.
PUBLIC = re.compile(
    r"(大学|学院|研究院|研究所|实验室|中心|协会|学会|联盟|商会|银行|局|委员会|委|管委会|政府|部|University|Institute|Association)$"
)
APART = re.compile(r"[\d,;:、，；：。/|()（）+-]+|\s{2,}|(?<![A-Za-z])\s|\s(?![A-Za-z])")  # between two persons of one answer
# A respondent who is only a post is nobody's name, nor is what stands before a name.
POST = re.compile(
    r"(?:副|总|常务|执行|高级|技术|研发|生产|市场|财务|项目|部门|企业|公司|园区|分管)*"
    r"(?:董事长|经理|总监|负责人|主任|部长|处长|科长|工程师|主管|代表|专家|厂长|主席|秘书长|会长|院长|领导|办公室|前台|销售|行政|客服|财务|人事"
    r"|联系人|联络人|填报人|填表人|经办人|受访人|受访者|姓名|电话|手机|座机)"
)
COMPOUND = frozenset({"欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯", "司徒", "端木", "南宫"})


def asked(survey: Survey) -> Iterator[str]:
    """Who was asked and who rated; a surveyor who has rated an item stands on the cover."""
    surveyors = survey.round.surveyors or ()
    yield from (row.person for row in survey.interviews if row.person)
    yield from (row.respondent for row in survey.ratings if row.respondent and row.respondent not in surveyors)


def persons(text: str) -> Iterator[str]:
    """The persons that an answer names: it may hold several, and their telephones; a post alone is none."""
    for part in dict.fromkeys((text, *APART.split(text))):
        name = part.strip()
        if len(name) > 1 and not name.isdigit() and not POST.fullmatch(name) and not PUBLIC.search(name):
            yield name


def surnames(names: Iterable[str]) -> frozenset[str]:
    """The first characters of Chinese persons, of two where the surname has two."""
    chinese = (name for name in names if "\u4e00" <= name[0] <= "\u9fff")
    return frozenset(name[:2] if name[:2] in COMPOUND else name[0] for name in chinese)
