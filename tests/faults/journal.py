"""What a process saw, line by line in a file: what was written stays, whoever is killed then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from pathlib import Path

Entry = dict[str, Any]


class Journal:
    """A file of JSON lines, each written with one call."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if path.stat().st_size:
            # Whoever wrote last may have been killed in the middle of a line.
            os.write(self._file, b"\n")

    def add(self, what: str, **fields: object) -> None:
        """Write a line; ``what`` says of which kind it is."""
        os.write(self._file, orjson.dumps({"what": what, **fields}) + b"\n")

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


class Reader:
    """Reads a journal that is still being written: each call returns the lines that are new."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def new(self) -> list[Entry]:
        """Return the whole lines that came since the last call; torn ones are left out."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return [entry for line in whole.splitlines() if (entry := _entry(line)) is not None]


def read(path: Path) -> list[Entry]:
    """Return everything that stands in a journal."""
    return Reader(path).new()


def _entry(line: bytes) -> Entry | None:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) else None
