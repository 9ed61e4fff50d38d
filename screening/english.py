"""What English passages say that are meant for a model: patterns over a sentence in lower case, by kind.

A `STRONG` pattern is enough by itself; of the `WEAK` kinds two different ones must meet in a sentence.
"""

import re

# Where an order can begin: at the start, after a stop, or after a word that leads in.
_AT = (
    r"(?:^|-{2,}\s*|[.!?:;\"“”'‘(\[\]<>{}*#|–—]\s*|,\s*(?=(?:please|now|do not|you)\b))"
    r"(?:(?:\d+[.)]|[-•])\s*)?"
    r"(?:(?:please|kindly|now|then|instead|simply|just|so|also|always|immediately|important|note|stop|and|but|you must|"
    r"you should|you will|you shall|you have to|you need to|you are to|must|should|shall|before (?:continuing|you \w+)|"
    r"dear [\w -]{2,40}?|hello [\w -]{2,30}?|hey|hi)[,.:!]?\s+|(?:ai|llm|gpt|model|assistant|reviewer|referee)s?[,.:!]\s+){0,4}"
)
_MACHINE = (
    r"(?:(?:large |vision |an? |the |any |all |every )*(?:ai|a\.i\.|llms?|vlms?|gpt[\w.-]*|chatgpt|claude|gemini|copilot|language[- ]models?"
    r"|automated|automatic|machine|artificial intelligence|bots?|chatbots?)(?:[- ](?:based|powered|driven|assisted|generated))?"
    r"(?:[- /](?:language|area|meta|peer))?(?:[- ](?:models?|reviewers?|referees?|assistants?|agents?|systems?|readers?|tools?|evaluators?"
    r"|reviewing(?: tools?| systems?)?|judges?|graders?|chairs?|summari[sz]ers?|triage|crawlers?|programs?|review))*)"
)
_THIS = r"(?:this|the present|the current|our|the following|the above)"
_WORK = r"(?:papers?|work|manuscripts?|submissions?|articles?|stud(?:y|ies)|abstracts?|entry|text|document|item|post|story|product)"
_OLD = (
    r"(?:(?:all|any|every|everything|your|my|of|the|these|those|other|previous|previously|prior|earlier|preceding|above|foregoing"
    r"|former|and|reviews|original|initial|system|existing|current|given|said|reviewer|reviewing|scoring|safety|hidden|review)\s+){0,8}"
)
_RULES = (
    r"(?:instructions?|prompts?|guidelines?|rules?|directions|directives?|commands|criteria|rubrics?|orders|guidance"
    r"|system messages?|programming|passages|polic(?:y|ies))\b"
)
_DEIXIS = r"(?=[^.!?]{0,60}\b(?:all|any|every|your|previous|prior|earlier|preceding|above|foregoing|initial|system|given|the|these)\b)"
_IGNORE = r"(?:ignore|disregard|forget|override|bypass|discard|set aside|(?:do not|don't|stop) (?:follow|obey)(?:ing)?|abandon|overrule)"
_GOOD = (
    r"(?:positive|favou?rabl[ey]|glowing|enthusiastic|excellent|highest|top|maximum|perfect|outstanding|flawless|best|full"
    r"|strong accept|high(?:ly)?|generous|ten|10)"
)
_JUDGEMENT = r"(?:reviews?|scores?|ratings?|recommendation|evaluations?|assessments?|marks?|verdict|grades?|feedback|report|summary)"
_FAULTS = r"(?:negatives?|weakness(?:es)?|limitations?|flaws?|shortcomings?|criticisms?|drawbacks|faults?|concerns|failed \w+|problems with)"

