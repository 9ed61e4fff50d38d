"""What news of AI is usually about: a name a reader knows, a sentence for the embedding, and telling words."""

import re
from typing import NamedTuple


class Theme(NamedTuple):
    """`cues` is matched against small letters, English and Chinese."""

    name: str
    sense: str
    cues: re.Pattern[str]


def _theme(name: str, sense: str, cues: str) -> Theme:
    return Theme(name, sense, re.compile(cues))


THEMES: tuple[Theme, ...] = (
    _theme(
        "Model releases",
        "A lab releases a new language model with open weights, benchmark results, prices and context length.",
        r"\breleas|\bopen[- ]weights?\b|\bopen[- ]sourc|\bbenchmark|\bpreview\b|\bcontext\b|\bparameters?\b"
        r"|发布|开源|模型",
    ),
    _theme(
        "Agents and coding",
        "Coding assistants and agents that use tools, write software and work on their own for developers.",
        r"\bagent|\bcod(?:e|ing|ex)\b|\bdeveloper|\bterminal\b|\bmcp\b|\brepo|\bworkflow|智能体|编程",
    ),
    _theme(
        "Chips and compute",
        "Chips, GPUs, TPUs, data centres, cloud capacity and energy for training and serving models.",
        r"\bchips?\b|\bgpus?\b|\btpus?\b|\bdata cent(?:er|re)|\bcompute\b|\bblackwell\b|\bpower\b|\bcuda\b|芯片|算力",
    ),
    _theme(
        "Money and deals",
        "Companies invest, raise money, are acquired, report revenue or plan to go public.",
        r"\$\d|\b(?:billion|million|invest|funding|valuation|acqui|revenue|ipo|raises?|deal|stake|buy)|融资|亿|收购",
    ),
    _theme(
        "Law and policy",
        "Governments, courts and regulators: laws, lawsuits, trials, the military, export controls and copyright.",
        r"\btrial\b|\bcourt|\blawsuit|\bsue[sd]?\b|\bregulat|\bgovernment|\bpentagon|\bpolic(?:y|ies)\b|\bcopyright|\beu\b"
        r"|\bchina (?:blocks?|kills?)|\bcongress|\bparliament|\bsenat|\blegislat|\bbans?\b|\brules?\b|\blabell"
        r"|\bdraft\b|\bassembly\b|\bv(?:s)?\. |\bjury\b|监管|开庭|法院|草案",
    ),
    _theme(
        "Work and schools",
        "What AI does to jobs, wages, schools, universities, pupils and teachers.",
        r"\bschools?\b|\bpupils?\b|\bstudents?\b|\bteacher|\btutor|\buniversit|\bjobs?\b|\blayoff|\bworkers?\b|\bwages?\b"
        r"|学校|学生|教师|就业|裁员",
    ),
    _theme(
        "Safety and security",
        "Attacks, breaches, vulnerabilities, misuse, alignment research and the safety of models.",
        r"\bsafe|\bsecur|\bvulnerab|\battack|\bbreach|\bmalware|\balign|\bhack|\bcyber|\bjailbreak|\bunauthori|安全",
    ),
    _theme(
        "Running models",
        "Running and serving models quickly on one's own machine: quantisation, kernels, inference engines, memory.",
        r"\bllama\.?cpp\b|\bvllm\b|\bquanti[sz]|\binference\b|\bkernel|\bgguf\b|\blocal(?:ly)?\b|\btok/s|\btps\b|推理",
    ),
    _theme(
        "Images, video and sound",
        "Models and products that make or edit images, video, voices and music.",
        r"\bimages?\b|\bvideo|\bmusic|\bvoice|\bspeech|\baudio|\btts\b|\bphoto|\bdesign\b|\b3d\b|视频|生图|图像",
    ),
    _theme(
        "Robots and cars",
        "Robots, humanoids, embodied models and self-driving cars.",
        r"\brobot|\bhumanoid|\bembodied|\bself-driving|\bautonomous (?:vehicle|driv)|\bvla\b"
        r"|机器人|机械臂|人形|具身|自动驾驶|汽车",
    ),
    _theme(
        "Science and health",
        "Models at work in mathematics, biology, medicine, physics and other sciences.",
        r"\bmath|\bproof|\berd[oő]s|\bbiolog|\bprotein|\bdna\b|\bmedic|\bhealth|\bclinic|\bphysic|\bscien|医疗|数学",
    ),
    _theme(
        "Research and methods",
        "Papers on how models learn, reason and are evaluated: training methods, interpretability and data.",
        r"\bpaper\b|\bresearchers?\b|\bstudy\b|\btraining\b|\binterpretab|\breinforcement|\breason|\barxiv|论文|研究",
    ),
    _theme(
        "Products and companies",
        "New features in assistants and apps, prices, partnerships, people joining and leaving, how companies use AI.",
        r"\blaunch|\bfeature|\bapp\b|\bplan\b|\bpric|\bsubscri|\bcustomer|\bpartner|\bceo\b|\bhir|\bteam\b|产品|上线",
    ),
)
