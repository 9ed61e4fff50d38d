"""Names for topics, made of the phrases that set their papers apart from all others."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log

from .phrases import Phrase, phrases
from .plain_words import FIELD

_TERMS = 6
_CANDIDATES = 400
_SINGLE = 0.5
"""What a single word is worth beside a phrase: names are read alone, and single words say little alone."""
_WIDE = 0.05
"""Phrases in more of the other papers than this name no topic: `large language models`."""
_ANYWHERE = 0.1
"""Phrases in more of the other papers than this are no terms either: they would be terms of every other topic."""
_SPOKEN = 0.1
"""The share of the topic's papers that a name of several words stands in at least."""
_MOSTLY = 0.55
_LEAST = 3
"""Papers of the topic in which a term must stand."""


@dataclass(frozen=True)
class Named:
    """A topic's name, and its terms, the most telling first; both empty where its papers have no words in common."""

    name: str
    terms: tuple[str, ...]


@dataclass
class _Count:
    """In how many papers each phrase stands, and in which forms."""

    papers: Counter[Phrase] = field(default_factory=Counter)
    forms: dict[Phrase, Counter[str]] = field(default_factory=dict)
    total: int = 0

    def add(self, text: str) -> None:
        self.total += 1
        for phrase, form in phrases(text).items():
            self.papers[phrase] += 1
            self.forms.setdefault(phrase, Counter())[form] += 1


def name_topics(texts: Sequence[Sequence[str]], others: Sequence[str]) -> list[Named]:
    """Names for topics given the texts of their most central papers; `others` is a sample of all papers.

    A phrase is worth the share of the topic's papers that have it times the logarithm of how much more often it stands
    there than elsewhere: TF-IDF by class, over documents. The logarithm's power, 1.5, favours what is special. No two
    topics have the same name: the one named first keeps it, so give the most important first.
    """
    counts = [_counted(each) for each in texts]
    wanted = {phrase for count in counts for phrase, _ in count.papers.most_common(_CANDIDATES)}
    held = {text: wanted & phrases(text).keys() for text in others}
    anywhere = Counter(phrase for found in held.values() for phrase in found)
    taken: list[set[str]] = []
    return [_named(count, _elsewhere(each, held, anywhere), taken) for count, each in zip(counts, texts, strict=True)]


@dataclass(frozen=True)
class _Elsewhere:
    """In how many of `total` papers that are not the topic's own each phrase stands."""

    papers: Counter[Phrase]
    total: int

    def share(self, phrase: Phrase) -> float:
        return self.papers[phrase] / max(1, self.total)


def _elsewhere(own: Sequence[str], held: Mapping[str, set[Phrase]], anywhere: Counter[Phrase]) -> _Elsewhere:
    among = [held[text] for text in dict.fromkeys(own) if text in held]
    mine = Counter(phrase for found in among for phrase in found)
    return _Elsewhere(anywhere - mine, len(held) - len(among))


def _counted(texts: Sequence[str]) -> _Count:
    count = _Count()
    for text in texts:
        count.add(text)
    return count


def _terms(count: _Count, elsewhere: _Elsewhere) -> list[Phrase]:
    """The most telling phrases, none of which says again what a better one says."""
    worth = {
        phrase: _worth(phrase, papers / count.total, (elsewhere.papers[phrase] + 1) / (elsewhere.total + count.total))
        for phrase, papers in count.papers.most_common(_CANDIDATES)
        if papers >= min(_LEAST, count.total)
    }
    anywhere = {phrase for phrase in worth if elsewhere.share(phrase) > _ANYWHERE}
    left = worth.keys() - _pieces(count, worth)
    # Where all papers are about a few things, the words of those things are said anywhere.
    left = left - anywhere if len(left - anywhere) >= _TERMS else left
    chosen: list[Phrase] = []
    for phrase in sorted(left, key=lambda one: (-worth[one], one)):
        if len(chosen) < _TERMS and all(_apart(phrase, other) for other in chosen):
            chosen.append(phrase)
    return chosen


def _pieces(count: _Count, phrases: Collection[Phrase]) -> set[Phrase]:
    """Phrases that mostly stand within one longer phrase, as `graph neural` does in `graph neural networks`."""
    found = set[Phrase]()
    for whole in phrases:
        for size in range(1, len(whole)):
            parts = {whole[start : start + size] for start in range(len(whole) - size + 1)}
            found |= {part for part in parts if count.papers[whole] >= _MOSTLY * count.papers[part]}
    return found


def _worth(phrase: Phrase, here: float, elsewhere: float) -> float:
    return (_SINGLE if len(phrase) == 1 else 1.0) * here * float(log(max(here / elsewhere, 1.0)) ** 1.5)


def _apart(one: Phrase, other: Phrase) -> bool:
    shared = len(set(one) & set(other))
    return shared < min(len(one), len(other)) and shared <= max(len(one), len(other)) / 2


def _named(count: _Count, elsewhere: _Elsewhere, taken: list[set[str]]) -> Named:
    """By the first term of several words, or acronym, that is not said of half the field; else by two terms joined."""
    terms = _terms(count, elsewhere)
    forms = {phrase: _form(count.forms[phrase]) for phrase in terms}
    own = [phrase for phrase in terms if elsewhere.share(phrase) <= _WIDE and phrase not in FIELD]
    often = [phrase for phrase in own if count.papers[phrase] >= _SPOKEN * count.total]
    singles = [one for one in often if " " in forms[one]] + [one for one in own if _acronym(forms[one])]
    ways = [(one,) for one in singles] + [*combinations(own, 2), *combinations(terms, 2)] + [(one,) for one in terms]
    for way in ways:
        words = {word for phrase in way for word in phrase}
        if words not in taken:
            taken.append(words)
            return Named(_capital(", ".join(forms[phrase] for phrase in way)), tuple(forms.values()))
    return Named("", tuple(forms.values()))


def _acronym(form: str) -> bool:
    """`ASR`, `LoRA`: other single words are too often adjectives, or too wide; `GPT-4` is what papers use."""
    return sum(letter.isupper() for letter in form) > 1 and not any(letter.isdigit() for letter in form)


def _form(forms: Counter[str]) -> str:
    """The most usual form; of those that differ in capitals alone, the one of running text."""
    spelt: dict[str, Counter[str]] = {}
    for form, times in forms.items():
        spelt.setdefault(form.lower(), Counter())[form] += times
    usual = max(spelt, key=lambda small: (sum(spelt[small].values()), small))
    return min(spelt[usual], key=lambda form: (sum(word[:1].isupper() for word in form.split()), -spelt[usual][form]))


def _capital(name: str) -> str:
    """With a capital at the start, unless the first word has its own (`mRNA`)."""
    first = name.split()[0]
    return name if first != first.lower() else name[0].upper() + name[1:]
