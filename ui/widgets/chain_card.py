"""A link of the chain as a card: who controls it, how important it is, whether it is here, and whether the chain chokes on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from db import browse, names
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.indicators import is_choke_point
from diagnosis.survey import ChainLink, make_row
from ui import icons, theme
from ui.session import Session
from ui.tones import tone
from ui.widgets import marks
from ui.widgets.marks import Level, plain

PART = "chain"
HEIGHT, GAP, RADIUS = 40, 5, 4.0
LEFT, RIGHT, DOT, WARNING = 12, 8, 6.0, 10
READ_AT_ONCE = 500
LEVELS: dict[Value, Level] = {"self": 0, "partial": 1, "imported": 3}  # whose colour stands for a kind of control


@dataclass(frozen=True, slots=True)
class Card:
    """A link of the chain; without an ``id`` one that ``firms`` firms work in and the chain lacks."""

    id: int | None
    entry: Entry = field(default_factory=Entry)
    choke: bool = False
    firms: int = 0

    @property
    def key(self) -> int | str:
        """What this card is, whatever its answers."""
        return self.name if self.id is None else self.id

    @property
    def name(self) -> str:
        """On one line; may be empty."""
        return " ".join(str(self.entry.answers.get("name") or self.entry.drafts.get("name") or "").split())

    @property
    def stage(self) -> Value:
        """The id of its stage, if it has one."""
        return self.entry.answers.get("stage")

    def with_stage(self, stage: Value) -> "Card":
        """The same in another stage."""
        return replace(self, entry=self.entry._replace(answers={**self.entry.answers, "stage": stage}))


def read_cards(ws: Workspace, round_id: int) -> tuple[list[Card], list[Card]]:
    """The chain of a round in its order, and the links that only firms name."""
    with ws.reading():
        ids = browse.row_ids(ws, round_id, PART)
        entries: dict[int, Entry] = {}
        for start in range(0, len(ids), READ_AT_ONCE):
            entries.update(browse.rows_by_id(ws, round_id, PART, ids[start : start + READ_AT_ONCE]))
        lacking = names.links_of_firms(ws, round_id)
    cards = [Card(row_id, entry, _chokes(entry)) for row_id, entry in entries.items()]
    order = {row_id: place for place, row_id in enumerate(ids)}
    cards.sort(key=lambda card: order[card.id or 0])
    return cards, [Card(None, Entry({"name": name}), firms=count) for name, count in lacking]


def _chokes(entry: Entry) -> bool:
    link = make_row(ChainLink, entry.answers)
    return isinstance(link, ChainLink) and is_choke_point(link)


def placed(cards: Sequence[Card], ids: Sequence[int], stage: Value, place: int) -> list[Card]:
    """What ``db.compound.place_rows`` will have made of the cards."""
    moved = [card.with_stage(stage) for wanted in ids for card in cards if card.id == wanted]
    rest = [card for card in cards if card.id not in ids]
    alike = [at for at, card in enumerate(rest) if card.stage == stage]
    if not alike:
        return [card.with_stage(stage) if card.id in ids else card for card in cards]
    place = max(0, place)
    at = alike[place] if place < len(alike) else alike[-1] + 1
    return [*rest[:at], *moved, *rest[at:]]


# ---- words


def shown(card: Card, name: str, session: Session) -> str:
    """An answer in words; empty where there is none."""
    return session.questionnaire.parts[PART].question(name).type.show(card.entry.answers.get(name), session.lang)


def spoken(card: Card, session: Session) -> str:
    """A card in one sentence."""
    words = session.words
    if card.id is None:
        return words("chain.lacking", name=card.name, firms=card.firms)
    facts = [card.name or words("table.unnamed"), shown(card, "kind", session)]
    facts.append(shown(card, "control", session) or words("chain.control-open"))
    importance = card.entry.answers.get("importance")
    facts.append(words("chain.importance", level=importance) if importance is not None else "")
    facts.append(words("chain.absent") if card.entry.answers.get("present") is False else "")
    facts.append(words("chain.choke") if card.choke else "")
    facts.append(words("chain.draft") if card.entry.drafts else "")
    return " · ".join(fact for fact in facts if fact)


# ---- paint


def paint_card(painter: QPainter, area: QRectF, card: Card, session: Session, states: Collection[str] = ()) -> None:
    """``states``: "selected", "current" (has the keys)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = area.adjusted(0.5, 0.5, -0.5, -0.5)
    _paint_ground(painter, box, card, states)
    first, second = _lines(box)
    if card.id is None:
        icons.icon("plus", "accent").paint(painter, int(box.right()) - 24, int(box.center().y()) - 8, 16, 16)
        _write(painter, first.adjusted(0, 0, -20, 0), card.name, tone.muted)
        _write(painter, second.adjusted(0, 0, -20, 0), session.words("chain.firms", count=card.firms), tone.muted, theme.SMALL_PX)
    else:
        _paint_first(painter, first, card, session)
        _paint_second(painter, second, card, session)
    painter.restore()


