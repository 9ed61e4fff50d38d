"""Sends a question to who can answer it: by rules where they are sure, else by a model."""

import re

from ..domain.answer import Question, QuestionKind
from ..domain.answer_forms import RoutingForm
from ..domain.briefs import RouterBrief
from ..domain.shelf_words import read_shelf
from ..domain.timespans import is_change
from ..engines.assignment import Assignment, Reply
from ..prompts import fence
from .staff import Staff

_DECIDED = (
    r"(?:you|your|panel|triage|(?:was|were|been|got|gets?|given)\b.{0,60}\b(?:select\w*|reviewed|reject\w*|accept\w*|"
    r"dropped|filtered|shortlisted|deferred|scored|rated|picked|left out|passed over)|"
    r"(?:a|an) (?:10|[1-9])\b(?! percent))"
)
# The first rule that fits decides; `how many experts` is a question to a paper, `how many papers` one to the database.
_RULES: tuple[tuple[QuestionKind, str], ...] = (
    (
        "why",
        rf"^\W*(?:and |so |but )?(?:why|how come|what made|for what reason)\b.*(?:\b{_DECIDED}|\d{{4}}\.\d{{4,5}})",
    ),
    ("why", rf"\breasons?\b.{{0,30}}\b{_DECIDED}.*\d{{4}}\.\d{{4,5}}"),
    (
        "count",
        r"\b(?:how many|(?:the )?number of|count)\b(?:\s+(?!of\b)[\w-]+){0,3}?\s+(?:of (?:the|them|these|those)\b|"
        r"papers?|articles?|preprints?|works?|studies|submissions?|publications?|reviews?|digests?|days|duplicates|"
        r"stor(?:y|ies)|headlines?|news|(?:proposed|open|research) directions?)\b",
    ),
    (
        "count",
        r"\bhow many\b.*\b(?:did|have|were|was)\b.*\b(?:you|read|select\w*|review\w*|reject\w*|fail\w*|defer\w*)\b",
    ),
    (
        "directions",
        r"\bwhat\b.{0,20}\b(?:could|can|should|might|shall|would)\b.{0,12}\b(?:i|we|one|you)\b.{0,20}"
        r"\b(?:try|explore|work on|build|investigate|study|tackle|attempt|do next)\b|"
        r"\b(?:future|open|promising|unexplored|research|new)\s+(?:research\s+)?"
        r"(?:directions?|problems?|questions?|ideas?)\b|"
        r"\b(?:which|what)\s+(?:\w+\s+)?directions\b|"
        r"\b(?:ideas?|experiments?)\s+(?:for|to try|on)\b|\bfollow-?up (?:work|experiments?|ideas?|projects?)\b|"
        r"\bwhat(?:'s| is)\s+(?:left|still open|unsolved|missing)\b|\bwhere (?:could|should|can) (?:i|we) go\b",
    ),
    (
        "compare",
        r"\b(?:compare|contrast|versus|vs\.?)\b|\bdifferences? between\b|"
        r"\bin common\b|\bhow (?:do|does|is|are|did)\b"
        r".{3,120}\bdiffer\w*\b|"
        r"\b(?:better|worse|faster|cheaper)\b.{0,60}\bor\b|\bside by side\b|\bhold\b.*\bagainst\b",
    ),
    (
        "find",
        r"^\W*(?:and |so |but )?(?:which|what|who|where|find|show|list|search|give me|any|anything|are there|is there|"
        r"have you|did you|do you|does|do|tell me|summari[sz]e|describe|explain|"
        r"how (?:do|does|is|are|can)|papers?|works?|news|stories|headlines?|digests?)\b",
    ),
)
_MORE_OR_FEWER = re.compile(r"\b(?:more|fewer|less)\s+(?:papers|preprints|articles|stories|news)\b", re.IGNORECASE)


def route_by_rules(question: str) -> QuestionKind | None:
    """The kind of a question, or None where no rule fits."""
    if read_shelf(question).predicted:
        return "find"
    if not re.search(_RULES[0][1], question, re.IGNORECASE) and is_change(question):
        counted = re.search(_RULES[2][1], question, re.IGNORECASE) or _MORE_OR_FEWER.search(question)
        return "count" if counted else "change"
    return next((kind for kind, rule in _RULES if re.search(rule, question, re.IGNORECASE)), None)


async def route(staff: Staff, asked: str, previous: Question | None) -> Reply[RoutingForm]:
    """Kind and standalone wording as a model sees them; the extractive engine takes the question as it is.

    Raises:
        EngineError: there is no answer.
    """
    before = "(this is the first question)"
    if previous:
        before = fence("previous", previous.understood, kind=previous.kind, papers=" ".join(previous.scope.paper_ids))
    return await staff.desk.fulfil(
        Assignment(
            agent="router",
            prompt=staff.prompt("router"),
            variables={"question": fence("question", asked), "previous": before},
            brief=RouterBrief(asked=asked, previous=previous),
            form=RoutingForm,
            findings=RoutingForm,
            label=f"route {asked[:40]!r}",
            max_output_tokens=staff.output_tokens("router"),
        )
    )
