"""What all field types have in common."""

from dataclasses import dataclass

from diagnosis.text import Lang, Text

Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class FieldType:
    """The common shape of all field types; one that has nothing of its own to hold is compared as this one is."""

    name = "text"

    def check(self, value: object) -> Value:
        """The stored form of a JSON value; raises ``Invalid``."""
        raise NotImplementedError

    def parse(self, typed: str) -> Value:
        """The stored form of what was typed; blank is no answer; raises ``Invalid``."""
        raise NotImplementedError

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
