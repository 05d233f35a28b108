"""What all field types have in common."""

from diagnosis.text import Lang, Text

Value = str | int | float | bool | tuple[str, ...] | None


class FieldType:
    """The common shape of all field types. Two of a kind that hold the same are equal."""

    name = "text"

    def __eq__(self, other: object) -> bool:
        """Here for all of them: a start loads each, and ``dataclass`` would write and compile it for each."""
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def check(self, value: object) -> Value:
        """The stored form of a JSON value; raises ``Invalid``."""
        raise NotImplementedError

    def parse(self, typed: str) -> Value:
        """The stored form of what was typed; blank is no answer; raises ``Invalid``."""
        raise NotImplementedError

    def parse_pasted(self, text: str) -> Value:
        """The same of a cell that comes from a spreadsheet, where nobody sees beside it what it is taken for."""
        return self.parse(text)

    def show(self, value: Value, lang: Lang) -> str:
        """The value as text for a field; no answer is an empty string."""
        del lang
        return "" if value is None else str(value)

    def in_words(self, value: Value) -> Text:
        """The value as a sentence names it."""
        return Text(self.show(value, "zh"), self.show(value, "en"))

    def advise(self, value: Value) -> Text | None:
        """What looks wrong about a valid value, if anything."""
        del value
        return None
