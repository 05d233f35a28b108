"""The public edition: firms masked, contacts, interviews and respondents out, cells that rest on fewer than three firms suppressed."""

from reports.public.concerns import concerns
from reports.public.edition import Edition, publish
from reports.public.properties import withhold

__all__ = ["Edition", "concerns", "publish", "withhold"]
