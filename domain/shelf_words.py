"""Where a question wants to be looked up, if it says so: in the news, in digests, among the predictions."""

import re

from .kinds import Kind
from .noun import Noun

# `Which papers were in the news?` asks for papers: what it asks for comes first.
_PAPERS = r"\b(?:papers?|preprints?|articles?|publications?|submissions?)\b"
_ASKING = (
    r"(?:which|what|any|how many|number of|list|show(?: me)?|find|give me|the|latest|recent|newest|top|all|more|of)"
)
_OF_PAPERS = r"(?:recommend\w*|articles?|classif\w*|summari\w*|detect\w*|generat\w*|dataset\w*|corp(?:us|ora)|verif\w*)"
_BETWEEN = rf"(?:(?!{_PAPERS})\w+\s+){{0,2}}?"
_SAYS = (
    r"\b(?:says?|said|tells?|told|reports?|reported|writes?|wrote|written|mention\w*|cover\w*|contain\w*|stands?|"
    r"stood)\b"
)

_SHELVES: tuple[tuple[Kind, str], ...] = (
    ("story", r"\b(?:in|by|from|of) the (?:news|press|media|headlines)\b"),
    ("story", r"\bnews (?:stor(?:y|ies)|items?|headlines?|topics?)\b"),
    ("story", rf"(?:^\W*|\b{_ASKING}\s+{_BETWEEN})(?<!fake )(?:news|headlines?)\b(?!\s+{_OF_PAPERS})"),
    ("story", rf"\b{_ASKING}\s+{_BETWEEN}stories\b"),
    ("digest", r"\b(?:the|last|this|latest|your|my|that) weekly(?: digests?)?\b|\bweekly digests?\b"),
    ("direction", r"\bdirections?\s+(?:(?:did|have|do)\s+)?(?:you|the panel)\s+(?:\w+\s+)?(?:propos\w*|suggest\w*)\b"),
    ("direction", r"\b(?:how many|number of)\s+(?:(?:proposed|open|research|new)\s+)*directions?\b"),
    (
        "digest",
        rf"\b(?:digests?\b(?=.*{_SAYS})|(?<=in the )digests?\b|(?<=in your )digests?\b(?=\s+(?:of|for|from)\b))",
    ),
)
_PREDICTED = re.compile(
    r"\b(?:did|do|have|had)\s+you\s+(?:ever\s+)?(?:predict\w*|forecast\w*|expect\w*)\b|"
    r"\byou(?:r)?\s+(?:own\s+)?(?:earlier\s+|past\s+|last\s+)?(?:predict\w*|forecast\w*)\b|"
    r"\b(?:was|were|been)\s+predicted\s+(?:last|in|for|earlier|before|by you)\b|"
    r"\b(?:predictions?|forecasts?)\s+(?:(?:that|which|have|has)\s+)?(?:came|come|turned out|proved|held)\b|"
    r"\b(?:predictions?|forecasts?)\s+(?:of|in|from)\s+(?:the\s+(?:week|weekly|digests?)|yours)\b|"
    r"\b(?:predictions?|forecasts?)\s+(?:are|were|is|was|remain)\s+(?:\w+\s+)?"
    r"(?:open|pending|undecided|true|right|wrong|false|settled|due)\b|"
    r"\bhow many\s+(?:\w+\s+)?(?:predictions?|forecasts?)\s+(?:did|do|have|had|are|were)\s+(?:you|there)\b",
    re.IGNORECASE,
)
_OF_PREDICTIONS = re.compile(
    r"\b(?:predict\w*|forecast\w*|expect\w*|came true|come true|turned out|right|true|fate|held|open|pending|"
    r"undecided|settled|false|incorrect|correct|fail\w*|remain\w*|yours)\b",
    re.IGNORECASE,
)


class ShelfReading(Noun):
    """The kinds of records that a question names, none for any; `rest` is the question without those words.

    `predicted`: it asks for what weekly digests have predicted. `weekly`: it means weekly digests, not daily ones.
    """

    kinds: tuple[Kind, ...] = ()
    predicted: bool = False
    weekly: bool = False
    rest: str


def read_shelf(question: str) -> ShelfReading:
    """The shelf that a question whose time words have been taken out names."""
    if _PREDICTED.search(question):
        return ShelfReading(predicted=True, rest=_OF_PREDICTIONS.sub(" ", _PREDICTED.sub(" ", question)))
    asked = re.search(_PAPERS, question, re.IGNORECASE)
    found = [
        (match.start(), kind)
        for kind, pattern in _SHELVES
        if (match := re.search(pattern, question, re.IGNORECASE)) and (not asked or match.start() < asked.start())
    ]
    if not found:
        return ShelfReading(rest=question)
    _, kind = min(found)
    rest = question
    for _, pattern in (one for one in _SHELVES if one[0] == kind):
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    weekly = kind == "digest" and bool(re.search(r"\bweekly\b", question, re.IGNORECASE))
    return ShelfReading(kinds=(kind,), weekly=weekly, rest=rest)
