"""Pictures of the week: topic shares over weeks, and a map of its papers."""

from ...domain import Trends
from .map import map_picture
from .picture import Picture
from .shares import shares_picture

__all__ = ["Picture", "map_picture", "shares_picture", "weekly_pictures"]


def weekly_pictures(trends: Trends) -> tuple[Picture, ...]:
    """The pictures that `trends` has data for; none for a week without papers."""
    made = (shares_picture(trends), map_picture(trends))
    return tuple(picture for picture in made if picture)
