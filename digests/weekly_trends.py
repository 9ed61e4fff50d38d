"""What carries a trend, looked up among what the page holds."""

from ..domain import Link, PaperRef, Trend
from ..domain.analysis import cite
from .text import one_line
from .weekly_cites import Cited, Places
from .words import counted

_UNFOLDED = 3


def unfolded(papers: tuple[PaperRef, ...]) -> tuple[tuple[PaperRef, ...], tuple[PaperRef, ...]]:
    """The papers of a trend that show at once, and those behind a click; one or two more are not worth it."""
    return (papers[:_UNFOLDED], papers[_UNFOLDED:]) if len(papers) > _UNFOLDED + 2 else (papers, ())


def carrying_stories(trend: Trend, places: Places) -> tuple[list[Cited], str]:
    """The stories that the page shows, and a word on how many it does not."""
    ids = [at for at in dict.fromkeys(trend.story_ids) if places.story(at)]
    others = len(set(trend.story_ids)) - len(ids)
    told = f"{counted(others, 'story', 'stories')} outside the topics shown below" if others else ""
    return [places.cited(cite("story", at)) for at in ids], told


def link_ends(link: Link, places: Places) -> tuple[Cited, Cited]:
    """The paper and the story that a link joins."""
    return places.cited(cite("paper", link.paper_id)), places.cited(cite("story", link.story_id))


def link_cells(link: Link) -> list[str]:
    """What kind of thing both speak of, and the words they share."""
    alike = f" (similarity {link.similarity:.2f})" if link.similarity is not None else ""
    return [f"the same {link.kind}{alike}", f"“{one_line(link.shared)}”"]
