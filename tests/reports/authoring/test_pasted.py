"""What is copied elsewhere keeps bold, lists and headings, and nothing of what it looks like can do anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.authoring.markup import parse, write
from reports.authoring.pasted import LARGEST, read_html

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>x</title>
<style><!-- p.MsoNormal {margin:0cm; font-weight:bold} --></style></head><body lang=ZH-CN>
<!--StartFragment--><h2>一、背景<o:p></o:p></h2>
<p class=MsoNormal style='text-indent:21.0pt'><span style='font-family:宋体'>集群起步于</span><b><span lang=EN-US>2025</span>年</b><span
style='color:red'>，九家企
业。</span></p>
<p class=MsoListParagraph style='margin-left:21pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>·<span style='font:7.0pt'>&nbsp;&nbsp; </span></span></span><![endif]>电极</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;
</span></span><![endif]>芯片</p>
<p class=MsoNormal>&nbsp;</p><!--EndFragment--></body></html>"""
PLAIN = "一、背景\r\n集群起步于2025年，九家企业。\r\n·\t电极\r\n1.\t芯片\r\n"


def markup(html: str, plain: str) -> str | None:
    lines = read_html(html, plain)
    return None if lines is None else write(lines)


def test_what_word_copies() -> None:
    assert markup(WORD, PLAIN) == "# 一、背景\n集群起步于**2025年**，九家企业。\n- 电极\n1. 芯片"


@pytest.mark.parametrize(
    ("html", "plain", "read"),
    [
        ("<ul><li><p>甲</p></li><li>乙<ol><li>丙</li></ol></li></ul><p>丁</p>", "甲\n乙\n丙\n丁", "- 甲\n- 乙\n1. 丙\n丁"),
        ("<ul><li></li></ul><p>text</p>", "text", "text"),
        ('<b style="font-weight:normal">a <span style="font-weight:700">b</span></b>', "a b", "a **b**"),
        ("<p>a\n b</p><div>c<br>d</div>", "a b\nc\nd", "a b\nc\nd"),
        ("<p>甲<b>乙\n</b>丙</p>", "甲乙丙", "甲**乙**丙"),
        ("<table><tr><td><p>甲</p></td><td>1</td></tr><tr><th>乙</th></tr></table>", "甲\t1\n乙", "甲\t1\n**乙**"),
        ("<p>- {fact:cr4} **x** [[t]]</p>", "- {fact:cr4} **x** [[t]]", "\\- \\{fact:cr4} \\*\\*x\\*\\* [[t]]"),
        ("<p>a &lt;b&gt; &amp;</p></div></p>", "a <b> &", "a <b> &"),
        ("<p>a<script>steal()</script><style>b</style><img src='file:///etc/passwd'></p>", "a", "a"),
    ],
)
def test_what_is_kept(html: str, plain: str, read: str) -> None:
    assert markup(html, plain) == read


@pytest.mark.parametrize(
    ("html", "plain"),
    [("<h1>other</h1>", "text"), ("", "a"), ("<p></p>", ""), ("<![oops[ x ]]><p>a</p>b", "q"), ("x" * (LARGEST + 1), "x")],
)
def test_html_that_says_something_else_is_not_read(html: str, plain: str) -> None:
    assert read_html(html, plain) is None


@given(st.text("<>/!-[]&;'\"= bpulitdhr1甲\n", max_size=80), st.text(max_size=5))
def test_any_html_is_read_or_left(html: str, plain: str) -> None:
    lines = read_html(html, plain)
    assert lines is None or parse(write(lines)) == lines
