"""`paperwire init`: a commented settings file to start from."""

from pathlib import Path

from rich.console import Console

from ..domain.errors import SettingsError
from ..samples import starter_settings
from . import WHOLE


def write_starter(file: Path, force: bool) -> int:
    """Writes the starter settings to `file`.

    Raises:
        SettingsError: the file is there already, or cannot be written.
    """
    try:
        with file.open("w" if force else "x", encoding="utf-8") as out:
            out.write(starter_settings())
    except FileExistsError as error:
        raise SettingsError(f"{file} is there already.", "Use --force to overwrite it.") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error}.", "Name another file.") from error
    Console(stderr=True, highlight=False).print(
        f"Wrote {file}: edit the interests, then `paperwire run`.", markup=False
    )
    return WHOLE
