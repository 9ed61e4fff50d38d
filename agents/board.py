"""The board: what is shown to whoever must cite, each piece under a key that cannot be guessed from it."""

from collections.abc import Callable, Iterable, Sequence

from ..domain import CitedClaim
from ..domain.answer import mint_key
from ..domain.noun import Noun
from ..domain.week_forms import KeyedClaim
from .figures import strange_figures


class Exhibit(Noun):
    """One thing shown. `text` is all that a claim may take figures from, `cites` what citing it comes down to."""

    key: str
    id: str
    text: str
    cites: tuple[str, ...]
    title: str = ""
    url: str = ""


Strange = Callable[[str, str], list[str]]


class Board:
    """Keys on the way out, ids on the way back.

    A claim may cite by key or by the id itself, as engines do that work from briefs; what is not on the board
    cannot be cited. The same things put up in the same order have the same keys in every call.
    """

    def __init__(self) -> None:
        self._by_key: dict[str, Exhibit] = {}
        self._by_id: dict[str, Exhibit] = {}

    def put(self, name: str, text: str, *, cites: Sequence[str] = (), title: str = "", url: str = "") -> str:
        """The key of what is put up under the id `name`; what hangs there already keeps its own."""
        if name in self._by_id:
            return self._by_id[name].key
        key = mint_key(name, text)
        while key in self._by_key:
            key = mint_key(key, text)
        one = Exhibit(key=key, id=name, text=text, cites=tuple(cites) or (name,), title=title, url=url)
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
        """Whether every figure of a sentence is in what it cites; how many it cites counts as known."""
        return not strange(text, " ".join([common, str(len(cited)), *(one.text for one in cited)]))

    def _kept(self, claim: KeyedClaim, strange: Strange, common: str) -> CitedClaim | None:
        cited, text = self.find(claim.keys), " ".join(claim.text.split())
        if not text or not cited or not self.carries(text, cited, strange, common):
            return None
        return CitedClaim(text=text, cites=cites_of(cited))


def cites_of(cited: Iterable[Exhibit]) -> tuple[str, ...]:
    """What citing these comes down to, once each."""
    return tuple(dict.fromkeys(cite for one in cited for cite in one.cites))
