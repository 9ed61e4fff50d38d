"""The reader's settings: `paperwire.toml`, then the environment, then the command line."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from .domain.noun import Noun
from .domain.profile import Interest, Profile

EngineName = Literal["openai", "extractive"]


class Selection(Noun):
    """What is read further: at or above both thresholds is selected, the best `max_reviews` go to the panel."""

    relevance: int = Field(default=7, ge=1, le=10)
    novelty: int = Field(default=6, ge=1, le=10)
    max_reviews: int = Field(default=6, ge=0)
    include_replacements: bool = False


class AgentChoice(Noun):
    """Engine, model and prompt of one agent, where they differ from the default."""

    engine: EngineName | None = None
    model: str | None = None
    prompt: str | None = None
    max_output_tokens: int | None = Field(default=None, ge=64)


class EngineChoice(Noun):
    """`kind = "auto"` takes `openai` where a key or a base URL is set, else `extractive`."""

    kind: Literal["auto", "openai", "extractive"] = "auto"
    model: str = "gpt-5-mini"
    base_url: str = ""
    api_key_env: str = "OPENAI_API_KEY"
    temperature: float | None = None
    concurrency: int = Field(default=16, ge=1)
    timeout_s: float = Field(default=120, gt=0)
    attempts: int = Field(default=4, ge=1)
    triage_batch: int = Field(default=40, ge=1)
    paper_chars: int = Field(default=120_000, ge=2_000)
    """Characters of a paper's text that a reviewer is given."""


class Budget(Noun):
    """A hard stop for one run, and for a calendar month (UTC) over every run of the archive; 0 means none."""

    tokens: int = Field(default=0, ge=0)
    usd: float = Field(default=0.0, ge=0)
    month_tokens: int = Field(default=0, ge=0)
    month_usd: float = Field(default=0.0, ge=0)

    @property
    def in_money(self) -> bool:
        """Whether a price must be known to keep to it."""
        return self.usd > 0 or self.month_usd > 0


class Arxiv(Noun):
    """Where arXiv is and how politely it is asked."""

    rss_url: str = "https://rss.arxiv.org/rss"
    api_url: str = "https://export.arxiv.org/api/query"
    html_url: str = "https://arxiv.org/html"
    pdf_url: str = "https://arxiv.org/pdf"
    interval_s: float = Field(default=3.0, ge=0)
    timeout_s: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=50_000_000, gt=0)
    contact: str = ""
    """Put into the User-Agent, so that arXiv can reach you."""


class OpenReview(Noun):
    """Whether OpenReview is asked for people's reviews of the papers that the panel reads, and how politely.

    Off unless the settings say so: a search names the papers that the reader chose to somebody else.
    """

    enabled: bool = False
    api_url: str = "https://api2.openreview.net"
    interval_s: float = Field(default=3.0, ge=0)
    timeout_s: float = Field(default=20.0, gt=0)
    max_bytes: int = Field(default=5_000_000, gt=0)


class NewsSource(Noun):
    """A feed (RSS or Atom), as the reader names it."""

    name: str
    url: str
    about_ai: bool = False
    """It writes about AI alone: nothing of it is asked whether it does."""


class News(Noun):
    """What news is read. Without sources, and without Hacker News, there is none."""

    sources: tuple[NewsSource, ...] = ()
    hacker_news: bool = False
    hacker_news_url: str = "https://hn.algolia.com/api/v1/search_by_date"
    hacker_news_points: int = Field(default=50, ge=0)
    max_age_days: int = Field(default=7, ge=1)
    """What was published earlier than this before the day is old, however often it is shown."""
    timeout_s: float = Field(default=20.0, gt=0)
    max_bytes: int = Field(default=10_000_000, gt=0)


class WeeklyChoice(Noun):
    """How much the weekly digest holds."""

    topics: int = Field(default=6, ge=0)
    """News topics that analysts look at, those with most items."""
    papers: int = Field(default=6, ge=0)
    """Best papers shown in full."""
    trend_papers: int = Field(default=8, ge=2)
    """Papers that a topic needs in the week before it is called a trend."""
    weeks: int = Field(default=12, ge=2)
    """Weeks with papers that trends look back on."""


class Settings(Noun):
    """Everything a run depends on, besides the clock."""

    categories: tuple[str, ...] = ("cs.LG", "cs.AI", "cs.CL")
    interests: tuple[Interest, ...] = ()
    keywords_for: tuple[str, ...] = ()
    keywords_against: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    selection: Selection = Selection()
    engine: EngineChoice = EngineChoice()
    agents: dict[str, AgentChoice] = {}
    budget: Budget = Budget()
    arxiv: Arxiv = Arxiv()
    openreview: OpenReview = OpenReview()
    news: News = News()
    weekly: WeeklyChoice = WeeklyChoice()
    archive: Path = Path("paperwire-archive")

    @property
    def profile(self) -> Profile:
        return Profile(
            interests=self.interests,
            keywords_for=self.keywords_for,
            keywords_against=self.keywords_against,
            authors=self.authors,
        )
