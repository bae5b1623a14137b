"""A matcher from a folder of intent files, at once: phrases and model come compiled from one file while that fits the folder.

Where it does not, the files are read and an earlier model serves; fitting a new one is left to a process of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.compiled import pack, unpack
from bot.language.fit import fit, samples
from bot.language.ideas import load_ideas
from bot.language.index import read_phrases
from bot.language.intents import load_intents
from bot.language.kept import SHIPPED, Kept, fingerprint, read_model, write_model
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from pathlib import Path

    from bot.language.fit import Progress
    from bot.language.intents import Intents

_PREFIX = "intents-"


def load_matcher(folder: Path, cache: Path | None) -> Matcher:
    """Read a folder of intent files; raise ``DataFileError`` for what is wrong there.

    The model comes from the folder or from ``cache``, the one fitted to just these files where there is one. Otherwise an
    earlier one serves and ``Matcher.fresh`` is false: ``fit_folder`` makes the right one, which takes a minute or two. Where
    there is none at all it is fitted here, and kept where that can be written.
    """
    mark = fingerprint(folder)
    for path in (folder / SHIPPED, *_cached(cache, mark)):
        kept = read_model(path)
        if kept is not None and kept.fingerprint == mark:
            return _compiled(kept, folder)
    intents = load_intents(folder)
    for path in (*_newest(cache), folder / SHIPPED):
        kept = read_model(path)
        if kept is not None:
            return Matcher(intents, kept.model, fresh=False)
    kept = _fitted(intents, mark)
    for path in _cached(cache, mark):
        _try_to_write(path, kept)
    return Matcher(intents, kept.model)


def fit_folder(folder: Path, into: Path, progress: Progress = lambda _: None) -> Path:
    """Fit a model to a folder of intent files and write it: into a cache folder, or as the file itself where a ``.npz`` is named."""
    intents = load_intents(folder)
    mark = fingerprint(folder)
    path = into if into.suffix == ".npz" else _cached(into, mark)[0]
    write_model(path, _fitted(intents, mark, progress))
    return path


def forget_old(cache: Path, keep: int = 2) -> None:
    """Delete all models of a cache folder but the newest ones."""
    for path in _newest(cache)[keep:]:
        path.unlink(missing_ok=True)


def _compiled(kept: Kept, folder: Path) -> Matcher:
    ideas = load_ideas(folder)
    try:
        intents, phrases = unpack(kept.packed, ideas, folder)
    except (ValueError, TypeError):  # damaged: the files still tell
        return Matcher(load_intents(folder), kept.model)
    return Matcher(intents, kept.model, phrases=phrases)


def _fitted(intents: Intents, mark: str, progress: Progress = lambda _: None) -> Kept:
    phrases = read_phrases(intents)
    return Kept(fit(samples(phrases, intents.ideas), progress), mark, pack(intents, phrases))


def _cached(cache: Path | None, mark: str) -> list[Path]:
    return [] if cache is None else [cache / f"{_PREFIX}{mark[:16]}.npz"]


def _newest(cache: Path | None) -> list[Path]:
    found = [] if cache is None else list(cache.glob(f"{_PREFIX}*.npz"))
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _try_to_write(path: Path, kept: Kept) -> None:
    try:
        write_model(path, kept)
    except OSError:
        return  # it is made again at the next start
