"""What people said of a paper: OpenReview asked, and the reviews that are there joined."""

from ..agents.openreview import synthesise
from ..domain import Forum, OpenReviewEnquiry, OpenReviewSynthesis, Paper
from ..domain.errors import SourceError
from ..sources.openreview_bounds import bounded
from .newsroom import FindsForum, Newsroom


async def enquire(finder: FindsForum, paper: Paper) -> tuple[OpenReviewEnquiry, Forum | None]:
    """What came of asking for a paper's forum, and the forum if it has reviews. No answer is told, never raised."""
    try:
        forum = await finder.find(paper)
    except SourceError as error:
        return OpenReviewEnquiry(outcome="no answer", told=str(error)), None
    if forum is None:
        return OpenReviewEnquiry(outcome="no forum"), None
    if not forum.reviews:
        return OpenReviewEnquiry(outcome="no reviews", url=forum.url), None
    return OpenReviewEnquiry(outcome="reviews", url=forum.url), forum


async def join_reviews(room: Newsroom, forum: Forum) -> OpenReviewSynthesis:
    """The reviews of a forum joined by the agent, after they were cut to what it may be given.

    Raises:
        EngineError: the engine gave no answer.
    """
    return await synthesise(room.staff, bounded(forum, room.settings.engine.paper_chars))