def _lines(box: QRectF) -> tuple[QRectF, QRectF]:
    inner = box.adjusted(LEFT, 2, -RIGHT, -2)
    half = inner.height() / 2
    return QRectF(inner.left(), inner.top(), inner.width(), half), QRectF(inner.left(), inner.top() + half, inner.width(), half)


def _paint_ground(painter: QPainter, box: QRectF, card: Card, states: Collection[str]) -> None:
    """A firm edge for what is there, a dashed one for what is not."""
    absent = card.id is None or card.entry.answers.get("present") is False
    edge = tone.accent if "selected" in states else tone.muted if absent else tone.border
    pen = QPen(QColor(edge), 2 if "current" in states else 1)
    if absent:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(tone.accent_soft if "selected" in states else tone.ground if card.id is None else tone.panel))
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    if card.id is not None:
        bar = QRectF(box.left() + 2.5, box.top() + 5, marks.BAR_WIDTH, box.height() - 10)
        marks.paint_bar(painter, bar, LEVELS.get(card.entry.answers.get("control")))


def _paint_first(painter: QPainter, line: QRectF, card: Card, session: Session) -> None:
    """The name, and who controls it."""
    control = shown(card, "control", session)
    ink = marks.ink_of(LEVELS[card.entry.answers["control"]]) if control else QColor(tone.muted)
    right = _write_right(painter, line, control or session.words("chain.control-open"), ink)
    left = line.left()
    if card.entry.drafts:
        left += _write(painter, line, "! ", tone.danger)
    name = card.name or session.words("table.unnamed")
    _write(painter, QRectF(left, line.top(), right - left - 6, line.height()), name, tone.ink if card.name else tone.muted)


def _paint_second(painter: QPainter, line: QRectF, card: Card, session: Session) -> None:
    """Importance, kind, and what is wrong with it: it is not here, the chain chokes on it."""
    rest = line.adjusted(_paint_importance(painter, line, card.entry.answers.get("importance")), 0, 0, 0)
    words, wrong = fitting(card, session, rest.width())
    if wrong:
        rest.setRight(_write_right(painter, line, wrong, QColor(tone.danger if card.choke else tone.ink)) - GAP - 1)
    if card.choke:
        right, middle = rest.right() - GAP, line.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.danger))
        painter.drawPolygon(QPolygonF([QPointF(right, middle + 4), QPointF(right + 8, middle + 4), QPointF(right + 4, middle - 4)]))
        rest.setRight(right - GAP)
    _write(painter, rest, words, tone.muted, theme.SMALL_PX)


def fitting(card: Card, session: Session, width: float) -> tuple[str, str]:
    """The kind, and what is wrong, in the fullest words that have room beside each other in so many pixels; the shortest at worst."""
    said, kind, answers = session.words, shown(card, "kind", session), card.entry.answers
    short = said(f"chain.kind-{answers['kind']}") if kind else ""
    absent = said("chain.absent") if answers.get("present") is False else ""
    wrong = (said("chain.choke"), said("chain.choke-short")) if card.choke else (absent, absent)
    before = absent if card.choke else ""
    ways = [(" · ".join(part for part in (before, what) if part), told) for told in dict.fromkeys(wrong) for what in (kind, short)]
    metrics = QFontMetricsF(plain(theme.SMALL_PX))
    apart = (WARNING + GAP if card.choke else GAP + 1) if wrong[0] else 0
    fits = (way for way in ways if sum(map(metrics.horizontalAdvance, way)) + apart <= width)
    return next(fits, (before or short, wrong[1]))


def _paint_importance(painter: QPainter, line: QRectF, importance: Value) -> float:
    """Three dots, filled up to the importance; a dash where it is not known. How wide they are."""
    if not isinstance(importance, int):
        return _write(painter, line, "— ", tone.muted, theme.SMALL_PX)
    ink = QColor(tone.muted)
    painter.setPen(QPen(ink, 1))
    for place in range(3):
        painter.setBrush(ink if place < importance else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(line.left() + place * (DOT + 2), line.center().y() - DOT / 2, DOT, DOT))
    return 3 * (DOT + 2) + 4


def _write(painter: QPainter, area: QRectF, text: str, ink: str, pixels: int = theme.TEXT_PX) -> float:
    """As much of the text as there is room for; how wide it is."""
    font = plain(pixels)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0)))
    return metrics.horizontalAdvance(text)


def _write_right(painter: QPainter, line: QRectF, text: str, ink: QColor) -> float:
    """A word at the right end; where it begins."""
    font = plain(theme.SMALL_PX)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
    return line.right() - QFontMetricsF(font).horizontalAdvance(text)
