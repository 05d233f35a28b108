"""What the product knows: survey, framework, indicators, classification, checklist, paths. Pure: no Qt, no SQL, no Word."""

__version__ = "0.3.0"
