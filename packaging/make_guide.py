"""Makes the pictures of the user's guide, docs/guide/images/, by driving the program's own window over the sample surveys.

    packaging/make_guide.py [--lang zh,en] [--only chain,report]

Small on purpose: 1280 x 760 pixels, palettes of 128 colours. Look at them before they are committed.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import xlsxwriter
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from diagnosis.text import LANGS, Lang

IMAGES = ROOT / "docs" / "guide" / "images"
WIDTH, HEIGHT, COLOURS = 1280, 760, 128
SETTLE_MS = 700  # animations and what comes from the worker
ROSTER = (
    ("企业名称", "统一社会信用代码", "主营产品", "营业收入（亿元）", "从业人员", "备注"),
    ("长沙鑫盛液压件有限公司", "", "高压油缸", 3.2, 410, ""),
    ("湘潭精工轴承有限公司", "", "回转支承", "保密", 265, "未走访"),
    ("株洲齿轮制造有限公司", "", "减速机", 5.6, 830, ""),
    ("长沙智控电子有限公司", "", "控制器", 0.9, 120, "高企"),
)


class Studio:
    """The window over the samples, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Opens it and waits until everything is shown."""
        os.chdir(folder)  # so the status bar names the workspace without the folder
        os.environ |= {"JIZHEN_HOME": str(folder / "own"), "JIZHEN_LANG": "zh"}
        from db.samples import create_sample_workspace
        from ui.app import application
        from ui.main_window import MainWindow
        from ui.session import Session
        from ui.settings import Settings
        from ui.widgets.export_form import FOLDER

        self.application = application(["guide"])
        self.session = Session("zh")
        settings, reports = Settings(), Path("报告")
        reports.mkdir()
        settings.set_path(FOLDER, reports)
        self.window = MainWindow(self.session, settings)
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()
        create_sample_workspace(Path("湖南.jizhen"))
        self.window.commands.open_path(Path("湖南.jizhen"))
        self.settle()

    def settle(self) -> None:
        """Wait until the worker has done what was asked, and it is shown."""
        loop = QEventLoop()
        self.session.runner.submit(lambda: None, lambda _none: QTimer.singleShot(SETTLE_MS, loop.quit))
        loop.exec()

    def page(self, step: str) -> QWidget:
        """The window on this page."""
        self.window.go_to_step(step)
        self.settle()
        return self.window

    def roster(self) -> QWidget:
        """The wizard that imports a roster, at its columns."""
        with xlsxwriter.Workbook("企业名单.xlsx") as book:
            sheet = book.add_worksheet("名单")
            for place, row in enumerate(ROSTER):
                sheet.write_row(place, 0, row)
        self.page("enterprises")
        self.window.commands.import_roster(Path("企业名单.xlsx"))
        self.settle()
        dialog = self.window.commands.dialog
        assert dialog is not None
        dialog.on.click()  # type: ignore[attr-defined]  # the wizard's button
        self.settle()
        return dialog

    def update(self) -> QWidget:
        """The dialog that installs an update."""
        self.window.commands.update()
        self.settle()
        dialog = self.window.commands.dialog
        assert dialog is not None
        return dialog

    def close(self) -> None:
        """Close the dialog that is open."""
        dialog = self.window.commands.dialog
        if dialog is not None and isValid(dialog):
            dialog.close()
            self.settle()


PICTURES: dict[str, Callable[[Studio], QWidget]] = {
    "overview": lambda studio: studio.page("overview"),
    "enterprises": lambda studio: studio.page("enterprises"),
    "roster": Studio.roster,
    "chain": lambda studio: studio.page("chain"),
    "indicators": lambda studio: studio.page("indicators"),
    "checklist": lambda studio: studio.page("checklist"),
    "diagnosis": lambda studio: studio.page("diagnosis"),
    "report": lambda studio: studio.page("report"),
    "update": Studio.update,
}


def take(widget: QWidget, target: Path) -> int:
    """Writes the picture of a widget, with a palette; returns its bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target.stat().st_size


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the user's guide.")
    parser.add_argument("--lang", default=",".join(LANGS))
    parser.add_argument("--only", default=",".join(PICTURES))
    arguments = parser.parse_args()
    langs: list[Lang] = [lang for lang in LANGS if lang in arguments.lang.split(",")]
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder))
        for lang in langs:
            studio.session.set_language(lang)
            for name in arguments.only.split(","):
                total += take(PICTURES[name](studio), IMAGES / lang / f"{name}.png")
                studio.close()
        studio.window.close()
        os.chdir(ROOT)
    print(f"{total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