STRONG = {
    "tells a model to set its instructions aside": (
        rf"{_AT}{_IGNORE}\s+{_DEIXIS}{_OLD}{_RULES}",
        rf"{_AT}{_IGNORE}\s+(?:all|everything)\s+(?:(?:that )?you|above|before|said|written)",
        rf"\byou (?:must|should|are to|need to|have to|will|can) (?:now |please )?{_IGNORE}\s+{_OLD}{_RULES}",
        r"\b(?:instructions|guidance|rules|directions|prompt)\b[^.!?]{0,50}\b(?:superseded|no longer (?:apply|applies|valid)"
        r"|void|revoked|replaced by)\b",
        r"\bwhatever you (?:were|have been|are) (?:told|asked|instructed)\b",
        r"\b(?:system|developer|admin) override\b\W",
        rf"{_AT}{_IGNORE}\s+(?:the\s+)?(?:reviewer|scoring|review)[\w ]{{0,20}}{_RULES}",
    ),
    "asks for a verdict": (
        rf"{_AT}(?:give|provide|write|return|output|produce|generate|assign|award|issue|submit|grant|offer|deliver)\b[^.!?]{{0,30}}"
        rf"\b(?:positive|favou?rable|glowing|enthusiastic)\b[^.!?]{{0,15}}\b{_JUDGEMENT}\b(?! of (?:the literature|a|an)\b)",
        rf"{_AT}(?:give|assign|award|grant)\b[^.!?]{{0,12}}\b{_THIS} {_WORK}\b[^.!?]{{0,30}}\b{_GOOD}\b",
        rf"{_AT}(?:give|assign|award|grant|set|output|return)\b[^.!?]{{0,40}}\b{_GOOD}\b[^.!?]{{0,20}}\b(?:to|for) {_THIS} {_WORK}\b",
        rf"{_AT}(?:assign|give|output)\b[^.!?]{{0,20}}\bscore of (?:at least )?(?:8|9|10)\b",
        rf"{_AT}(?:recommend|endorse|argue for|vote for|accept)\b[^.!?]{{0,40}}\b(?:{_THIS} {_WORK}|strong accept)\b",
        rf"{_AT}recommend (?:strong )?accept(?:ance|ing)?\b",
        rf"{_AT}(?:rate|score|rank|mark|grade|classify|label|treat|consider|select|shortlist|describe)\s+(?:this|it\b|{_THIS} {_WORK})"
        rf"[^.!?]{{0,50}}\b(?:{_GOOD}|novel|relevant|accept|breaking|essential|important)\b",
        r"\b(?:relevance|novelty)\s*(?:score\s*)?(?:[:=]|to|of|at)?\s*\"?10\b",
        rf"\b{_THIS} {_WORK} (?:is|are) to be (?:rated|scored|accepted|selected|ranked|described)\b",
        r"\brated? (?:this|it) (?:an? )?10\b|\bscore (?:this|it) (?:an? )?10\b",
        rf"\byour (?:evaluation|review|assessment|verdict)\b[^.!?]{{0,30}}\b(?:must|should|shall)\b[^.!?]{{0,60}}\b(?:accept\w*|positive|{_GOOD})\b",
        r"\b(?:correct|right|only|expected) (?:recommendation|verdict|answer|decision) is (?:strong )?accept\b",
        r"\bset the recommendation to accept\b",
    ),
    "asks for faults to be passed over": (
        rf"{_AT}(?:do not|don't|never|avoid|refrain from|under no circumstances)\b[^.!?]{{0,20}}\b(?:mention|highlight|list|report|point|rais"
        rf"|criticis|includ|discuss|stat)\w*\b[^.!?]{{0,30}}\b{_FAULTS}\b(?=[^.!?]{{0,40}}(?:\b(?:paper|work|manuscript|submission|review)\b|$|[.!;]|\band\b))",
        rf"{_AT}(?:skip|omit|leave out) (?:the |all |any )*{_FAULTS}\b",
        rf"\bdo not (?:mention|highlight|report) any (?:\w+ )?{_FAULTS}\b",
        r"\bsummari[sz]e only the strengths\b",
    ),
    "speaks to a machine that reads it": (
        rf"^(?:\W*(?:note|message|memo|instructions?|attention|notice|dear|hey|hello|hi|reminder|warning|advice|guidance|to|fao)\b[\s:,]*"
        rf"(?:to|for)?\s+)(?:the |all |any |every )*{_MACHINE}\s*(?:only\b|(?:who |that )?(?:read|review|process|evaluat|summari[sz])\w*\b[^:]{{0,30}})?\s*[:,!]",
        rf"^\W*for (?:the |all |any )*{_MACHINE}(?: only)?\s*[:!]",
        rf"\bif you(?:'re| are) an? {_MACHINE}\b(?=\W+(?:\w+\W+){{0,5}}(?:read|review|process|evaluat|summari|pars|please|you|then|,))",
        rf"\bas an? {_MACHINE},? (?:you|please|your)\b",
        rf"\bnote to {_MACHINE}\b",
        rf"\b{_MACHINE} (?:that |who )?(?:reading|read|reviewing|review|processing|process|summari[sz]ing|evaluating|parsing|indexing) {_THIS}"
        rf" ?{_WORK}?\b[^.!?]{{0,20}}\b(?:must|should|shall|please|are (?:asked|required|requested|expected))\b",
        rf"\b{_MACHINE} (?:must|shall) (?:treat|accept|rate|score|recommend|select)\b[^.!?]{{0,20}}\b{_THIS}\b",
    ),
    "imitates the frame of a conversation": (
        r"[\[{]+\s*(?:system|admin|developer)(?: override| note| message)?\s*[:\]}][^\]}]{0,2}\s*\w+\W+\w+",
        r"(?:^|[.!?#]\s+|['\"])(?:system|admin):\s+(?:ignore|override|send|e-?mail|execute|the user|you|select|rate|accept|give|all|do not)\b",
        r"<\|\s*(?:im_start|start_header_id)\s*\|>\s*(?:system|user|assistant)\b",
        r"\[inst\]\s+\w+(?:\s+\w+){2,}.{0,200}\[/inst\]",
        r"<<sys>>\s*\w+.{3,200}<</sys>>",
        r"</(?:paper|prior|review|news|story|item|question|context|document)>\s*\W*<",
        r"</?system>\s*[\w,' ]*\b(?:you|all|must|select|accept|ignore|are to)\b",
        r"[\"']role[\"']\s*:\s*[\"'](?:system|assistant)[\"']\s*,\s*[\"']content",
        r"(?:^|\n|\.\s)#{1,4}\s*(?:system|assistant|new instructions?)\s*:",
        r"\bend of (?:the )?(?:paper|document|abstract|text)\b\W+(?:system|new|assistant|now|instructions?)\b",
    ),
    "gives a model another role": (
        r"(?:^|[.!?:;\"“]\s*)you are (?:now|no longer)\s+(?:an?|the|in|free|bound|my|unrestricted|dan)\b(?!\s*(?:able|ready))",
        r"\bfrom now on,?\s+you (?:will |must |should |are |only )",
        r"\b(?:act|role-?play|behave|answer) as (?:dan\b|an? (?:unrestricted|unfiltered|uncensored|jailbroken))",
        rf"{_AT}pretend (?:to be|that you are|you are|you're)\b",
        r"\bnew (?:instructions?|directives?|system prompt|rules)\b[^.!?:]{0,30}:\s*(?:your|you|from|do|only|bypass|ignore|always|write)",
    ),
    "asks for what is not its own to know": (
        rf"{_AT}(?:reveal|print|repeat|show|output|leak|disclose|display|dump|expose|share|tell me|state|quote|list)\b[^.!?]{{0,20}}"
        r"\b(?:your|the reader's|the user's|every|hidden|the contents of your)\s+(?:\w+\s+){0,2}(?:prompt|instructions|interests|rules|configuration"
        r"|api keys?|secrets?|passwords?|credentials|memory|environment)\b",
        r"\bwhat (?:are|is|were) your (?:hidden |system |initial |original |secret )+(?:instructions|prompt|rules)\b",
        r"!\[[^\]]*\]\(https?://[^)\s]*[?&][^)\s=]*=(?:\{[^)]*|)\)",
        rf"{_AT}(?:send|post|forward|upload|transmit|e-?mail|append|attach)\b[^.!?]{{0,20}}\b(?:conversation|memory|prompt|interests|digest"
        r"|contents of your|api key|everything)\b",
        rf"(?:{_AT}|\binstead )(?:send|e-?mail|forward|post|upload)\b[^.!?]{{0,30}}\b(?:summary|confidential|records|database|review|answer)\b"
        r"[^!?]{0,30}(?:\S@\S|https?://)",
        rf"{_AT}(?:summari[sz]e|describe|repeat|reveal|output)\b[^.!?]{{0,40}}\bin your (?:\w+ )?(?:instructions|prompt)\b",
        r"\benvironment variable\b[^.!?]{0,30}\b(?:key|token|secret)",
        rf"{_AT}(?:call|use|invoke|run)\b[^.!?]{{0,20}}\b(?:tool|shell|function|command)\b[^.!?]{{0,40}}(?:`|\bcurl\b|\bnow\b|https?://)",
    ),
    "dictates words of the review": (
        rf"{_AT}(?:include|insert|say|write|mention|add|begin|start|end|conclude|state|use)\b[^.!?]{{0,80}}\bin (?:your|the) (?:review|summary|digest|reply|report|answer)\b",
        r"\bin your (?:review|summary|digest|report|evaluation|assessment)\b[^.!?]{0,10},?\s*(?:say|write|state|mention|include|emphasi[sz]e|praise|claim)\b",
        r"\byour (?:summary|review|answer|reply) must (?:start|begin|end|contain|include|say|state)\b",
        rf"\bwhen (?:you )?(?:writing|write|summari[sz]e|summari[sz]ing|reviewing|review) (?:the|this|your|a) (?:review|summary|{_WORK})\b[^.!?]{{0,10}},\s*(?:add|include|emphasi[sz]e|praise|say|mention)\b",
        rf"{_AT}(?:answer|respond|reply) (?:only )?with(?:out)?\b[^.!?]{{0,20}}\b(?:accept\b|citations)",
    ),
}

