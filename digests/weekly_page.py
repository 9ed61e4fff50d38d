"""All that a page of the week is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from ..domain import Point, Provenance, ReadFirst, Report, Weekly
from .links import TEXTS, anchor, quote_link, web_link
from .pictures import Picture
from .reading import CONFIGURE, EXTRACTIVE, Made, grouped, is_extractive, report_outputs
from .weekly_cites import Places, bare
from .weekly_words import EYES
from .words import strongest

_EXTRACTIVE_WEEK = (
    "News topics stand as sentences of their own items with counts and sources: no consensus, no opinion, "
    "no prediction in words."
)


@dataclass(frozen=True)
class WeekPage:
    """`daily` holds, by paper id, the address of the daily digest that reviewed it, relative to this page."""

    weekly: Weekly
    places: Places
    pictures: tuple[Picture, ...] = ()
    daily: Mapping[str, str] = field(default_factory=dict)

    def first_links(self, one: ReadFirst) -> tuple[str, str]:
        """Where the thing to read is, and its place on this page, each empty where there is none."""
        found = self.places.cited(one.target)
        here = found.target if found.target.startswith("#") else ""
        address = web_link(one.url) or found.beside or (found.target if not here else "")
        return (address, here) if address else (here, "")

    def digest_link(self, paper_id: str) -> str:
        """The paper in its daily digest, or empty."""
        page = self.daily.get(paper_id)
        return f"{quote(page)}#{anchor('paper', paper_id)}" if page else ""

    def quote_link(self, point: Point, paper_id: str) -> str:
        """Where the point's quote stands: at arXiv, or in the daily digest's own copy of the text."""
        target = quote_link(point.quote.url, paper_id)
        if not target.startswith(f"{TEXTS}/"):
            return target
        page = self.daily.get(paper_id)
        return f"{quote(str(PurePosixPath(page).parent))}/{target}" if page else ""

    def points(self, report: Report) -> list[tuple[str, list[Point]]]:
        """The two points that speak most for the paper, and the two that speak most against it."""
        return [
            ("For it", strongest(report.reviews, "strengths", 2)),
            ("Against it", strongest(report.reviews, "weaknesses", 2)),
        ]


def how_read(weekly: Weekly) -> list[str]:
    """Sentences on the engine."""
    if is_extractive(weekly):
        return [EXTRACTIVE, _EXTRACTIVE_WEEK, CONFIGURE]
    return [f"Read with {weekly.engine}."]


def provenances(weekly: Weekly) -> list[Made]:
    """Every output of the week, grouped by kind, prompt, engine and model, in reading order."""
    return grouped(
        [
            *_of_the_week(weekly),
            *(
                (output, report.paper.id, anchor("paper", report.paper.id), made)
                for report in weekly.best
                for output, made in report_outputs(report)
            ),
            *_of_topics(weekly),
        ]
    )


def _of_the_week(weekly: Weekly) -> list[tuple[str, str, str, Provenance]]:
    found = [("Opening", weekly.week, "", weekly.opening_provenance)]
    found += [("Prediction", one.week, "", one.provenance) for one in weekly.predictions]
    found += [("Follow-up", one.prediction.week, "", one.provenance) for one in weekly.follow_ups]
    return [(output, text, target, made) for output, text, target, made in found if made]


def _of_topics(weekly: Weekly) -> list[tuple[str, str, str, Provenance]]:
    found = []
    for report in weekly.topics:
        where = (report.topic.name, anchor("topic", bare(report.topic.id)))
        found += [(f"Analysis ({EYES[one.eye].lower()})", *where, one.provenance) for one in report.analyses]
        found += [("Synthesis", *where, report.synthesis.provenance)] if report.synthesis else []
    return found
