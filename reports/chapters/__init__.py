"""The chapters of the report: each is a function from a ``Context`` to blocks."""
