"""The panel that the sample week gets under the starter settings, without a model, and the texts it finds there."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest

from paperwire.domain import Paper, Triage
from paperwire.domain.briefs import TriageBrief
from paperwire.engines.extractive.triage import triage
from paperwire.graphs.routing import out_of_scope, place_all, rank
from paperwire.memory.embedding import Embedder
from paperwire.samples import sample_days, sample_folder, starter_settings
from paperwire.screening import screen_paper
from paperwire.settings import Settings
from paperwire.sources.saved import load_earlier, load_listing

FIRST, *LATER = sample_days()


class Kept(dict[str, bytes]):
    """Vectors made once: a paper of today is an earlier paper tomorrow."""

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        self.update(vectors)


@pytest.fixture(scope="module")
def panels() -> dict[date, list[str]]:
    """The papers that each day's panel reads, best first; every day knows what the days before it read."""
    settings, embed = Settings.model_validate(tomllib.loads(starter_settings())), Embedder(Kept()).embed
    earlier = [paper for paper, _ in load_earlier(sample_folder(FIRST) / "earlier.jsonl")]
    read, known = {paper.id for paper in earlier}, embed([told(paper) for paper in earlier])
    panels = {}
    for day in [FIRST, *LATER]:
        papers = fresh_papers(day, settings, read)
        brief = TriageBrief(papers=tuple(papers), profile=settings.profile)
        form = triage(brief, embed, lambda vectors, known=known: np.asarray((vectors @ known.T).max(1)))
        ranked = rank([Triage(paper_id=score.id, **score.model_dump(exclude={"id"})) for score in form.papers])
        ways = place_all(ranked, settings.selection)
        panels[day] = [one.paper_id for one, way in zip(ranked, ways, strict=True) if way == "review"]
        read |= {paper.id for paper in papers}
        known = np.vstack([known, embed([told(paper) for paper in papers])])
    return panels


def fresh_papers(day: date, settings: Settings, read: set[str]) -> list[Paper]:
    """What triage reads on a day, in the listing's order: screened, each paper once, none read before."""
    found: dict[str, Paper] = {}
    for entry in load_listing(sample_folder(day) / "listing.rss.xml", day).entries:
        if isinstance(entry, Paper) and entry.id not in read and not out_of_scope(entry, settings):
            found.setdefault(entry.id, screen_paper(entry)[0])
    return list(found.values())


def told(paper: Paper) -> str:
    return f"{paper.title}. {paper.abstract}"


def texts_of(day: date) -> set[str]:
    return {path.stem for path in (sample_folder(day) / "texts").glob("*.html")}


def test_the_first_day_s_panel_reads_whole_papers_only(panels: dict[date, list[str]]) -> None:
    assert len(panels[FIRST]) == 6
    assert set(panels[FIRST]) <= texts_of(FIRST)


@pytest.mark.parametrize("day", LATER, ids=str)
def test_a_later_day_s_texts_are_those_of_papers_that_its_panel_reads(day: date, panels: dict[date, list[str]]) -> None:
    assert len(panels[day]) == 6
    assert texts_of(day)
    assert texts_of(day) <= set(panels[day])
