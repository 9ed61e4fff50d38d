"""Fences: what comes from outside stands between tags that it cannot close itself."""

import re


def fence(tag: str, text: str, **attributes: str) -> str:
    """`text` between `<tag …>` and `</tag>`; such tags inside it are defused, attributes stripped of quotes."""
    head = "".join(f' {name}="{_attribute(value)}"' for name, value in attributes.items())
    return f"<{tag}{head}>\n{defused(text, tag)}\n</{tag}>"


def defused(text: str, *tags: str) -> str:
    """`text` without these tags: for what will stand in fences within fences."""
    return re.sub(rf"<(/?)\s*({'|'.join(map(re.escape, tags))})\b", r"‹\1\2", text, flags=re.IGNORECASE)


def _attribute(value: str) -> str:
    return re.sub(r'["<>\n]', " ", value).strip()
