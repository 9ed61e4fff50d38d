"""Where a base URL leads."""

import ipaddress
from urllib.parse import urlsplit

from ..domain.errors import SettingsError

OPENAI_URL = "https://api.openai.com/v1"


def server_name(base_url: str) -> str:
    """Host and port of a base URL, for messages.

    Raises:
        SettingsError: the URL has no scheme or host.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"engine.base_url is {base_url!r}, which is no web address.",
            "Give it with its scheme, as in http://localhost:8080/v1.",
        )
    return parts.netloc.rpartition("@")[2]


def is_local(base_url: str) -> bool:
    """Whether the URL leads to this machine or a private network, where tokens have no price."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_link_local
