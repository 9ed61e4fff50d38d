"""The week in words: its name, its numbers, what is missing, and why a part is empty."""

from datetime import date

from ..domain import CitedClaim, Eye, Fate, FollowUp, Prediction, TopicReport, TopicSynthesis, Weekly
from ..domain.window import span_told
from .day import Number
from .news_words import failed_line
from .text import one_line
from .trend_words import percent
from .words import counted, listed

EYES: dict[Eye, str] = {"technical": "Technical", "market": "Market and industry", "policy": "Policy and society"}
FATES: dict[Fate, str] = {
    "came true": "came true",
    "did not": "did not come true",
    "open": "still open",
    "cannot tell": "cannot be told",
}
HEADINGS = {
    "read": "Read first",
    "trends": "Trends",
    "papers": "The week's best papers",
    "news": "News",
    "earlier": "What was predicted",
    "ahead": "Predictions",
    "sources": "News sources",
}


def week_name(weekly: Weekly) -> str:
    """`Week 17 of 2026`."""
    year, _, number = weekly.week.partition("-W")
    return f"Week {int(number)} of {year}"


def week_span(weekly: Weekly) -> str:
    """`20 April 2026 to 26 April 2026`."""
    return span_told(weekly.first, weekly.last)


def headline(weekly: Weekly) -> str:
    """The week's numbers in one sentence."""
    counts = weekly.counts
    papers = f"{counts.scanned:,} papers scanned, {counts.selected:,} selected, {counts.reviewed:,} reviewed"
    news = f"{counted(counts.items, 'news item')} in {counted(counts.stories, 'story', 'stories')}"
    opening = "" if counts.days or counts.items else "Nothing was read. "
    return f"{opening}{papers}; {news} from {counted(counts.sources, 'source')}."


def numbers(weekly: Weekly) -> list[Number]:
    """What the week rests on, papers then news, each with its meaning."""
    counts = weekly.counts
    return [
        Number("announced", counts.announced, "every row of the week's listings"),
        Number("scanned", counts.scanned, "distinct papers that triage scored"),
        Number("selected", counts.selected, "above the cut"),
        Number("reviewed", counts.reviewed, "read by the panel"),
        Number("days", len(counts.days), "weekdays with a finished run"),
        Number("news items", counts.items, "kept, each counted once"),
        Number("stories", counts.stories, "what the items tell, one or several of them each"),
        Number("sources", counts.sources, "that brought at least one of the items"),
    ]


def warnings(weekly: Weekly) -> list[str]:
    """What keeps this from being the whole week, most serious first."""
    counts, found = weekly.counts, []
    if not counts.days:
        found.append("No daily run of this week is finished, so it rests on no papers.")
    elif counts.missing:
        found.append(f"{_days(counts.missing)} without a finished run, so what was announced then is not in here.")
    if weekly.written.date() <= weekly.last:
        found.append("The week was not over when this was written.")
    if failed := failed_line(weekly.outcomes):
        found.append(f"{failed} The reasons stand under “{HEADINGS['sources']}”.")
    return found


def _days(days: tuple[date, ...]) -> str:
    named = listed([f"{day:%A} {day.day} {day:%B}" for day in sorted(days)])
    return f"{named} {'is' if len(days) == 1 else 'are'}"


def no_opening(weekly: Weekly) -> str:
    if not weekly.counts.days and not weekly.counts.items:
        return "There was nothing to write about."
    return "No opening was written; the notices tell if the run stopped before it."


def no_read_first(weekly: Weekly) -> str:
    if weekly.best or weekly.topics:
        return "Nothing was chosen; the papers and topics below stand in their own order."
    return "There is nothing to choose from."


def no_trends(weekly: Weekly) -> str:
    trends = weekly.trends
    if not trends.papers:
        return "No papers of this week are remembered, so there are no topics to follow."
    held = counted(trends.papers, "paper")
    return f"No topic among the week's {held} reached {trends.minimum}, the number that a trend needs."