WEAK = {
    "machine": rf"\b(?:{_MACHINE}|(?:reviewing|scoring|summari[sz]ing|evaluating) (?:system|model|program|software)|machine-written|assistant|model that reads"
    rf"|reviewer model|meta-review(?:er)? model|graders?)\b|\byou\b",
    "duty": r"\b(?:must|should|shall|required|requested|expected|asked|has to|have to|is to|are to|kindly|please|appreciated|advised|obliged"
    r"|essential that|instructed)\b",
    "outcome": r"\b(?:favou?rabl[ey]|strong accept|accept(?:ed|ance)?|(?:highest|top|maximum|full|best) (?:scores?|ratings?|marks?|of (?:its|the) scale)"
    r"|top of (?:its|the) (?:scale|list|digest)|maximum|flawless|no fault|leave out|merits?|superior|recommend|be (?:kind|generous|lenient)"
    r"|praise|most (?:important|relevant)|list this|oral presentation|disregard|overlook)\b",
    "target": rf"\b(?:{_THIS} {_WORK}|it\b|every paper by these authors|the (?:paper|manuscript|submission)|\w+ model \d)\b",
}

FOLLOWS = re.compile(
    rf"{_AT}(?:do not|don't|never|always|only|give|rate|score|respond|output|say|answer|start|end|include|make sure|ensure|emphasi[sz]e|praise|write"
    rf"|assign|recommend|accept|treat|print|list|endorse|put|avoid|be generous|relevance)\b|\b(?:your|you)\b|\b(?:all|every) papers? by these authors\b"
)
"""What goes on giving orders, beside a sentence that was found to."""
