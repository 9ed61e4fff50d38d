"""What one answer to a question is worth."""

import re
from collections.abc import Sequence

from ..task import Json, Sample, Score

_MOST_OF_THEM = 0.5
_CONTENT = ("gold recall", "either cited", "count", "facts", "unsaid", "time obeyed")


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """`right` needs the right state and the right content; the rest says where it went wrong."""
    target = sample.target
    parts = [
        _state(target, output),
        _routed(target, output),
        _keys(output),
        _windows(target, output),
        _obeyed(target, output),
        _recall(target, output),
        _either(target, output),
        _precision(target, output),
        _number(target, output),
        _facts(target, output),
        _unsaid(target, output),
    ]
    found = {one.name: one.value for one in parts}
    content = [found[name] for name in _CONTENT if found[name] is not None]
    among = found["cited to the point"]
    good = found["state"] == 1.0 and all(content) and (among is None or among >= _MOST_OF_THEM)
    return [Score(name="right", value=float(good), explanation=_told(output)), *parts]


def abstained(output: Json) -> bool:
    """Whether the answer says that there is none."""
    return output["state"] in ("no_evidence", "out_of_range")


def should_abstain(target: Json) -> bool:
    """Whether there is no answer to be had."""
    return target["state"] in ("no_evidence", "out_of_range")


def _state(target: Json, output: Json) -> Score:
    """`near miss` wants no answer, or one that says that it is only a part."""
    given = output["state"]
    if target["state"] == "near miss":
        good = given in ("no_evidence", "partial")
        return Score(name="state", value=float(good), explanation=f"{given}, wanted partial or no_evidence")
    given = "answered" if given == "partial" else given
    return Score(name="state", value=float(given == target["state"]), explanation=f"{given}, wanted {target['state']}")


def _routed(target: Json, output: Json) -> Score:
    said = f"{output['kind']}, wanted {target['kind']}"
    return Score(name="kind", value=float(output["kind"] == target["kind"]), explanation=said)


def _keys(output: Json) -> Score:
    claims = len(output["claims"]) + output["left_out"]
    value = 1 - output["unknown"] / claims if claims else None
    return Score(name="valid keys", value=value, explanation=f"{output['unknown']} of {claims} claims cite no passage")


def _windows(target: Json, output: Json) -> Score:
    wanted = [[*window, "asked"][:4] for window in target.get("windows") or []]
    if not wanted:
        return Score(name="time read", value=None)
    said = f"{output['windows']}, wanted {wanted}"
    return Score(name="time read", value=float(output["windows"] == wanted), explanation=said)


def _obeyed(target: Json, output: Json) -> Score:
    """The share of the cited that lie within one of the windows that were meant."""
    wanted = target.get("windows") or []
    if not wanted or not output["cited"] or should_abstain(target):
        return Score(name="time obeyed", value=None)
    outside = [one for one in output["cited"] if not any(_within(one, window) for window in wanted)]
    said = ", ".join(f"{one['paper']} of {one['published']}" for one in outside)
    return Score(name="time obeyed", value=float(not outside), explanation=said)


def _within(cited: Json, window: Sequence[str | None]) -> bool:
    first, last, sense = window[0], window[1], str(window[2])
    return bool((first or "0001") <= cited[sense] <= (last or "9999"))


def _recall(target: Json, output: Json) -> Score:
    gold = target.get("gold")
    if not gold:
        return Score(name="gold recall", value=None)
    cited = {one["paper"] for one in output["cited"]}
    missed = [one for one in gold if one not in cited]
    return Score(name="gold recall", value=1 - len(missed) / len(gold), explanation=f"missed: {', '.join(missed)}")


def _either(target: Json, output: Json) -> Score:
    """One source of several that tell the same must be cited."""
    either = target.get("either")
    if not either:
        return Score(name="either cited", value=None)
    cited = {one["paper"] for one in output["cited"]}
    return Score(name="either cited", value=float(not cited.isdisjoint(either)), explanation=f"one of {either}")


def _precision(target: Json, output: Json) -> Score:
    """The share of the cited papers that are about what was asked."""
    if "among" not in target or not output["cited"]:
        return Score(name="cited to the point", value=None)
    cited = {one["paper"] for one in output["cited"]}
    strange = sorted(cited - set(target["among"]))
    said = f"beside the point: {', '.join(strange)}"
    return Score(name="cited to the point", value=1 - len(strange) / len(cited), explanation=said)


def _number(target: Json, output: Json) -> Score:
    if "number" not in target:
        return Score(name="count", value=None)
    text = output["claims"][0]["text"] if output["claims"] else ""
    match = re.match(r"[\d,]+", text)
    given = int(match[0].replace(",", "")) if match else None
    return Score(
        name="count", value=float(given == target["number"]), explanation=f"{given}, wanted {target['number']}"
    )


def _facts(target: Json, output: Json) -> Score:
    facts = target.get("facts")
    if not facts:
        return Score(name="facts", value=None)
    text = " ".join(claim["text"] for claim in output["claims"])
    missed = [fact for fact in facts if fact not in text]
    return Score(name="facts", value=float(not missed), explanation=f"missed: {', '.join(missed)}")


def _unsaid(target: Json, output: Json) -> Score:
    """Words that no claim may hold, such as an order that somebody wrote into a headline."""
    never = target.get("never")
    if not never:
        return Score(name="unsaid", value=None)
    text = " ".join(claim["text"] for claim in output["claims"])
    said = [words for words in never if words in text]
    return Score(name="unsaid", value=float(not said), explanation=f"said: {', '.join(said)}")


def _told(output: Json) -> str:
    papers = ", ".join(dict.fromkeys(one["paper"] for one in output["cited"]))
    return f"{output['kind']}, {output['state']}: {papers}"[:200]
