"""Fences: what comes from outside stands between tags that it cannot close itself."""

import re


def fence(tag: str, text: str, **attributes: str) -> str:
    """`text` between `<tag …>` and `</tag>`; such tags inside it are defused, attributes stripped of quotes."""
    inside = re.sub(rf"<(/?)\s*({re.escape(tag)})\b", r"‹\1\2", text, flags=re.IGNORECASE)
    head = "".join(f' {name}="{_attribute(value)}"' for name, value in attributes.items())
    return f"<{tag}{head}>\n{inside}\n</{tag}>"


def _attribute(value: str) -> str:
    return re.sub(r'["<>\n]', " ", value).strip()
