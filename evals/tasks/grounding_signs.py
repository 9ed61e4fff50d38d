"""Signs of a review that says little or says wrong, found by fixed patterns: date alarms, filler, empty praise."""

import re

_CITED = r"(?:references?|citations?|cited|bibliograph\w*|preprints?|arxiv|dated|(?:19|20)\d\d)"
_MODEL = (
    r"(?:models? (?:names?|versions?)|(?:cited|named|evaluated|listed) (?:models?|data ?sets?|benchmarks?)|"
    r"gpt-?\d[\w.-]*|claude|gemini|llama-?\s?\d[\w.-]*|qwen-?\s?\d[\w.-]*|deepseek[\w.-]*)"
)
_ABSENT = (
    r"(?:fictional|fictitious|imaginary|non-?existent|made[- ]up|invented|anachronis\w+|"
    r"(?:do|does|did) not (?:yet |actually )?exist|(?:don't|doesn't) exist|"
    r"(?:is |are |dated |comes? )(?:from|in|into) the future|from the future|"
    r"(?:is|are|was|were|has|have) not (?:yet )?(?:been )?released|unreleased)"
)
_UNREAL = (
    rf"(?:{_ABSENT}|fabricat\w+|hallucinated|future[- ]dat\w+|future (?:publication )?(?:dates?|years?)|"
    r"(?:is|are|was|were|has|have) not (?:yet )?(?:been )?published|post-?dat\w+)"
)
_WRONG = r"(?:wrong|incorrect|erroneous|invalid|impossible|implausible|mistaken|typos?|typographical)"
_DATED = (
    r"(?:(?:references?|citations?|publication) (?:dates?|years?)|"
    r"(?:dates?|years?) (?:of|in) (?:the |these |some |several )?(?:references?|citations?|publications?))"
)
# Pointers inside the paper, which can be wrong without any date.
_INSIDE = re.compile(
    r"\b(?:references?|pointers?) to (?:the )?(?:table|figure|fig|section|equation|theorem|lemma|appendix)",
    re.IGNORECASE,
)
_ALARM = re.compile(
    "|".join(
        rf"\b{one}\b[^.;]{{0,{gap}}}\b{two}\b"
        for one, two, gap in (
            (_CITED, _UNREAL, 60),
            (_UNREAL, _CITED, 30),
            (_MODEL, _ABSENT, 40),
            (_ABSENT, _MODEL, 20),
            (_DATED, _WRONG, 50),
            (_WRONG, _DATED, 30),
        )
    ),
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"^[\s\"'*]*(?:(?:this|the) (?:paper|work|study|article|manuscript|submission) "
    r"(?:presents?|proposes?|introduces?|addresses|tackles|explores?|investigates?|studies|provides?|offers?|is)\b|"
    r"the authors? (?:presents?|proposes?|introduces?|provides?)\b|in this (?:paper|work|study)\b|"
    r"(?:overall|excellent|great|certainly|sure|interesting|impressive|outstanding|thank(?:s| you))\b|"
    r"here (?:is|are)\b|i (?:would like to|thank|appreciate)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "a an and are as at authors article be both by clarity clear clearly comprehensive contribution "
        "contributions convincing easy effective elegant evaluation excellent experiment experimental experiments "
        "extensive follow for good great has have idea ideas important impressive in innovative insightful "
        "interesting introduces is it its method methodology motivated motivation new nice nicely novel novelty of "
        "on organised organized original overall paper performance presentation presents problem proposed quality "
        "readable relevant research results rigorous significant solid sound strong structured study technical "
        "technically that the their thorough timely to topic understand valuable very well well-motivated well- "
        "organised well-organized well-structured well-written with work writing written approach promising",
    )
)


def date_alarm(text: str) -> bool:
    """Whether a reference, a date, a model or a data set is called unreal, from the future, or wrongly dated."""
    return any(_ALARM.search(part) for part in re.split(r"(?<=[.;!?])\s", text) if not _INSIDE.search(part))


def filler(text: str) -> bool:
    """Whether the text opens with words that would open any review."""
    return bool(_FILLER.match(text))


def empty_praise(claim: str) -> bool:
    """Whether a strength names nothing: no figure, and no word that wouldn't fit any paper."""
    return not re.search(r"\d", claim) and all(word.lower() in _EMPTY for word in _WORD.findall(claim))
