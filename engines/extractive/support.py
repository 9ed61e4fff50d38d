"""Support without a model: a claim stands if one of its passages has nearly all of its words."""

from ...domain.answer import Source
from ...domain.answer_forms import ClaimVerdict, SupportForm
from ...domain.briefs import SupportBrief, UncheckedClaim
from ...domain.mentions import mentioned
from ...domain.scope import topic_words

_ALL_BUT_A_FEW = 0.85
_HALF = 0.6


def overlap(brief: SupportBrief) -> SupportForm:
    """One verdict a claim, by the share of its content words that its best passage mentions."""
    return SupportForm(verdicts=[_verdict(claim) for claim in brief.claims])


def _verdict(claim: UncheckedClaim) -> ClaimVerdict:
    share = max((_share(claim.text, source) for source in claim.sources), default=0.0)
    reason = "" if share >= _ALL_BUT_A_FEW else f"its best passage has {share:.0%} of its words"
    verdict = "supported" if share >= _ALL_BUT_A_FEW else "in part" if share >= _HALF else "unsupported"
    return ClaimVerdict.model_validate({"number": claim.number, "verdict": verdict, "reason": reason})


def _share(text: str, source: Source) -> float:
    words = topic_words(text)
    return len(mentioned(words, f"{source.title}. {source.text}")) / len(words) if words else 0.0