def no_best(weekly: Weekly) -> str:
    if not weekly.counts.days:
        return "No daily run of this week is finished."
    if not weekly.counts.selected:
        return f"Nothing was selected among the {counted(weekly.counts.scanned, 'paper')} that were scanned."
    if not weekly.counts.reviewed:
        return f"{counted(weekly.counts.selected, 'paper was', 'papers were')} selected, none reviewed."
    return "Reviewed papers are not shown: `papers` under [weekly] in paperwire.toml is 0."


def no_topics(weekly: Weekly) -> str:
    if weekly.counts.items:
        return "News was read, and no topic of it was looked at: `topics` under [weekly] in paperwire.toml may be 0."
    if not weekly.outcomes:
        return "No news source was asked: name some under [news] in paperwire.toml, or give a listing with --news."
    if all(one.state == "failed" for one in weekly.outcomes):
        return "Every news source failed."
    return "The sources brought no news that was kept."


def no_predictions(weekly: Weekly) -> str:
    return "None was made: that takes a trend with earlier weeks, or a model."


NO_CLAIMS = "The items hold nothing for this eye."
NO_FOLLOW_UPS = "No prediction of an earlier week was due, or none was made."


def share_expected(prediction: Prediction) -> str:
    """`80% interval of the share: 4.5% to 8.1%`; empty for a prediction in words only."""
    if prediction.share_low is None or prediction.share_high is None:
        return ""
    return f"80% interval of the share: {percent(prediction.share_low)} to {percent(prediction.share_high)}"


def prediction_facts(prediction: Prediction) -> str:
    """`due 2026-W18; 80% interval …; to look at: …`."""
    shown = f"to look at: {one_line(prediction.shown_by)}" if prediction.shown_by else ""
    return "; ".join(part for part in (f"due {prediction.due}", share_expected(prediction), shown) if part)


def prediction_of(prediction: Prediction) -> str:
    """`predicted in 2026-W16; due 2026-W17; …`."""
    return f"predicted in {prediction.week}; {prediction_facts(prediction)}"


def fates(follow_ups: tuple[FollowUp, ...]) -> str:
    """`3 predictions: 2 came true, 1 did not come true`."""
    found = [(sum(one.fate == fate for one in follow_ups), words) for fate, words in FATES.items()]
    told = ", ".join(f"{number} {words}" for number, words in found if number)
    return f"{counted(len(follow_ups), 'prediction')}: {told}."


def topic_facts(report: TopicReport) -> str:
    """`23 items in 4 stories from 9 sources`."""
    items = report.topic.items
    sources = len({item.source for item in items})
    stories = counted(len(report.topic.stories), "story", "stories")
    return f"{counted(len(items), 'item')} in {stories} from {counted(sources, 'source')}"


def dropped_words(dropped: int) -> str:
    """What became of claims that cite nothing; empty where there was none."""
    return f"{counted(dropped, 'claim')} dropped: not borne out by what was shown" if dropped else ""


def synthesis_parts(synthesis: TopicSynthesis) -> list[tuple[str, tuple[CitedClaim, ...], str]]:
    """Heading, claims, and what to say where there are none."""
    return [
        ("Consensus", synthesis.consensus, "The analysts agree on nothing that they can cite."),
        ("Divergence", synthesis.divergence, "No divergence was found."),
        ("What would change the view", synthesis.would_change, "Nothing was named."),
        ("Final take", synthesis.final_take, "None was given."),
    ]


def no_synthesis(report: TopicReport) -> str:
    """Why a topic has neither a synthesis nor excerpts; empty where it has one."""
    if report.synthesis or report.excerpts:
        return ""
    if report.analyses:
        return "The analysts were not joined; the reason stands under the topic's problems."
    return "Nobody looked at this topic; its stories stand below."


def analysts_line(report: TopicReport) -> str:
    """`The analysts: technical, market and industry, policy and society`."""
    return f"The analysts: {', '.join(EYES[one.eye].lower() for one in report.analyses)}"
