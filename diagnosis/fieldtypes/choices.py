"""What is chosen: yes or no, one of a list, several of it."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.patterns import pattern
from diagnosis.text import Lang, Text, fold, listed, phrase, shortened

NONE = ("无", "没有", "none")  # known to be none of a list
SEPARATORS = pattern(r"[、,，;；]+")
SHOWN = 8  # names of a list in a sentence


class FlagType(FieldType):
    """Yes, no, or no answer."""

    name = "flag"

    def check(self, value: object) -> Value:
        """true, false or null."""
        if value is None or isinstance(value, bool):
            return value
        raise Invalid("not-flag")

    def parse(self, typed: str) -> Value:
        """Takes 是/否, yes/no, true/false, 1/0, 有/无, √/×."""
        text = fold(typed).lower()
        if not text:
            return None
        if text in {"是", "有", "yes", "y", "true", "1", "√"}:
            return True
        if text in {"否", "无", "没有", "no", "n", "false", "0", "×", "x"}:
            return False
        raise Invalid("not-yes-or-no")

    def show(self, value: Value, lang: Lang) -> str:
        """是 / 否."""
        return "" if value is None else phrase("values", "yes" if value else "no").to(lang)


@dataclass(eq=False, repr=False)
class ChoiceType(FieldType):
    """One id out of a list. ``also``: further names that people type for an id."""

    choices: Mapping[str, Text]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name = "choice"

    def check(self, value: object) -> Value:
        """An id of the list."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise Invalid("not-text")
        if value not in self.choices:
            raise Invalid(
                "unknown-id",
                value=value,
                known=", ".join(list(self.choices)[:8]) + (" …" if len(self.choices) > 8 else ""),
            )
        return value

    def parse(self, typed: str) -> Value:
        """An id or a name in either language."""
        text = fold(typed)
        if not text:
            return None
        found = next((key for key in self.choices if text.casefold() in self.names_of(key)), None)
        if found is None and text not in self.choices:
            known = listed(itertools.islice(self.choices.values(), SHOWN))
            raise Invalid("unknown-choice", value=shortened(text), known=known, more="…" * (len(self.choices) > SHOWN))
        return found or self.check(text)

    def names_of(self, key: str) -> tuple[str, ...]:
        """All that an id is called, as it is compared: folded, in lower case."""
        name = self.choices[key]
        return tuple(fold(each).casefold() for each in (key, name.zh, name.en, *self.also.get(key, ())))

    def show(self, value: Value, lang: Lang) -> str:
        """The name."""
        return self.choices[value].to(lang) if isinstance(value, str) and value in self.choices else ""


@dataclass(eq=False, repr=False)
class ChoicesType(FieldType):
    """Several ids out of a list; an empty list is an answer (none of them). ``also``: further names that people type for an id."""

    choices: Mapping[str, Text]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name = "choices"

    def check(self, value: object) -> Value:
        """A list of ids."""
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise Invalid("not-list")
        one = ChoiceType(self.choices)
        found = [one.check(item) for item in value]
        if None in found:
            raise Invalid("not-text")
        return tuple(dict.fromkeys(str(item) for item in found))

    def parse(self, typed: str) -> Value:
        """Names or ids, separated by 、, ; or a comma; 无 or none for an empty list."""
        text = fold(typed)
        if not text:
            return None
        if text.lower() in NONE:
            return ()
        one = self.one
        return self.check([one.parse(item) for item in self.pieces(text)])

    def pieces(self, typed: str) -> list[str]:
        """What stands between the separators."""
        return [piece.strip() for piece in SEPARATORS.split(typed) if piece.strip()]

    def ends(self, character: str) -> bool:
        """Whether a name ends here."""
        return SEPARATORS.fullmatch(character) is not None

    def together(self, names: Sequence[str], lang: Lang) -> str:
        """Names in one line."""
        return ("、" if lang == "zh" else ", ").join(names)

    @property
    def one(self) -> ChoiceType:
        """The type of one of them."""
        return ChoiceType(self.choices, self.also)

    def show(self, value: Value, lang: Lang) -> str:
        """Names, separated."""
        if not isinstance(value, tuple):
            return ""
        if not value:
            return phrase("values", "none").to(lang)
        return self.together([self.choices[item].to(lang) for item in value], lang)


class AnswerType(ChoiceType):
    """A cluster type, or "mixed:a/b" with two different types (half each)."""

    name = "answer"

    def check(self, value: object) -> Value:
        """A type id or a mix of two."""
        if isinstance(value, str) and value.startswith("mixed:"):
            parts = value.removeprefix("mixed:").split("/")
            if len(parts) == 2 and parts[0] != parts[1] and all(part in self.choices for part in parts):
                return value
            raise Invalid("not-mixed", value=value)
        return super().check(value)

    def parse(self, typed: str) -> Value:
        """An id or a name; two of them, separated by a slash, for half each."""
        text = fold(typed)
        parts = text.removeprefix("mixed:").split("/")
        if len(parts) == 1:
            return self.check(text) if text.startswith("mixed:") else super().parse(text)
        one = ChoiceType(self.choices)
        return self.check("mixed:" + "/".join(str(one.parse(part) or "") for part in parts))

    def show(self, value: Value, lang: Lang) -> str:
        """The name, or both names."""
        if isinstance(value, str) and value.startswith("mixed:"):
            return " / ".join(self.choices[part].to(lang) for part in value.removeprefix("mixed:").split("/"))
        return super().show(value, lang)
