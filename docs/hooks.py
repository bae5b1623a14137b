"""What MkDocs calls while it builds the site: the generated pages join those that are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    # MkDocs has put this folder before others while it read this file, and takes it away again: so the checkout is added now.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from docs.generate import pages  # noqa: PLC0415 - it is found only once the line above has run

    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
