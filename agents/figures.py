"""Figures that stand in a sentence and not in what it cites."""

import re

_FIGURE = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_ANY_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# A single digit counts where it is money, a share, a size or a factor: `$5B`, `~2%`, `3x`; not in `GPT-5` or `May 4`.
_UNIT = (
    r"\s?(?:%|per ?cent|percent|[kKMBTGx×]\b|bn\b|[GMTk][WB]\b|(?:thousand|million|billion|trillion|times|points)\b)"
)
_MEASURED_DIGIT = re.compile(rf"(?:[$€£¥]\s?\d|(?<![\w.,-])\d(?={_UNIT}))")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NOUN = r"(article|item|story|stories|source|paper|day|week)s?\b"
_COUNT = re.compile(
    rf"(?<![\w.,])(\d[\d,]*|{'|'.join(_NUMBERS)})(?: of (?:the )?(\d[\d,]*))?\s+(?:[a-z]+ )??{_NOUN}", re.I
)


def strange_figures(text: str, known: str, cited: int = 0) -> list[str]:
    """Figures of two digits or more in `text` that are nowhere in `known`, whatever unit follows them.

    `$13bn` is at home with `13 billion`, not with `1.3 billion`. A single digit counts where it is measured, and the
    parts of a date do not bear it out.
    """
    at_home, measured_at_home = _figures(known), _figures(_ISO_DATE.sub(" ", known))
    measured = {found.end() for found in _MEASURED_DIGIT.finditer(text)}
    strange = []
    for found in _FIGURE.finditer(text):
        single = len(found[0]) == 1
        if single and found.end() not in measured:
            continue
        if _bare(found[0]) not in (measured_at_home if single else at_home):
            strange.append(found[0])
    return strange


def strange_counts(text: str, known: str, cited: int = 0) -> list[str]:
    """As `strange_figures`, for sentences that count: `7 articles`, in digits or words, must be counted as articles in
    `known`. A sentence may count the papers or stories that it cites itself."""
    counted = _counts(known) | {(str(cited), noun) for noun in ("paper", "story")}
    wrong = [number for number, noun in sorted(_counts(text)) if (number, noun) not in counted]
    return wrong + [one for one in strange_figures(text, known) if _bare(one) not in wrong]


def _counts(text: str) -> set[tuple[str, str]]:
    """What is counted: `30 of 500 papers` counts 30 papers and 500."""
    found = set()
    for one in _COUNT.finditer(text):
        noun = {"stories": "story", "item": "article"}.get(one[3].lower(), one[3].lower())
        found |= {(_number(part), noun) for part in (one[1], one[2]) if part}
    return found


def _number(written: str) -> str:
    word = written.lower()
    return str(_NUMBERS.index(word)) if word in _NUMBERS else _bare(written.rstrip(","))


def _figures(text: str) -> set[str]:
    return {_bare(figure) for figure in (*_ANY_FIGURE.findall(text), *re.findall(r"\d+", text))}


def _bare(figure: str) -> str:
    """Without thousands' commas and idle noughts: `04` is 4, `6.0` is 6."""
    whole, _, fraction = figure.replace(",", "").partition(".")
    return ".".join(part for part in (whole.lstrip("0") or "0", fraction.rstrip("0")) if part)
