"""Charts that Word can click and edit, with their data inside: bars, lines, radar and scatter (ECMA-376, DrawingML charts)."""

from reports.native.specs import natives

__all__ = ["natives"]
