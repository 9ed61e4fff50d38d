"""The phrases by which authors mark what a sentence is for."""

import re

from .sentences import Sentence


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{p})" for p in patterns), re.IGNORECASE)


CONTRIBUTION = _any(
    r"we (?:\w+ly )?(?:propose|introduce|present|develop|design|establish|formulate|derive)d?\b",
    r"this (?:paper|work|article|study) (?:\w+ly )?(?:propos|introduc|present|develop|establish|address)",
    r"our (?:main|key|core|primary) (?:contribution|idea|insight|result)",
    r"the (?:main|key|core|primary) (?:contribution|idea|insight) (?:of (?:this|our)|is)",
    r"^to (?:address|overcome|tackle|solve|bridge|close|mitigate) [^,.]{3,80}, (?!we\b)\w+",
)
ABOUT = _any(
    r"we (?:\w+ly )?(?:show|demonstrate|study|investigate|provide|offer|identify|reveal)",
    r"we (?:\w+ly )?(?:find|ask|extend|argue|analy[sz]e|prove)",
    r"(?:is|are) an? (?:new|novel|simple|efficient|general|unified)",
    "this (?:paper|work|article|study)",
)
GUARANTEE = _any(
    r"we (?:\w+ly )?(?:prove|establish|derive|guarantee)",
    "provabl",
    "theoretical(?:ly)? (?:guarantee|prove|show|analysis)",
    r"convergence (?:rate|guarantee)",
    "(?:generali[sz]ation|regret|error|complexity|minimax|matching lower|matching upper) bound",
)
GAIN = _any(
    "outperform",
    "surpass",
    "improv(?:e|es|ed|ement|ing)",
    "gains? of",
    "achiev(?:e|es|ed|ing)",
    "speed-?ups?",
    "faster",
    r"exceed(?:s|ed)?",
    r"(?:higher|lower|better|fewer|less|more) [\w -]{0,40}than",
    r"reduc(?:es|ed|ing|tion)[^.]{0,60}\bby",
    "up to",
)
REFERENCE = re.compile(
    r"\b(?:sec(?:tion|s)?|fig(?:ure|s)?|tab(?:le|s)?|eqs?|equation|theorem|appendix|algorithm|corollary|lemma|chapter|"
    r"alg|proposition|version|v)\b\.?\s*\(?[A-Z]?\.?\d+(?:\.\d+)*\)?",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|\\%|percent|×|x\b|times|points?\b|BLEU|dB|hours?|ms\b|GB)|(?<![\w.\[])\d+\.\d+(?![\w\]])"
)
ABLATION = _any(
    "ablat", r"remov(?:e|ing) (?:the|each|any|one) [\w -]{3,40}(?:component|module|term|loss)", "component-wise"
)
TAKEN_AWAY = _any("ablat", "remov(?:es?|ed|ing|al)", "without the", "replac(?:es?|ed|ing)")
SPREAD = re.compile(
    r"±|\\pm|\bstandard (?:deviation|error)|\bstd\b|\bconfidence interval|\berror bars?|\b(?:random )?seeds\b|"
    r"\b(?:\d+|two|three|four|five|ten|multiple|several|independent|repeated) (?:\w+ )?"
    r"(?:runs|seeds|trials|repetitions)\b|"
    r"\bp\s*[<=]\s*0?\.\d|statistical(?:ly)? significan|\bvariance (?:across|over) (?:runs|seeds)",
    re.IGNORECASE,
)
LINK = re.compile(
    r"git(?:hub|lab)\.(?:com|io)|huggingface\.co/|zenodo|4open\.science|\bour (?:\w+ ){0,2}(?:code|implementation)\b"
)
RUNS = re.compile(r"±|\bseeds?\b|\bruns\b|confidence interval|\btrials\b|significan(?:t|ce) (?:at|test)", re.IGNORECASE)
CODE = re.compile(
    r"git(?:hub|lab)\.(?:com|io)|huggingface\.co/|zenodo|4open\.science|bitbucket|"
    r"\b(?:code|implementation|software|source)\b[^.]{0,60}"
    r"\b(?:available|released?|open-?sourced?|provided|public|included|enclosed|zip)",
    re.IGNORECASE,
)
BASELINE = _any(
    "baseline",
    r"compar(?:e|ed|ing|ison)s?[\w ,]{0,40}(?:with|to|against|between)",
    "outperform",
    "state-of-the-art",
    "competing",
)
SEVERAL_SETS = _any(
    "datasets",
    "data sets",
    "benchmarks",
    "corpora",
    "environments",
    "domains",
    "suites",
    r"(?:\w+ )?tasks",
)
COST = _any(
    "run-?time",
    "training time",
    "inference time",
    "latency",
    "FLOPs?",
    "wall-?clock",
    "throughput",
    "GPU",
    "TPU",
    "memory (?:usage|footprint|consumption|cost|overhead)",
    "computational (?:cost|complexity|overhead)",
    r"O\(",
    r"\\mathcal\{O\}",
)
DIFFERS = _any(
    "in contrast to",
    r"unlike (?:\w+ ){0,3}(?:work|method|approach|studies|model)",
    r"different(?:ly)? from (?:\w+ ){0,3}(?:work|method|approach)",
    r"(?:prior|previous|existing|earlier) (?:\w+ )?(?:work|method|approach|studies|model)\w*[^.]{0,120}"
    r"(?:whereas|while|, we|, our|in contrast|instead)",
    r"(?:whereas|while) (?:prior|previous|existing|earlier)",
)
FIRST = _any(
    "for the first time",
    r"the first (?:time|to)\b",
    r"the first (?:\w+ ){0,2}(?:work|method|framework|theory|study|algorithm|model) (?:to|that)",
    "to (?:the best of )?our knowledge",
)
GAP = _any(
    "however",
    "existing (?:\\w+ )?(?:method|approach|work|technique|model)",
    "remains? (?:a |an )?(?:\\w+ )?(?:challeng|unclear|difficult|open)",
    "suffer",
    "lack",
    "despite",
    "fail to",
    "struggle",
    "bottleneck",
)
FUTURE = _any(
    r"future (?:works?|research|stud(?:y|ies)|directions?|investigations?|extensions?|efforts?|versions?)\b",
    r"in (?:the )?future(?:[,.]| works?\b| research\b| we\b)",
    r"we (?:also )?(?:plan|hope|intend) to (?:\w+ ){0,2}"
    r"(?:extend|explore|investigate|study|apply|improve|incorporate|develop)",
    r"leave[sd]?\b[^.]{0,80}\b(?:future|open)",
    "(?:remains?|is) (?:an )?open (?:problem|question|challenge)",
    "would be (?:an )?interesting",
    "(?:promising|interesting|natural|exciting) (?:direction|avenue|extension|next step)",
    "further work",
    "warrants? (?:further|more)",
)
WISH = _any("(?:encourag|inspir|motivat|facilitat|recommend)")
LIMIT = _any(
    "limitations?",
    "drawback",
    "shortcoming",
    "caveat",
    r"(?:is|are|was|were) (?:currently |only )?(?:limited|restricted|confined) to",
    r"we (?:do|did|have|could) not (?:\w+ )?(?:consider|evaluate|explore|test|study|address|investigate)",
    r"we (?:do|did|have|could) not (?:\w+ )?(?:include|examine|compare|account|conduct|cover)",
    r"(?:only|solely) (?:consider|evaluat|test|focus|appl|studi|support|explor)",
    r"(?:relies|rely|depends?) on the (?:assumption|quality|availability|accuracy|choice)",
    r"(?:assumes?|assumptions?) (?:that|of)",
    r"(?:may|might|can|does|do) (?:\w+ )?(?:not|fail to|struggle to) (?:\w+ )?"
    r"(?:generali[sz]e|scale|capture|hold|transfer|apply|handle|work|be)",
    "fails? (?:to|when|in|on)",
    "incurs?",
    r"(?:introduces?|requires?) (?:additional|extra|significant|substantial|more) (?:\w+ )?"
    r"(?:comput|cost|memory|overhead|time|training|resource|data|hyper)",
    "computationally (?:expensive|costly|demanding|intensive)",
    "sensitive to",
)
ANNOUNCED = _any(
    r"(?:two|three|four|several|some|few|following|practical|certain|its|the|discuss\w*) (?:\w+ )?limitations?"
    r"(?: (?:remain|of (?:this|our) (?:work|study|paper)))?\W*$",
)
LISTED = re.compile(r"(?:first|second|third|finally|another|one|lastly)(?:ly)?\b[, ]", re.IGNORECASE)
OVERCOME = _any(
    r"(?:address|overcom|resolv|mitigat|alleviat|circumvent|tackl|solv|avoid)\w* "
    r"[^.]{0,60}(?:limit|challeng|drawback|shortcoming|issue)",
    r"(?:space|page) (?:limit|constraint)",
    "despite (?:these|this|such|notable)",
    "we (?:successfully|introduced|proposed|presented|evaluated)",
    "the first to",
    "(?:strengths|advantage|rare\\b|surpris)",
    "(?:these|such|their|its|existing) limitations? (?!remain)",
    "we (?:discuss|describe|provide|list|refer)",
)
HEDGE = _any(
    r"(?:not|only|cannot|however|although|expensive|costly|unclear|overhead)\b",
    "(?:limited|remain|depend|assum|restrict|challeng|fail|require|lack)",
)
TESTING = _any(
    "experiment",
    "evaluat",
    "test",
    "dataset",
    "data set",
    "benchmark",
    "empirical",
    "validat",
    "sample size",
    "baseline",
)
DENIED = _any(r"(?:no|not|never|neither|nor|without|absent)\b")
OWN = _any(
    r"(?:our|ours|we)\b",
    "this (?:work|paper|study|method|approach|framework|analysis)",
    "the (?:proposed|current|present)",
    "the (?:method|approach|framework|model|algorithm|analysis|evaluation|study)",
)


