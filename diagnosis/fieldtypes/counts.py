"""Numbers of people, firms, patents: counted by one, and often written in 百, 千 or 万."""

import re
from decimal import Decimal

from diagnosis.errors import Invalid
from diagnosis.fieldtypes.base import Value
from diagnosis.fieldtypes.numbers import SIGNED, NumberType, folded, plain
from diagnosis.fieldtypes.scales import pieces

ALSO = {
    "人": ("人", "名", "persons", "people"),
    "家": ("家", "户", "个"),
    "个": ("个", "家", "项", "处"),
}  # unit -> what it is called as well


class CountType(NumberType):
    """A number of things that are counted by one. ``unit``: what they are counted in; a share, a ratio or an amount is none of them."""

    def parse(self, typed: str) -> Value:
        """Takes 12000, 12,000, 1.2万, 3千, 4百, 1万2千, each with the unit behind it; 1万2 says too little, another unit something else."""
        text = folded(typed)
        if text and not SIGNED.fullmatch(text):
            return self.check(plain(sum(pieces(self._bare(text), 0, "not-count"), Decimal(0))))
        return super().parse(typed)

    def _bare(self, text: str) -> str:
        """The number without its unit."""
        units = "|".join(re.escape(each) for each in ALSO.get(self.unit, (self.unit,)) if each)
        bare = re.sub(rf"\s*(?:{units})$", "", text, flags=re.IGNORECASE) if units else text
        if not bare:
            raise Invalid("not-count")
        return bare
