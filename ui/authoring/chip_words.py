"""What the chips in a text read: the facts, the numbers and the titles of the report that is shown."""

from ui.authoring.work import Work
from ui.session import Session


class ChipWords:
    """``work``: the report; without one a chip reads its key."""

    def __init__(self, session: Session) -> None:
        """No report is shown yet."""
        self._session = session
        self.work: Work | None = None

    def reads(self, kind: str, key: str) -> str:
        """What a fact, a reference or a placed table reads."""
        if self.work is None:
            return key
        if kind == "fact":
            return self.work.facts.reads(key)
        title = self.work.composed.titles.get(key, "")
        return self.pair(self.work.label(key), title) if kind == "place" else self.work.label(key)

    def tells(self, kind: str, key: str) -> str:
        """What it is."""
        if self.work is None:
            return ""
        return self.work.facts.name(key) if kind == "fact" else self.work.composed.titles.get(key, key)

    def pair(self, label: str, title: str) -> str:
        """A number with its title."""
        return self._session.words("authoring.pair", label=label, title=title)
