"""Words that are in any abstract, and so name no topic."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LINKING = _words(
    """
    a about across additionally after against al all also among an and another any are as at based be been before
    being between both but by can could de did do does during e each either et even every few for from furthermore g
    had has have he hence her here his how however i i.e. if in into is it its just la less many may might more
    moreover most much must no nor not of on one only onto or other our over own per s same several she should so some
    still such t than that the their them then there therefore these they this those three through thus to too toward
    towards two under us use used uses using versus very via vs was we were what when where which while who whose why
    will with within without would yet you your
    """
)
"""Words that hold phrases together and are in none."""
PROSE = _words(
    """
    ability accuracy achieve achieved achieves achieving across address addresses addressing adjusts allow allowing
    allows analyses analysis analyze application applications approach approaches art available baseline baselines
    benchmark benchmarks best better build building builds called capabilities capability case challenge challenges
    challenging cifar-10 cifar-100 code comparative complex comprehensive conventional correct critical crucial
    current data data-driven dataset datasets demonstrate demonstrated demonstrates demonstrating design designed
    designing despite develop developed developing develops different diverse domain domain-specific domains due
    dynamically early effective effectively effectiveness efficiency efficient efficiently empirical enable enabled
    enables enabling end evaluate evaluating evaluation evaluations example examples existing experiment experimental
    experiments explore explores exploring extensive f1-score faster final finally find findings first focus focused
    framework frameworks further gap general given good high higher hold holds however identify imagenet imagenet-100
    imagenet-1k impact importance important improve improved improvement improvements improves improving include
    includes including information insight insights inspired introduce introduced introduces introducing investigate
    investigating issue issues key known lack large learning level levels leverage leverages leveraging like
    limitation limitations llm-based low lower made make makes making method methodology methods metric metrics mimic-
    iv model models motivated multiple named new non novel number offer offers often open outperform outperforming
    outperforms overall paper papers performance poorly potential present presented presenting presents previous prior
    problem problems process processes propose proposed proposes provide provided provides providing quality rate
    rates ratio real real- recent recently relies rely relying remain remains require required requires requiring
    research result results reveal reveals review robust robustness role scenario scenarios score scores second set
    sets setting settings show showing shown shows significant significantly simple single small solution solutions
    sota source specific state state-of-the-art step steps strong struggle studies study success suffer suffers survey
    system systems tackle target task task-specific tasks technique techniques term terms theoretical third time times
    toward traditional training type types understand understanding understood various way ways well work works world
    """
)
"""No phrase is made of these alone."""
_NOUNS = _words(
    """
    analysis application approach benchmark benchmarks data dataset datasets domain general information large learning
    model models multiple open process quality real review robustness small source state system systems task tasks
    time training understanding world
    """
)
"""Words of prose that names may well begin or end with: `data augmentation`, `language models`."""
AT_NO_END = PROSE - _NOUNS
"""Words of prose that no phrase begins or ends with."""
FIELD = frozenset(
    {
        ("artificial", "intelligence"),
        ("deep", "learning"),
        ("deep", "neural", "network"),
        ("foundation", "model"),
        ("language", "model"),
        ("large", "language", "model"),
        ("machine", "learning"),
        ("neural", "network"),
    }
)
"""Phrases, as `phrases` gives them, that say no more than what the whole field is about."""
