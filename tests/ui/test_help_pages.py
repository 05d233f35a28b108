"""The pages of the help: one for everything there is, every link and name in them resolved, and true to the program."""

import re
from html.parser import HTMLParser

import pytest

from cli.parser import parser
from diagnosis.framework import Framework
from diagnosis.questionnaire import questionnaire
from diagnosis.speaking import CONDITIONS
from diagnosis.text import LANGS, Lang
from reports.template import PLACEHOLDERS, ROLES
from ui import menus
from ui.dialogs.files import KINDS
from ui.help import markup
from ui.help.book import DO, GO, PAGE, Book, book
from ui.help.find import find, pages
from ui.help.markup import Block, Link, Names
from ui.help.topics import place_name, place_of, target_of
from ui.shortcuts import SHORTCUTS

COMMANDS = {entry[0] for entry in menus.ENTRIES}
PLAIN = Names(lambda target: Link(f"to:{target}", target.upper()), lambda kind, name: f"{kind}={name}")


@pytest.fixture(scope="module")
def help_book(framework: Framework, qapp: object) -> Book:
    return book(framework, questionnaire())


class Parsed(HTMLParser):
    """The tags that are open, the links, the anchors and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        facts = dict(attrs)
        self.links += [facts["href"] or ""] if "href" in facts else []
        self.anchors |= {facts["name"] or ""} if "name" in facts else set()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


# ---- what there is


def test_everything_has_its_page(help_book: Book, framework: Framework) -> None:
    wanted = {
        *(f"step/{step.id}" for step in help_book.asked.steps),
        *(f"criterion/{each}" for each in framework.criteria),
        *(f"indicator/{each}" for each in framework.indicators),
        *(f"item/{each}" for each in framework.items),
        *(f"action/{each}" for each in framework.actions),
    }
    wanted |= {topic for _, topic in KINDS.values()}
    assert wanted - help_book.topics.keys() == set()
    assert [topic.id for topic in help_book.topics.values()] == list(help_book.topics)


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_somewhere_and_every_page_is_whole(help_book: Book, lang: Lang) -> None:
    for topic in help_book.topics:
        page = Parsed(help_book.html(topic, lang))
        assert page.open == [], topic
        assert page.words.strip(), topic
        assert not re.search(r"\{[a-z]+:|\[\[|\*\*", page.words), topic
        for address in page.links:
            if address.startswith(PAGE):
                target, _, place = address.removeprefix(PAGE).partition("#")
                assert target in help_book.topics, (topic, address)
                assert not place or place in Parsed(help_book.html(target, lang)).anchors, (topic, address)
            elif address.startswith(DO):
                assert address.removeprefix(DO) in COMMANDS, (topic, address)
            else:
                assert address.startswith(GO), (topic, address)
                place_name(place_of(address.removeprefix(GO)), help_book.asked, help_book.framework)


def test_every_field_can_be_scrolled_to(help_book: Book) -> None:
    for part in help_book.asked.parts.values():
        if part.id == "complete":
            continue
        anchors = Parsed(help_book.html(f"step/{part.step}", "zh")).anchors
        assert {f"{part.id}.{question.id}" for question in part.questions} <= anchors


def test_every_page_is_reached_from_another_or_from_the_contents(help_book: Book) -> None:
    assert all(topic.path for topic in help_book.topics.values())


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_says_what_the_framework_says(help_book: Book, framework: Framework, lang: Lang) -> None:
    for indicator in framework.indicators.values():
        words = Parsed(help_book.html(f"indicator/{indicator.id}", lang)).words
        assert indicator.ask.to(lang) in words
        assert indicator.formula is None or indicator.formula.to(lang) in words
        assert indicator.norm is None or indicator.norm.source.to(lang) in words
        assert (f"{PAGE}method/speaking" in Parsed(help_book.html(f"indicator/{indicator.id}", lang)).links) == (indicator.id in CONDITIONS)
    for item in framework.items.values():
        page = Parsed(help_book.html(f"item/{item.id}", lang))
        for text in (item.state, item.ask, item.meaning, item.source, *item.anchors.values()):
            assert text.to(lang) in page.words
        assert {f"{PAGE}action/{action}" for action in item.paths} <= set(page.links)
        assert {f"{PAGE}indicator/{signal.indicator}" for signal in item.signals} <= set(page.links)
    for criterion in framework.stage_criteria:
        words = Parsed(help_book.html(f"criterion/{criterion.id}", lang)).words
        assert all(text.to(lang) in words for text in criterion.descriptors.values())
    for action in framework.actions.values():
        words = Parsed(help_book.html(f"action/{action.id}", lang)).words
        assert all(text.to(lang) in words for text in (action.how, action.first_step, *action.who))


def test_the_framework_holds_nothing_that_the_markup_would_read(help_book: Book, framework: Framework) -> None:
    texts = [text for item in framework.items.values() for text in (item.state, item.ask, item.meaning, *item.anchors.values())]
    texts += [text for each in framework.indicators.values() for text in (each.name, each.ask, each.note, each.formula) if text is not None]
    texts += [text for each in framework.actions.values() for text in (each.name, each.how, each.first_step)]
    assert [text for text in texts if re.search(r"[|`{}]|\*\*|\[\[", text.zh + text.en)] == []


# ---- what is true of the program


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_keys_tells_all_of_them(help_book: Book, lang: Lang) -> None:
    words = Parsed(help_book.html("keys", lang)).words
    assert [each.name for scope in SHORTCUTS.values() for each in scope if each.told not in words] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_the_command_line_tells_every_command(help_book: Book, lang: Lang) -> None:
    words = Parsed(help_book.html("command-line", lang)).words
    (commands,) = (action.choices for action in parser(lang)._actions if isinstance(action.choices, dict))
    assert [name for name in commands if f"main.py {name} " not in words] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_the_template_tells_every_style_and_placeholder(help_book: Book, lang: Lang) -> None:
    words = Parsed(help_book.html("template", lang)).words
    assert all(name in words for role in ROLES for name in role.names)
    assert all(f"{{{{{name}}}}}" in words for name in PLACEHOLDERS)


# ---- the markup


def test_a_page_is_read_block_by_block() -> None:
    text = "## Head\nfirst line\nsecond\n\n- a\n- b\n\n1. x\n2. y\n\n| h | i |\n|---|---|\n| 1 | 2 |\n\n| name | value |"
    assert list(markup.blocks(text)) == [
        Block("h2", ("Head",)),
        Block("p", ("first line",)),
        Block("p", ("second",)),
        Block("ul", ("a", "b")),
        Block("ol", ("x", "y")),
        Block("table", ("| h | i |", "| 1 | 2 |")),
        Block("facts", ("| name | value |",)),
    ]
    assert list(markup.blocks("")) == []


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("**bold `x`** on", '<p><span class="strong">bold <code>x</code></span> on</p>', "bold x on"),
        ("`{key:x}`", "<p><code>{key:x}</code></p>", "{key:x}"),
        ("[[page]] [[page|that {ui:a}]]", '<p><a href="to:page">PAGE</a> <a href="to:page">that ui=a</a></p>', "PAGE that ui=a"),
        ("press {key:x}", "<p>press key=x</p>", "press key=x"),
        ("| #p.f a | [[t|x]] |", None, "a x"),
    ],
)
def test_a_line_is_read_mark_by_mark(text: str, html: str | None, plain: str) -> None:
    assert html is None or markup.html(text, PLAIN) == html
    assert markup.plain(text, PLAIN) == plain


def test_a_cell_can_be_scrolled_to_and_a_link_in_it_is_whole() -> None:
    page = Parsed(markup.html("| #p.f a | [[t|x]] |", PLAIN))
    assert page.anchors == {"p.f"}
    assert page.links == ["to:t"]
    assert page.words == "ax"


def test_a_place_is_written_and_read() -> None:
    for target in ("report", "chain/links", "overview/cluster/region"):
        assert target_of(place_of(target)) == target


# ---- the search


@pytest.mark.parametrize(
    ("typed", "first"),
    [("快捷键", "keys"), ("keys", "keys"), ("cr4", "indicator/cr4"), ("备份 恢复", "backups"), ("kjj", "keys"), ("没有的东西", None)],
)
def test_a_page_is_found(help_book: Book, typed: str, first: str | None) -> None:
    found = find(pages(help_book, "zh"), typed)
    assert (found[0].topic if found else None) == first


@pytest.mark.parametrize(
    ("lang", "typed", "topic"),
    [
        ("zh", "怎么导出", "step/report"), ("zh", "单位换算", "filling-in"), ("zh", "怎么删除集群", "files"), ("zh", "字体大小", "looks"),
        ("zh", "脱敏", "step/report"), ("en", "rename", "files"), ("en", "delete cluster", "files"), ("en", "print", "step/report"),
    ],
)  # fmt: skip
def test_everyday_words_lead_somewhere(help_book: Book, lang: Lang, typed: str, topic: str) -> None:
    assert topic in [hit.topic for hit in find(pages(help_book, lang), typed)]


def test_a_word_of_the_text_is_found_with_its_line(help_book: Book) -> None:
    searched = pages(help_book, "zh")
    found = {hit.topic: hit for hit in find(searched, "断电")}
    assert "断电" in found["saving"].excerpt
    assert find(searched, "") == []
    assert find(searched, "断电 快捷键") == []
    english = find(pages(help_book, "en"), "power cut")
    assert english[0].topic == "saving"


def test_titles_come_before_texts(help_book: Book) -> None:
    found = find(pages(help_book, "zh"), "备份")
    assert found[0].topic == "backups"
    assert [hit.rank for hit in found] == sorted(hit.rank for hit in found)
