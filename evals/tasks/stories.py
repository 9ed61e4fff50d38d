"""Stories, measured: do headlines that tell one event end up together, and no others with them?

A case is an item among all items of its group. Our own few items ship; a folder of real data has a labelled week of AI
news (`week`, whose figures have plain names) and stories of business and technology from 2014 (`uci …`).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from ...memory.embedding import Embedder
from ...stories import Embed, find_stories
from ..task import Bench, Json, Sample, Solver, Task
from .stories_baselines import Grouping, all_together, by_meaning, by_title_words, each_alone
from .stories_cases import item_of, story_cases
from .stories_figures import figures, score, summary

Groups = Callable[[Sequence[Sample]], Grouping]


def stories_task(embed: Embed | None = None) -> Task:
    """The task; `embed` stands in for the packaged model."""
    embedded = embed or Embedder().embed

    def found(samples: Sequence[Sample]) -> Grouping:
        stories = find_stories([item_of(one) for one in samples], embedded)
        return [[item.id for item in story.items] for story in stories]

    return Task(
        name="stories",
        description="finds which headlines tell one story, among those of a week",
        agent="",
        samples=story_cases,
        solver=_solver(found),
        scorer=score,
        summary=summary,
        primary="pairwise F1",
        baselines={
            "tfidf": _solver(lambda samples: by_title_words([item_of(one) for one in samples])),
            "meaning": _solver(lambda samples: by_meaning([item_of(one) for one in samples], embedded)),
            "alone": _solver(lambda samples: each_alone([item_of(one) for one in samples])),
            "together": _solver(lambda samples: all_together([item_of(one) for one in samples])),
        },
        figures=figures,
    )


def _solver(groups: Groups) -> Solver:
    async def solve(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
        return _answers(samples, await asyncio.to_thread(groups, samples))

    return solve


def _answers(samples: Sequence[Sample], grouping: Grouping) -> dict[str, Json]:
    """For each item those it was put with, and those of its marked story, as far as they were asked about."""
    scored = {one.id for one in samples if not one.target["ambiguous"]}
    beside = {id_: group for group in grouping for id_ in group}
    return {
        one.id: {
            "with": sorted({one.id, *(id_ for id_ in beside[one.id] if id_ in scored)}),
            "same": sorted(scored & {*one.target["same"]}),
        }
        for one in samples
    }


TASK = stories_task()
