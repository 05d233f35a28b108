"""The public edition: firms masked, contacts, interviews and respondents out, cells that rest on fewer than three firms suppressed."""

from reports.public.edition import Edition, publish

__all__ = ["Edition", "publish"]
