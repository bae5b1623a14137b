"""A matcher from a folder of intent files, at once: the model comes from a file, and fitting a new one is left to a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.fit import fit, samples
from bot.language.index import read_phrases
from bot.language.intents import load_intents
from bot.language.kept import SHIPPED, fingerprint, read_model, write_model
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from pathlib import Path

    from bot.language.fit import Progress
    from bot.language.model import Model

_PREFIX = "intents-"


def load_matcher(folder: Path, cache: Path | None) -> Matcher:
    """Read a folder of intent files; raise ``DataFileError`` for what is wrong there.

    The model comes from the folder or from ``cache``, the one fitted to just these files where there is one. Otherwise an
    earlier one serves and ``Matcher.fresh`` is false: ``fit_folder`` makes the right one, which takes a minute or two. Where
    there is none at all it is fitted here, and kept where that can be written.
    """
    intents = load_intents(folder)
    mark = fingerprint(folder)
    for path in (folder / SHIPPED, *_cached(cache, mark)):
        kept = read_model(path)
        if kept is not None and kept.fingerprint == mark:
            return Matcher(intents, kept.model)
    for path in (*_newest(cache), folder / SHIPPED):
        kept = read_model(path)
        if kept is not None:
            return Matcher(intents, kept.model, fresh=False)
    model = fit(samples(read_phrases(intents), intents.ideas))
    for path in _cached(cache, mark):
        _try_to_write(path, model, mark)
    return Matcher(intents, model)


def fit_folder(folder: Path, into: Path, progress: Progress = lambda _: None) -> Path:
    """Fit a model to a folder of intent files and write it: into a cache folder, or as the file itself where a ``.npz`` is named."""
    intents = load_intents(folder)
    mark = fingerprint(folder)
    path = into if into.suffix == ".npz" else _cached(into, mark)[0]
    write_model(path, fit(samples(read_phrases(intents), intents.ideas), progress), mark)
    return path


def _cached(cache: Path | None, mark: str) -> list[Path]:
    return [] if cache is None else [cache / f"{_PREFIX}{mark[:16]}.npz"]


def _newest(cache: Path | None) -> list[Path]:
    found = [] if cache is None else list(cache.glob(f"{_PREFIX}*.npz"))
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _try_to_write(path: Path, model: Model, mark: str) -> None:
    try:
        write_model(path, model, mark)
    except OSError:
        return  # it is made again at the next start
