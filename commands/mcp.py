"""`paperwire mcp`: the archive as tools for other programs, over stdin and stdout."""

import sys

from ..domain.errors import SettingsError
from . import WHOLE
from .order import Order


def serve(order: Order) -> int:
    """Serves until the other side closes the pipe. Nothing but the protocol is written to stdout.

    Raises:
        SettingsError: the MCP SDK is not installed.
        ArchiveError: there is no archive.
    """
    try:
        import mcp  # noqa: F401
    except ImportError as error:
        raise SettingsError("The MCP SDK is not installed.", "Run: pip install 'paperwire[mcp]'") from error
    from .mcp_tools import server_for
    from .reading import reading_room

    with reading_room(order) as (room, _):
        sys.stderr.write(f"paperwire: serving {order.folder} over stdio\n")
        server_for(room).run("stdio")
    return WHOLE
