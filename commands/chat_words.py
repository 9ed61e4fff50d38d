"""What else can be typed in a conversation: /sources, /save, /budget, /help."""

from dataclasses import dataclass, field
from pathlib import Path

from ..digests.answer import answer_text, references
from ..domain.answer import Answer
from ..engines import Desk
from ..settings import Budget

COMMANDS = {
    "/sources": "the passages of the last answer in full; /sources 2 shows one",
    "/save": "write the conversation as Markdown: /save FILE",
    "/budget": "calls, tokens and money of this conversation since it was opened",
    "/help": "this list",
    "/quit": "end; the conversation is kept",
}


@dataclass
class Conversation:
    """A conversation under way."""

    name: str
    desk: Desk
    budget: Budget
    answers: list[Answer] = field(default_factory=list)


def obey(line: str, talk: Conversation) -> str | None:
    """What a command says; None if the line is no command but a question."""
    word, _, rest = line.partition(" ")
    match word:
        case "/sources":
            return _sources(talk, rest.strip())
        case "/save":
            return _save(talk, rest.strip())
        case "/budget":
            return _budget(talk)
        case "/help":
            return "\n".join(f"{name:9} {told}" for name, told in COMMANDS.items())
    return f"There is no {word}. {', '.join(COMMANDS)}." if word.startswith("/") else None


def _sources(talk: Conversation, which: str) -> str:
    sources = talk.answers[-1].sources if talk.answers else ()
    if not sources:
        return "The last answer cites nothing."
    if not which:
        return references(talk.answers[-1])
    if not which.isdecimal() or not 0 < int(which) <= len(sources):
        return f"The last answer cites 1 to {len(sources)}."
    source = sources[int(which) - 1]
    return f"[{which}] {source.title}\n{source.url}\n\n{source.text}"


def _save(talk: Conversation, where: str) -> str:
    if not where:
        return "Name a file: /save FILE"
    parts = [f"# {talk.name}"]
    parts += [f"## {answer.question.asked}\n\n{answer_text(answer)}" for answer in talk.answers]
    path = Path(where).expanduser()
    try:
        path.write_text("\n\n".join(parts), encoding="utf-8")
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}."
    return f"{len(talk.answers)} answers written to {path}."


def _budget(talk: Conversation) -> str:
    rows = talk.desk.tally.usage()
    tokens = sum(row.prompt_tokens + row.completion_tokens for row in rows)
    costs = [row.cost for row in rows if row.engine != "extractive"]
    money = "price unknown" if None in costs else f"${sum(cost or 0.0 for cost in costs):.4f}"
    limits = [f"{talk.budget.tokens:,} tokens"] if talk.budget.tokens else []
    limits += [f"${talk.budget.usd:.2f}"] if talk.budget.usd else []
    told = f"{talk.desk.tally.calls} calls, {talk.desk.tally.cached} from what is kept; {tokens:,} tokens, {money}"
    return f"{told}; the limit is {' and '.join(limits)}." if limits else f"{told}; no limit is set."
