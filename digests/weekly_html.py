"""The week as one self-contained page of HTML."""

from . import news_words, trend_words, weekly_cites, weekly_page, weekly_trends, weekly_words
from .html import render
from .pictures import Picture
from .pictures.ink import MARKS
from .weekly_page import WeekPage


def to_weekly_html(page: WeekPage) -> str:
    """A page that loads nothing and runs nothing; its pictures stand in it as SVG."""
    return render(
        "weekly.html",
        page=page,
        weekly=page.weekly,
        places=page.places,
        drawings={picture.name: _drawings(picture) for picture in page.pictures},
        marks=MARKS,
        cites=weekly_cites,
        news=news_words,
        trend_words=trend_words,
        week=weekly_words,
        week_page=weekly_page,
        week_trends=weekly_trends,
    )


def _drawings(picture: Picture) -> list[object]:
    """The SVG as it is: `pictures.svg` made it, and let no text through but as text."""
    from markupsafe import Markup

    return [Markup(svg) for svg in picture.svgs]  # noqa: S704
