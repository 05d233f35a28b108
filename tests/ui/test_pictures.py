"""Pictures as bytes: shown small, made smaller, turned as their camera was, and written from what was pasted."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from tests.ui.evidence import image_of, photo, turned, written
from ui import pictures

BOX = QSize(112, 84)
GIF = bytes.fromhex(  # two pictures of one pixel each
    "474946383961010001008000000000000000ff" + 2 * "21f90400000000002c00000000010001000002024401 00".replace(" ", "") + "3b"
)


def decoded(content: bytes) -> QImage:
    return QImage.fromData(content)


def near(image: QImage, x: float, y: float, colour: str) -> bool:
    found, wanted = image.pixelColor(int(x * image.width()), int(y * image.height())), QColor(colour)
    return all(abs(a - b) < 40 for a, b in zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True))  # type: ignore[index]


@pytest.mark.parametrize("kind", ["jpg", "png", "bmp", "webp"])
def test_a_picture_is_shown_within_its_box(kind: str) -> None:
    assert pictures.thumbnail(written(image_of(300, 100), kind), BOX).size() == QSize(112, 37)
    assert pictures.thumbnail(written(image_of(30, 10), kind), BOX).size() == QSize(30, 10), "a small one stays as it is"


def test_a_picture_is_shown_as_the_camera_was_held() -> None:
    lying, standing = photo(320, 160), turned(photo(320, 160), 6)
    assert pictures.thumbnail(lying, BOX).size() == QSize(112, 56)
    found = pictures.thumbnail(standing, BOX)
    assert found.size() == QSize(42, 84)
    assert near(found, 0.75, 0.25, "#c02020"), "turned to the right, the red corner is at the right"
    assert near(found, 0.25, 0.25, "#2040c0")


@pytest.mark.qt_log_ignore(".*")
@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff", photo()[:200], b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_what_is_no_picture_is_not_shown(content: bytes) -> None:
    assert pictures.thumbnail(content, BOX).isNull()
    assert pictures.shrunk(content) is None


@pytest.mark.qt_log_ignore(".*")
def test_a_picture_that_would_fill_the_memory_is_not_shown() -> None:
    bomb = bytearray(written(image_of(8, 8), "bmp"))
    bomb[18:26] = (30_000).to_bytes(4, "little") * 2  # says that it has 900 million pixels
    assert pictures.thumbnail(bytes(bomb), BOX).isNull()


def test_a_large_picture_becomes_smaller_and_stays_upright() -> None:
    large = written(image_of(2600, 1300, busy=True), "jpg", 90)
    found = pictures.shrunk(large)
    assert found is not None
    assert len(found) < len(large)
    assert decoded(found).size() == QSize(2000, 1000)
    upright = pictures.shrunk(turned(large, 6))
    assert upright is not None
    assert b"Exif" not in upright
    assert decoded(upright).size() == QSize(1000, 2000)
    assert near(decoded(upright), 0.75, 0.25, "#c02020")


def test_a_picture_without_a_ground_gets_a_white_one() -> None:
    clear = image_of(900, 900, busy=True).convertToFormat(QImage.Format.Format_ARGB32)
    for x in range(450, 900):
        for y in range(450, 470):
            clear.setPixelColor(x, y, QColor(0, 0, 0, 0))
    found = pictures.shrunk(written(clear, "png"))
    assert found is not None
    assert near(decoded(found), 0.75, 0.51, "#ffffff")


def test_what_is_small_already_or_has_several_pages_stays_as_it_is() -> None:
    assert pictures.shrunk(written(image_of(300, 200, busy=True), "jpg", 85)) is None
    assert not pictures.thumbnail(GIF, BOX).isNull()
    assert pictures.shrunk(GIF + bytes(5000)) is None


def test_a_pasted_screenshot_keeps_every_pixel_and_a_photograph_is_packed() -> None:
    shot = image_of(40, 30, busy=True)
    content, suffix = pictures.encoded(shot)
    assert suffix == ".png"
    assert decoded(content).convertToFormat(shot.format()) == shot
    large = image_of(3000, 2000)
    assert pictures.encoded(large)[1] == ".jpg"
    assert pictures.encoded(large.convertToFormat(QImage.Format.Format_ARGB32))[1] == ".png", "it may have holes"
