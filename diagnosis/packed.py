"""Long lists of a survey kept small: rows lie packed in blocks, column by column, and become values when they are asked for.

100,000 firms take some 10 MB so, as dataclasses they took 160; and what counts over all of them reads only the columns it needs.
"""

import marshal
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, islice
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from diagnosis.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

R = TypeVar("R")
BLOCK = 1000  # rows
FAST = 1  # zlib's level: a quarter of the size, without the interpreter being held meanwhile


class Block:
    """Some rows of a list. Plain values only: what ``marshal`` takes, here and now; nothing of it is ever written to a file."""

    __slots__ = ("_keys", "_numbers", "_packed", "size")

    def __init__(self, size: int, columns: Mapping[str, Sequence[Any]]) -> None:
        """``size`` rows; ``columns``: attribute -> its value in each of them. A column without any value takes no room."""
        self.size = size
        # marshal writes an object once and refers back to it: equal texts are made one object first
        held = {name: column for name, column in columns.items() if any(map(_is_held, column))}
        self._packed = {name: zlib.compress(marshal.dumps(_shared(column)), FAST) for name, column in held.items()}
        self._numbers: dict[str, NDArray[np.float64]] = {}
        self._keys: dict[str, NDArray[np.int64]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Block) and self.size == other.size and self._packed == other._packed

    __hash__ = None  # type: ignore[assignment]

    @property
    def names(self) -> list[str]:
        """The columns in which something is answered."""
        return list(self._packed)

    def column(self, name: str) -> list[Any]:
        """The values of one column."""
        packed = self._packed.get(name)
        return [None] * self.size if packed is None else marshal.loads(zlib.decompress(packed))

    def numbers(self, name: str) -> "NDArray[np.float64]":
        """The values of a column of numbers or flags; NaN where there is none."""
        if name not in self._numbers:
            import numpy as np  # 0.1 s that only a diagnosis needs

            self._numbers[name] = np.array(self.column(name), dtype=np.float64)
        return self._numbers[name]

    def keys(self, name: str) -> "NDArray[np.int64]":
        """A number for each text of a column as it is compared, the same for equal ones; 0 where there is none."""
        if name not in self._keys:
            import numpy as np

            self._keys[name] = np.array([hash(fold(value)) if value else 0 for value in self.column(name)], dtype=np.int64)
        return self._keys[name]


def _is_held(value: object) -> bool:
    return value is not None and value != {}


def _shared(column: Iterable[Any]) -> list[Any]:
    known: dict[Any, Any] = {}
    return [known.setdefault(value, value) if isinstance(value, str | tuple) else value for value in column]


class Packed(Sequence[R], Generic[R]):
    """A frozen sequence of rows of one kind (a dataclass whose fields all have defaults)."""

    def __init__(self, kind: type[R], blocks: Iterable[Block] = ()) -> None:
        """The rows of these blocks, one after the other."""
        self.kind, self.blocks = kind, tuple(blocks)
        self._starts = [0, *accumulate(block.size for block in self.blocks)]
        self._last: tuple[int, list[R]] = (-1, [])

    @classmethod
    def of(cls, kind: type[R], rows: Iterable[R]) -> Self:
        """These rows, packed."""
        names, left, blocks = _fields(kind), iter(rows), []
        while some := list(islice(left, BLOCK)):
            blocks.append(Block(len(some), {name: [getattr(row, name) for row in some] for name in names}))
        return cls(kind, blocks)

    # ---- column by column

    def column(self, name: str) -> list[Any]:
        """The values of one attribute in all rows, ``None`` where there is none."""
        return list(chain.from_iterable(block.column(name) for block in self.blocks))

    def numbers(self, name: str) -> "NDArray[np.float64]":
        """A column of numbers or flags, to compare all rows at once; NaN, which no comparison holds for, where there is none."""
        import numpy as np

        return np.concatenate([block.numbers(name) for block in self.blocks] or [np.empty(0)])

    def unanswered(self, name: str) -> "NDArray[np.bool_]":
        """In which rows a number or a flag is missing."""
        import numpy as np

        return np.isnan(self.numbers(name))

    def among(self, name: str, values: Collection[Any]) -> "NDArray[np.bool_]":
        """In which rows an attribute has one of these values."""
        import numpy as np

        return np.array([value in values for value in self.column(name)], dtype=np.bool_)

    def repeated(self, name: str) -> Counter[str]:
        """The texts of a column that stand in several rows, as they are compared, and in how many."""
        import numpy as np

        keys = np.sort(np.concatenate([block.keys(name) for block in self.blocks] or [np.empty(0, dtype=np.int64)]))
        again = np.unique(keys[1:][(keys[1:] == keys[:-1]) & (keys[1:] != 0)])
        counts: Counter[str] = Counter()
        for block in self.blocks if again.size else ():
            chosen = np.isin(block.keys(name), again)
            if chosen.any():
                counts.update(map(fold, compress(block.column(name), chosen.tolist())))
        return Counter({text: count for text, count in counts.items() if count > 1})

    def where(self, rows: "NDArray[np.bool_]", name: str) -> list[Any]:
        """The values of one attribute in these rows, as they were answered."""
        chosen = iter(rows.tolist())
        return [value for block in self.blocks for value in compress(block.column(name), chosen)]

    # ---- row by row

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R, ...]: ...
    def __getitem__(self, index: int | slice) -> R | tuple[R, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        number = bisect_right(self._starts, place) - 1
        if self._last[0] != number:
            self._last = (number, list(self._unpack(self.blocks[number])))
        return self._last[1][place - self._starts[number]]

    def __iter__(self) -> Iterator[R]:
        return chain.from_iterable(map(self._unpack, self.blocks))

    def _unpack(self, block: Block) -> Iterator[R]:
        names = block.names
        cells: Iterable[tuple[Any, ...]] = zip(*map(block.column, names), strict=True) if names else [()] * block.size
        return (self.kind(**dict(zip(names, row, strict=True))) for row in cells)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Packed) and self.kind is other.kind and self.blocks == other.blocks:
            return True
        return isinstance(other, Packed | tuple) and len(self) == len(other) and all(map(_equal, self, other))

    __hash__ = None  # type: ignore[assignment]  # as little as the rows, which hold mappings

    def __repr__(self) -> str:
        return repr(tuple(self))


def _equal(one: object, other: object) -> bool:
    return one == other


def _fields(kind: type) -> list[str]:
    return list(getattr(kind, "__dataclass_fields__"))  # noqa: B009 - any dataclass
