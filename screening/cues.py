"""Cues around a match: what makes a sentence worth judging, and what shows that it only reports such words."""

import re

TRIGGER = re.compile(
    r"ignor|disregard|forget|overrid|bypass|set aside|instruct|prompt|guidance|guideline|director?|directive|review|accept|scor|rat(?:e|ing)"
    r"|novelty|weakness|limitation|flaw|fault|strength|verdict|recommend|llm|language model|assistant|gpt|machine|\bai\b|automated|system|inst\]|\|>"
    r"|</|role|you\b|your|https?:|summar|mark|treat|tool|shell|pretend|from now|praise|favou?r|digest|print|key|[^\x00-\u024f]|\w[ .]\w[ .]\w[ .]\w"
    r"|[a-z][01345]|[0-9a-z+/]{24}|no menc|otorga|vergi|gutachter|oubli|olvid|dimentica|esque|zignoruj|negeer|talimat|glöm|abaikan|recensi|évaluat"
    r"|rese[ñn]a|abgs|vaf|snoi",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“”„«‘「『][^\"“”„«»‘’」』]{4,}[\"”“»’」』]|'[^']{8,}'|``[^`]{4,}''|`[^`]{4,}`")
OF_ATTACKS = re.compile(
    r"attack|inject|jailbreak|adversar|malicious|payload|exploit|threat|poison|backdoor|red[- ]team|defen[cs]e|defend|detect|hidden (?:prompt|instruction|text)"
    r"|white text|misconduct|concealed|manipulat|hijack|注入|攻击|filter|such as|for example|for instance|e\.g\.|examples? of|phrases?\b|\bstrings?\b"
    r"|sentences?\b|prompts?\b|annotators|workers|labelled|like\b|例如|titled|called|says|told|read\b|reads\b|correctly|tell them|replied|asked"
)
ATTACKS = re.compile(r"attack|inject|jailbreak|adversar|threat|defen[cs]e|robust")
WE = re.compile(
    r"\b(?:we|i|authors|researchers|experiments|this (?:paper|work|study) (?:argues|asks|shows|studies|presents))\b"
)
FRAME_TALK = re.compile(r"\bwe\b|\btokens?\b|\btemplates?\b")
NAMED_MACHINE = re.compile(
    r"\b(?:ai|llms?|gpt[\w.-]*|chatgpt|language models?|meta-review(?:er)? model|automated|machine)\b"
)
