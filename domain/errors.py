"""What can go wrong, sorted by what the reader can do about it."""

from .usage import Usage


class PaperwireError(Exception):
    """An error with its remedy: what happened, and which setting or command mends it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class SettingsError(PaperwireError):
    """The settings file is wrong: the message names file and key."""


class SourceError(PaperwireError):
    """A listing or a text could not be fetched or read."""


class ArchiveError(PaperwireError):
    """The archive on disk is locked, damaged, full or made for another embedding model."""


class EngineError(PaperwireError):
    """One assignment came to nothing; others may still succeed."""

    kind = "error"
    usage: Usage = Usage()
    """Tokens that were spent before it came to nothing."""
    call: str = ""
    """The ledger's name for the call, if it cost tokens."""


class Unreachable(EngineError):
    """The server did not answer in time, or answered with a fault, after every retry."""

    kind = "unreachable"


class TimedOut(Unreachable):
    """The server took longer than the reader's patience, at every attempt."""

    kind = "timeout"


class BadReply(EngineError):
    """The reply does not fit the schema."""

    kind = "garbage"


class EmptyReply(BadReply):
    """The server answered without a message."""

    kind = "empty"


class TruncatedReply(BadReply):
    """The reply ran into the output limit."""

    kind = "truncated"


class Refusal(EngineError):
    """The model declined the assignment."""

    kind = "refusal"


class RunStopped(EngineError):
    """Nothing more can be asked in this run: what is open is deferred, what is done is kept."""

    kind = "stopped"


class AccessDenied(RunStopped):
    """The key was refused (HTTP 401 or 403)."""

    kind = "access"


class QuotaExhausted(RunStopped):
    """The account has no money or quota left; waiting does not help."""

    kind = "quota"


class BudgetSpent(RunStopped):
    """The reader's own ceiling of tokens or money is reached."""

    kind = "budget"
