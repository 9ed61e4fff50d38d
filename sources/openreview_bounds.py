"""A forum cut to what a model can be given: anyone may post, and as much as they like."""

from ..domain import Forum, HumanReview

_MOST_REVIEWS = 12
_WORDS = 200
"""Characters of a title, a venue or a decision."""
# What decides the matter is cut last.
_PARTS = ("weaknesses", "strengths", "summary", "questions", "limitations")


def bounded(forum: Forum, chars: int) -> Forum:
    """The forum with at most twelve reviews, the first posted, and `chars` characters of them, shared out evenly.

    What was cut is told in `notices`.
    """
    kept = forum.reviews[:_MOST_REVIEWS]
    share = chars // max(len(kept), 1)
    reviews = tuple(_cut(review, share) for review in kept)
    told = list(forum.notices)
    if len(kept) < len(forum.reviews):
        told.append(f"Of {len(forum.reviews)} reviews the first {len(kept)} are read.")
    if cut := sum(one != other for one, other in zip(reviews, kept, strict=True)):
        told.append(f"{cut} of the reviews are read in part: together they are too long.")
    short = {name: getattr(forum, name)[:_WORDS] for name in ("title", "venue", "decision")}
    return forum.model_copy(update={**short, "reviews": reviews, "notices": tuple(told)})


def _cut(review: HumanReview, chars: int) -> HumanReview:
    texts: dict[str, str] = {}
    for name in _PARTS:
        texts[name] = getattr(review, name)[:chars]
        chars -= len(texts[name])
    return review.model_copy(update={**texts, "reviewer": review.reviewer[:_WORDS]})
