"""Takes passages that steer machine readers out of a text, sentence by sentence."""

from typing import NamedTuple

from ..domain.suspicion import Suspicion
from .judge import Finding, Place, goes_on, judge
from .units import Unit, clauses, sentences

MARK = "[a passage addressed to machine readers was taken out here]"


class Screened(NamedTuple):
    """What is left to read, and what was taken out."""

    text: str
    suspicions: tuple[Suspicion, ...]


def screen(text: str, place: Place, where: str = "") -> Screened:
    """`text` with every suspicious passage replaced by a mark; `where` names the place in the suspicions.

    No model is asked. A passage is one sentence, or several where those beside it go on giving orders. Text without a
    finding comes back unchanged.
    """
    units = clauses(text) if place == "title" else sentences(text)
    found = [judge(unit.words, place, _context(units, at, place)) for at, unit in enumerate(units)]
    if not any(found):
        return Screened(text, ())
    groups = _grouped(units, found)
    suspicions = tuple(_suspicion(text, units, found, group, where or f"the {place}") for group in groups)
    return Screened(_without(text, [(units[g.start].start, units[g.stop - 1].end) for g in groups]), suspicions)


def _context(units: list[Unit], at: int, place: Place) -> str:
    """The sentence before, or the rest of a title."""
    beside = units[:at] + units[at + 1 :] if place == "title" else units[max(0, at - 1) : at]
    return " ".join(unit.words for unit in beside)


def _grouped(units: list[Unit], found: list[Finding | None]) -> list[range]:
    """Runs of findings, each with the sentences before and after it that go on giving orders."""
    taken = [one is not None for one in found]
    for step in (range(1, len(units)), range(len(units) - 2, -1, -1)):
        for at in step:
            beside = at - 1 if step.step > 0 else at + 1
            taken[at] = taken[at] or (taken[beside] and goes_on(units[at].words))
    groups: list[range] = []
    for at in (at for at, is_taken in enumerate(taken) if is_taken):
        joined = groups and groups[-1].stop == at
        start = groups.pop().start if joined else at
        groups.append(range(start, at + 1))
    return groups


def _suspicion(text: str, units: list[Unit], found: list[Finding | None], group: range, where: str) -> Suspicion:
    hits = [one for at in group if (one := found[at])]
    return Suspicion(
        place=where,
        passage=text[units[group.start].start : units[group.stop - 1].end],
        rule="; ".join(dict.fromkeys(hit.rule for hit in hits)),
        hidden=any(hit.hidden for hit in hits),
        meaning=" ".join(hit.meaning for hit in hits if hit.meaning),
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], MARK]
        end = stop
    return "".join([*parts, text[end:]])
