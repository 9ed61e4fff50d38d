"""The digest as one self-contained page of HTML."""

from functools import cache
from typing import TYPE_CHECKING

from ..domain import Digest
from . import day, day_news, links, news_words, openreview_words, reading, words
from .formulas import mathml, split_formulas
from .pages import page_environment
from .text import blocks, one_line

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def to_html(digest: Digest) -> str:
    """The digest as a page that loads nothing, runs nothing and reads well on paper and on a phone."""
    return render("digest.html", digest=digest)


def rich(text: str) -> "Markup":
    """One line of `text`, escaped, its formulas as MathML; TeX that cannot be typeset stands as code."""
    from markupsafe import Markup, escape

    pieces = split_formulas(one_line(text))
    return Markup("").join(_formula(p.text, p.display) if p.tex else escape(p.text) for p in pieces)


def _formula(tex: str, display: bool) -> "Markup":
    from markupsafe import Markup

    typeset = mathml(tex, display)
    # `mathml` lets nothing through but MathML elements without links, styles and scripts.
    return Markup("<code>{}</code>").format(tex) if typeset is None else Markup(typeset)  # noqa: S704


def render(template: str, **values: object) -> str:
    """A page of `templates/`; every value is escaped unless it went through `rich`."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> "Environment":
    environment = page_environment(__package__)
    environment.filters |= {"rich": rich, "blocks": blocks, "web": links.web_link}
    environment.globals |= {
        "day": day,
        "news": day_news,
        "told": news_words,
        "links": links,
        "people": openreview_words,
        "reading": reading,
        "words": words,
    }
    return environment