def is_gain(sentence: Sentence) -> bool:
    """A result of the authors' own with a figure in it; the figure of a section or table does not count."""
    bare = REFERENCE.sub(" ", sentence.text)
    own = sentence.part in ("abstract", "introduction", "experiments", "conclusion", "discussion", "method")
    return own and bool(GAIN.search(bare) and FIGURE.search(bare)) and not TAKEN_AWAY.search(bare)


def is_limit(sentence: Sentence) -> bool:
    """A limit that the authors state of their own work, not of others' and not one that they say they overcame."""
    text = sentence.text
    if (
        sentence.part in ("related", "abstract", "introduction", "appendix")
        or FUTURE.search(text)
        or OVERCOME.search(text)
    ):
        return False
    if sentence.part == "limitations" and not re.search(r"conclu|discuss|future", sentence.section, re.IGNORECASE):
        return bool(LIMIT.search(text) or HEDGE.search(text) or LISTED.match(text))
    if not OWN.search(text):
        return sentence.part == "limitations" and bool(LIMIT.search(text) or LISTED.match(text))
    late = sentence.part in ("limitations", "conclusion", "discussion")
    return bool(LIMIT.search(text)) and (late or "limitation of" in text.lower())


def is_future(sentence: Sentence) -> bool:
    """What the authors would do next."""
    late = sentence.part in ("conclusion", "discussion", "limitations", "appendix")
    return late and bool(FUTURE.search(sentence.text)) and not WISH.search(sentence.text)


def is_guarantee(sentence: Sentence) -> bool:
    """A theoretical result, not the wish for one."""
    wished = FUTURE.search(sentence.text) or GAP.search(sentence.text)
    return bool(GUARANTEE.search(sentence.text)) and not wished and "[" not in sentence.text
