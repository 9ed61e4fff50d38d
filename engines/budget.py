"""The reader's ceilings for one run and for the month, kept while calls are in flight."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from ..domain.errors import BudgetSpent
from ..settings import Budget


@dataclass(eq=False)
class Charge:
    """Tokens and US dollars of one call: first what it may take at most, in the end what it took."""

    tokens: int = 0
    usd: float = 0.0

    def set(self, other: "Charge") -> None:
        self.tokens, self.usd = other.tokens, other.usd


class Purse:
    """Spends no more than the budget: a call is let through only if its worst case still fits, in run and month.

    While others are in flight, a call that does not fit waits for what they leave over. Only the second try at a reply
    that did not fit its form is not reserved for: the ceiling can be passed by that one request.
    """

    def __init__(self, budget: Budget, month: Charge | None = None) -> None:
        """`month` is what was spent in this month before the run."""
        self._budget = budget
        self._month = month or Charge()
        self._spent = Charge()
        self._reserved: list[Charge] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._stop: BudgetSpent | None = None

    @contextmanager
    def _held(self, worst: Charge) -> Iterator[Charge]:
        taken = Charge()
        self._reserved.append(worst)
        try:
            yield taken
        finally:
            self._reserved.remove(worst)
            self._spent.tokens += taken.tokens
            self._spent.usd += taken.usd
            self._wake()

    @asynccontextmanager
    async def reserve(self, worst: Charge) -> AsyncIterator[Charge]:
        """Room for one call. The caller writes what it really took into the yielded charge, nought until then.

        Raises:
            BudgetSpent: there is no room, nor will there be.
        """
        while self._stop is None and self._reserved and not self._fits(worst):
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn
        if self._stop is None and not self._fits(worst):
            self._stop = self._refusal(worst)
            self._wake()
        if self._stop:
            raise BudgetSpent(self._stop.message, self._stop.remedy)
        with self._held(worst) as taken:
            yield taken

    def _wake(self) -> None:
        for turn in self._waiting:
            if not turn.done():
                turn.set_result(None)
        self._waiting.clear()

    def _fits(self, worst: Charge) -> bool:
        return not self._crossed(worst)

    def _crossed(self, worst: Charge) -> str:
        """The setting that the call might cross; empty if it fits."""
        charges = (self._spent, *self._reserved, worst)
        tokens = sum(charge.tokens for charge in charges)
        usd = sum(charge.usd for charge in charges)
        budget, month = self._budget, self._month
        ceilings = {
            "budget.tokens": 0 < budget.tokens < tokens,
            "budget.usd": 0 < budget.usd < usd,
            "budget.month_tokens": 0 < budget.month_tokens < month.tokens + tokens,
            "budget.month_usd": 0 < budget.month_usd < month.usd + usd,
        }
        return next((name for name, crossed in ceilings.items() if crossed), "")

    def _refusal(self, worst: Charge) -> BudgetSpent:
        name = self._crossed(worst)
        per_month = name.startswith("budget.month")
        tokens = self._spent.tokens + (self._month.tokens if per_month else 0)
        usd = self._spent.usd + (self._month.usd if per_month else 0.0)
        in_money = name.endswith("usd")
        needed, spent = (f"${worst.usd:.4f}", f"${usd:.4f}") if in_money else (f"{worst.tokens:,}", f"{tokens:,}")
        return BudgetSpent(
            f"The next call may take {needed}{'' if in_money else ' tokens'} and would cross {name}; "
            f"{'this month' if per_month else 'this run'} has spent {spent}.",
            f"Raise {name}{' or wait for the next month' if per_month else ''}, and run again: "
            "what is done is not paid for twice.",
        )
