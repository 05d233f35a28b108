"""The check before a public edition: it stands beside the other findings while one is wanted, and leads to the section."""

from db import operations
from db.workspace import Workspace
from diagnosis.authored import Base
from diagnosis.findings import Finding
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.reporting import page_of
from ui.pages.report import ReportPage


def public(page: ReportPage) -> list[Finding]:
    return [finding for finding in page.findings.findings or () if finding.code.startswith("public-")]


def test_texts_of_ones_own_are_told_while_a_public_edition_is_wanted(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)

    def write(workspace: Workspace) -> operations.Change:
        base = Base(title="规模与地位")
        return operations.write_text(workspace, desk.session.round_id or 0, "en", "scale", "一家企业占九成。", base)

    desk.session.change(write)
    desk.settle()
    assert public(page) == []
    page.form.public.click()
    desk.settle()
    assert public(page) == []  # it was written into the English report
    page.form.languages.picked.emit("en")
    desk.bot.waitUntil(lambda: len(public(page)) == 2, timeout=10_000)
    written, few = public(page)
    assert (written.code, few.code) == ("public-authored", "public-few")
    assert page.findings.counts.text().startswith("待填")
    page.go_to(written.place)
    assert page.writing.lang == "en"
    desk.settle()
    page.form.extent.picked.emit("summary")  # which does not print that section
    desk.bot.waitUntil(lambda: public(page) == [], timeout=10_000)
    page.form.extent.picked.emit("full")
    desk.bot.waitUntil(lambda: len(public(page)) == 2, timeout=10_000)
    page.form.public.click()
    desk.bot.waitUntil(lambda: public(page) == [], timeout=10_000)
