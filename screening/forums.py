"""OpenReview forums without the passages that steer machine readers: reviews come from strangers too."""

from ..domain import Forum, HumanReview
from ..domain.suspicion import Suspicion
from .papers import joined
from .scan import screen

_PARTS = ("summary", "strengths", "weaknesses", "questions", "limitations")


def screen_forum(forum: Forum) -> tuple[Forum, tuple[Suspicion, ...]]:
    """The forum with title and reviews as agents may read them, and what was taken out of them."""
    title = screen(forum.title, "title")
    found = list(title.suspicions)
    reviews = []
    for review in forum.reviews:
        clean, suspicions = _review(review)
        reviews.append(clean)
        found += suspicions
    if not found:
        return forum, ()
    return forum.model_copy(update={"title": title.text, "reviews": tuple(reviews)}), joined(found)


def _review(review: HumanReview) -> tuple[HumanReview, list[Suspicion]]:
    where = f"the review by {review.reviewer.replace('_', ' ') or 'a reviewer'}"
    parts = {name: screen(getattr(review, name), "review", where) for name in _PARTS}
    found = [one for part in parts.values() for one in part.suspicions]
    return review.model_copy(update={name: part.text for name, part in parts.items()}), found
