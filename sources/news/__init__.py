"""News: feeds, Hacker News and saved listings, read into editions in which every item is accounted for."""

from .edition import FEEDS, NONE, SAMPLE, listing_name, news_days, open_news, sample_news
from .fetching import wanted
from .sifting import Knows

__all__ = ["FEEDS", "NONE", "SAMPLE", "Knows", "listing_name", "news_days", "open_news", "sample_news", "wanted"]
