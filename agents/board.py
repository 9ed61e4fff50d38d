"""The board: what is shown to whoever must cite, each piece under a key that cannot be guessed from it."""

from collections.abc import Callable, Iterable, Sequence

from ..domain import CitedClaim
from ..domain.answer import mint_key
from ..domain.noun import Noun
from ..domain.week_forms import KeyedClaim
from ..prompts import defused, fence
from .figures import strange_figures

_TAGS = ("topic", "story", "item", "analysis", "trend", "paper", "prediction")


class Exhibit(Noun):
    """One thing shown. `text` is all that a claim may take figures from.

    `stands_for` are the ids that it gathers, the leading one first, where it has no place of its own to be cited.
    """

    key: str
    id: str
    text: str
    stands_for: tuple[str, ...] = ()
    title: str = ""
    url: str = ""


Strange = Callable[[str, str, int], list[str]]
"""Text, all that is known, and how many things are cited, to the figures that are not at home."""


class Board:
    """Keys on the way out, ids on the way back.

    A claim may cite by key or by the id itself, as engines do that work from briefs; what is not on the board
    cannot be cited. The same things put up in the same order have the same keys in every call.
    """

    def __init__(self) -> None:
        self._by_key: dict[str, Exhibit] = {}
        self._by_id: dict[str, Exhibit] = {}

    def put(self, name: str, text: str, *, stands_for: Sequence[str] = (), title: str = "", url: str = "") -> str:
        """The key of what is put up under the id `name`; what hangs there already keeps its own."""
        if name in self._by_id:
            return self._by_id[name].key
        key = mint_key(name, text)
        while key in self._by_key:
            key = mint_key(key, text)
        one = Exhibit(key=key, id=name, text=text, stands_for=tuple(stands_for), title=title, url=url)
        self._by_key[key] = self._by_id[name] = one
        return key

    def find(self, references: Iterable[str]) -> list[Exhibit]:
        """What the keys or ids stand for, once each; unknown ones are passed over."""
        found = (self._by_key.get(bare) or self._by_id.get(bare) for bare in (one.strip(" []") for one in references))
        return list({one.id: one for one in found if one}.values())

    def checked(
        self, claims: Iterable[KeyedClaim], strange: Strange = strange_figures, common: str = ""
    ) -> tuple[tuple[CitedClaim, ...], int]:
        """The claims that stand, with ids for keys, and how many do not.

        One stands if it cites something on the board and every figure in it is there too, or in `common`.
        """
        kept = [self._kept(claim, strange, common) for claim in claims]
        standing = tuple(claim for claim in kept if claim)
        return standing, len(kept) - len(standing)

    def carries(self, text: str, cited: Sequence[Exhibit], strange: Strange, common: str = "") -> bool:
        """Whether every figure of a sentence is in what it cites or in `common`."""
        return not strange(text, "\n".join([common, *(one.text for one in cited)]), len(cited))

    def _kept(self, claim: KeyedClaim, strange: Strange, common: str) -> CitedClaim | None:
        cited, text = self.find(claim.keys), " ".join(claim.text.split())
        if not text or not cited or not self.carries(text, cited, strange, common):
            return None
        return CitedClaim(text=text, cites=cites_of(cited))


def leaf(text: str) -> str:
    """Text from outside that can neither close nor open any fence of a week's prompts."""
    return defused(text, *_TAGS)


def panel(tag: str, text: str, **attributes: str) -> str:
    """A fence that holds no other: its text is all from outside."""
    return fence(tag, leaf(text), **attributes)


def cites_of(cited: Iterable[Exhibit]) -> tuple[str, ...]:
    """What citing these comes down to; of what is gathered the leading one, unless another is cited by itself."""
    things = tuple(cited)
    named = {one.id for one in things if not one.stands_for}
    gathered = {one.stands_for[0] for one in things if one.stands_for and not named.intersection(one.stands_for)}
    ordered = (one.stands_for[0] if one.stands_for else one.id for one in things)
    return tuple(dict.fromkeys(cite for cite in ordered if cite in named | gathered))
