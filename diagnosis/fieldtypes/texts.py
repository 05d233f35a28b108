"""What is typed as text: free text, credit codes, division codes, names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import FieldType, Value
from diagnosis.regions import Region, named, region_label
from diagnosis.text import Lang, Text, fold, phrase, seen, shortened

SHOWN = 4  # divisions of one name
SURE, UNSURE = "、;\uff1b", ",\uff0c"  # between names


@dataclass(eq=False, repr=False)
class TextType(FieldType):
    """Free text. ``lines``: may hold several lines, which are kept as typed; one line is taken without the spaces around it."""

    lines: bool = False
    name = "text"

    def check(self, value: object) -> Value:
        """Any string that can be written as UTF-8, without what cannot be seen; a blank one is no answer."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise Invalid("not-text")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Invalid("broken-text") from None
        text = seen(value)
        text = text if text == value or self.lines else text.strip()
        return text if text.strip() else None

    def parse(self, typed: str) -> Value:
        """The text itself; a pasted name often comes with spaces around it."""
        found = self.check(typed)
        return found.strip() if isinstance(found, str) and not self.lines else found


class CodeType(TextType):
    """A unified social credit code (GB 32100-2015): any text is kept, what is wrong with it is told."""

    name = "uscc"

    def advise(self, value: Value) -> Text | None:
        """Length, alphabet and check character."""
        from diagnosis.credit_code import credit_code_flaw

        return credit_code_flaw(value) if isinstance(value, str) else None


class RegionType(TextType):
    """An administrative division code (GB/T 2260), six digits."""

    name = "region"

    def check(self, value: object) -> Value:
        """Exactly six digits."""
        text = super().check(value)
        if isinstance(text, str) and not re.fullmatch(r"[0-9]{6}", text):
            raise Invalid("not-region")
        return text

    def parse(self, typed: str) -> Value:
        """A code, alone or in brackets behind its name, or a name that only one division has; full-width digits are folded."""
        text = fold(typed)
        if found := re.fullmatch(r"(?:.*\()?\s*([0-9]{6})\s*\)?", text):
            return self.check(found[1])
        places = named(text) if text else []
        if len(places) > 1:
            raise Invalid("several-regions", name=text, regions=_several(places))
        if text and not places:
            raise Invalid("no-such-region", name=shortened(text))
        return places[0].code if places else None

    def show(self, value: Value, lang: Lang) -> str:
        """Its name and code; the code alone where it has no name."""
        label = region_label(value) if isinstance(value, str) else None
        return label.to(lang) if label else super().show(value, lang)

    def advise(self, value: Value) -> Text | None:
        """A code that no division has, or has any more."""
        return phrase("values", "unknown-region") if isinstance(value, str) and region_label(value) is None else None


def _several(places: Sequence[Region]) -> Text:
    labels, more = [place.label for place in places[:SHOWN]], len(places) > SHOWN
    return Text("；".join(label.zh for label in labels) + "…" * more, "; ".join(label.en for label in labels) + "…" * more)


class NamesType(FieldType):
    """A list of free texts, such as the surveyors."""

    name = "names"

    def check(self, value: object) -> Value:
        """A list of strings."""
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise Invalid("not-list")
        one = TextType()
        found = [one.check(item) for item in value]
        return tuple(str(item) for item in found if item is not None) or None

    def parse(self, typed: str) -> Value:
        """Names separated by 、 or semicolons, or by commas where there are none of those: "Smith, John;" is one person."""
        return self.check(self.pieces(typed))

    def pieces(self, typed: str) -> list[str]:
        """The names between the separators."""
        separators = SURE if any(map(self.ends, typed)) else UNSURE
        return [piece.strip() for piece in re.split(f"[{separators}\n]+", typed) if piece.strip()]

    def ends(self, character: str) -> bool:
        """Whether a name ends here for sure; a comma may stand within one."""
        return bool(character) and character in SURE

    def together(self, names: Sequence[str], lang: Lang) -> str:
        """Names in one line."""
        return ("、" if lang == "zh" else "; ").join(names)

    def show(self, value: Value, lang: Lang) -> str:
        """Names, separated so that they read back as the same names."""
        if not isinstance(value, tuple):
            return ""
        alone = len(value) == 1 and re.search("[,\uff0c]", value[0])
        return f"{value[0]};" if alone else self.together(value, lang)
