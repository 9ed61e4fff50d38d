"""One reader's findings: sentences chosen by cue and place under claims of fixed words, checks, and no scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...domain import Lens
from ...domain.briefs import ReviewBrief
from ...domain.forms import QuotedPoint, ReviewFindings
from . import cues
from .checks import Gap, gaps
from .choose import place, strongest
from .sentences import Sentence, read_sentences
from .summary import tell_for

_NEAR = 0.6
_LIMITS = 3


@dataclass(frozen=True)
class _Strength:
    lens: Lens
    claim: str
    shows: Callable[[Sentence], bool]
    limit: int = 1
    weight: Callable[[Sentence], float] = place


def _own(sentence: Sentence) -> bool:
    return sentence.part not in ("related", "limitations", "appendix")


def _costed(sentence: Sentence) -> bool:
    bare = cues.REFERENCE.sub(" ", sentence.text)
    return bool(cues.COST.search(bare) and cues.FIGURE.search(bare)) and sentence.part != "related"


def _ablates(sentence: Sentence) -> bool:
    found = cues.TAKEN_AWAY.search(sentence.text) and cues.ABLATION.search(sentence.text + sentence.section)
    return bool(found) and not cues.DENIED.search(sentence.text)


def _links(sentence: Sentence) -> bool:
    return bool(cues.CODE.search(sentence.text) and cues.LINK.search(sentence.text))


def _figured(sentence: Sentence) -> float:
    """A sentence with a figure in it tells more than the announcement of a table."""
    return place(sentence) + 2 * bool(cues.FIGURE.search(cues.REFERENCE.sub(" ", sentence.text)))


def _spread(sentence: Sentence) -> bool:
    found = cues.RUNS.search(sentence.text) and cues.SPREAD.search(sentence.text)
    return bool(found) and not cues.DENIED.search(sentence.text)


def _differs(sentence: Sentence) -> bool:
    return sentence.part not in ("limitations", "appendix", "experiments") and bool(cues.DIFFERS.search(sentence.text))


def _gap(sentence: Sentence) -> bool:
    own = cues.CONTRIBUTION.search(sentence.text) or cues.ABOUT.search(sentence.text)
    return bool(cues.GAP.search(sentence.text)) and not own


_STRENGTHS = (
    _Strength("method", "States its main contribution", lambda s: _own(s) and bool(cues.CONTRIBUTION.search(s.text))),
    _Strength("method", "States a theoretical result", lambda s: _own(s) and cues.is_guarantee(s)),
    _Strength("method", "Gives figures on its cost", lambda s: _own(s) and _costed(s)),
    _Strength("method", "Points to its code", lambda s: s.part != "related" and _links(s)),
    _Strength("evidence", "Reports a measured gain", cues.is_gain, 2),
    _Strength(
        "evidence", "Tests its parts in an ablation", lambda s: s.part == "experiments" and _ablates(s), 1, _figured
    ),
    _Strength("evidence", "Says how the results vary", lambda s: s.part in ("experiments", "appendix") and _spread(s)),
    _Strength("novelty", "Claims to be first", lambda s: _own(s) and bool(cues.FIRST.search(s.text))),
    _Strength("novelty", "Says how it differs from earlier work", _differs, 2),
    _Strength("novelty", "Names the gap it fills", lambda s: s.part in ("abstract", "introduction") and _gap(s)),
)


def review(brief: ReviewBrief) -> ReviewFindings:
    """What this lens finds. Every quote is an exact piece of a section; a brief without readable text finds nothing."""
    sentences = read_sentences(brief.text)
    strengths = _strengths(brief.lens, sentences)
    taken = [sentence for _, sentence in strengths]
    missing = gaps(brief.text, sentences, brief.lens)
    weaknesses = [*_stated_limits(brief.lens, sentences, taken), *((gap.claim, gap.sentence) for gap in missing)]
    return ReviewFindings(
        summary=tell_for(brief.lens, sentences),
        strengths=[QuotedPoint(claim=claim, quote=sentence.text) for claim, sentence in strengths],
        weaknesses=[QuotedPoint(claim=claim, quote=sentence.text) for claim, sentence in weaknesses],
        questions=_questions(brief, missing),
    )


def _strengths(lens: Lens, sentences: Sequence[Sentence]) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    for kind in _STRENGTHS:
        if kind.lens == lens:
            showing = (s for s in sentences if kind.shows(s))
            found += [(kind.claim, s) for s in strongest(showing, kind.limit, kind.weight, [t for _, t in found])]
    return found


def _stated_limits(lens: Lens, sentences: Sequence[Sentence], taken: Sequence[Sentence]) -> list[tuple[str, Sentence]]:
    """Limits of the experiments go to the reader of evidence, all others to the reader of the method."""
    if lens == "novelty":
        return []
    mine = (s for s in sentences if cues.is_limit(s) and bool(cues.TESTING.search(s.text)) == (lens == "evidence"))
    return [("States a limit of its own", s) for s in strongest(mine, _LIMITS, place, taken)]


def _questions(brief: ReviewBrief, missing: Sequence[Gap]) -> list[str]:
    asked = [gap.question for gap in missing]
    if brief.lens == "novelty":
        near = [work for work in brief.prior_work if work.similarity >= _NEAR]
        asked += [
            f"How does it differ from “{w.title}” ({w.paper_id}, similarity {w.similarity:.2f})?" for w in near[:2]
        ]
    return asked
