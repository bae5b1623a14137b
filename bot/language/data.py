"""Where the data files are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bot.errors import DataFileError

Folder = Literal["intents", "locales"]


def data_folder(name: Folder) -> Path:
    """Return the folder of the intent files or of the catalogues; raise ``DataFileError`` when the installation lacks it."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise DataFileError(f"the folder {name!r} is neither beside nor inside {package}: install Wasla again")
