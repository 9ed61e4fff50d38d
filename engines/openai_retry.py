"""Another attempt at what may pass: growing pauses with jitter, or as long as the server asks for."""

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .openai_faults import Busy

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

LONGEST_PAUSE_S = 60.0


def pause_s(attempt: int, busy: BaseException | None, rng: random.Random) -> float:
    """Seconds to wait after the attempt (1 is the first): 0.5 to 1 times 1, 2, 4 ... or what the server asked for."""
    asked = busy.retry_after if isinstance(busy, Busy) else None
    if asked is not None:
        return min(asked, LONGEST_PAUSE_S) + rng.random()
    return min(2.0 ** (attempt - 1), LONGEST_PAUSE_S) * (0.5 + rng.random() / 2)


async def persist(action: Callable[[], Awaitable[T]], attempts: int, sleep: Sleep, rng: random.Random) -> T:
    """The action's result; `Busy` is met with another attempt.

    Raises:
        Unreachable: the last attempt was no better.
    """
    from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

    async def once() -> T:
        return await action()

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return pause_s(state.attempt_number, error, rng)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Busy),
        stop=stop_after_attempt(attempts),
        wait=pause,
        sleep=sleep,
        reraise=True,
    )
    try:
        return await retrying(once)
    except Busy as busy:
        raise busy.given_up(attempts) from busy
