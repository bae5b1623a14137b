"""What the bot understands and says, read from its files, and read again when somebody has edited them."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from typing import TYPE_CHECKING

from bot.answers import answer_of
from bot.errors import DataFileError
from bot.flow.converse import Mind
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.kept import fingerprint
from bot.language.load import forget_old, load_matcher

if TYPE_CHECKING:
    from pathlib import Path

    from bot.language.understand import Matcher

log = logging.getLogger(__name__)

PAUSE = 5.0
GRACE = 60.0
_POLITELY = ("nice",) if shutil.which("nice") else ()  # customers come first


def load_mind(intents: Path | None = None) -> Mind:
    """Read intents (of another folder than the installation's) and catalogues; raises ``DataFileError`` naming file and line."""
    mind = Mind(load_matcher(intents or data_folder("intents"), None), Catalogues.load(data_folder("locales")), {})
    _learn(mind, mind.matcher)
    return mind


def _learn(mind: Mind, matcher: Matcher) -> None:
    """Have a mind understand by a matcher and answer by its files, all at once; raises ``DataFileError`` and then changes nothing."""
    by_name = matcher.intents.by_name
    answers = {name: answer_of(intent) for name, intent in by_name.items()}
    mind.matcher, mind.answers = matcher.with_taught(mind.taught), answers
    mind.verified = frozenset(name for name, intent in by_name.items() if intent.verified)


class FreshMind:
    """Follows the intent files: an edit counts within seconds, and a model is fitted to it by a process of its own meanwhile.

    A file that can't be used is named in the log, and everything stays as it was. ``cache`` is where models are kept.
    """

    def __init__(self, mind: Mind, folder: Path, cache: Path) -> None:
        self._mind = mind
        self._folder = folder
        self._cache = cache
        self._seen: tuple[tuple[str, int, int], ...] | None = None
        self._mark = ""

    async def keep_fresh(self) -> None:
        """Look again and again, for ever; what was edited before the start is fitted when the start is over."""
        await self.changed()
        if not self._mind.matcher.fresh:
            await asyncio.sleep(GRACE)
            await self.take_over()
        while True:
            await asyncio.sleep(PAUSE)
            if await self.changed():
                await self.take_over()

    async def changed(self) -> bool:
        """Tell whether the files hold something else than at the last look."""
        seen = await asyncio.to_thread(self._look)
        if seen == self._seen:
            return False
        self._seen, before = seen, self._mark
        self._mark = await asyncio.to_thread(fingerprint, self._folder)
        return self._mark != before

    async def take_over(self) -> None:
        """Understand by the files as they are now, and by a model fitted to them as soon as there is one."""
        if await self._reload() and not self._mind.matcher.fresh and await self._fit():
            await self._reload()

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        """Return what changes with almost every edit and costs nothing to ask; a file that is just being replaced is seen at the next look."""
        paths = sorted([*self._folder.glob("*.yaml"), *self._folder.glob("*.txt")])
        try:
            known = [(path.name, path.stat()) for path in paths]
        except FileNotFoundError:
            return self._seen or ()
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in known)

    async def _reload(self) -> bool:
        try:
            _learn(self._mind, await asyncio.to_thread(load_matcher, self._folder, self._cache))
        except (DataFileError, OSError) as error:
            log.error("the intent files can't be used, so what was understood before stays: %s", error)  # noqa: TRY400 - no fault of the program
            return False
        log.info("the intent files have been read again%s", "" if self._mind.matcher.fresh else "; a model is being fitted to them")
        return True

    async def _fit(self) -> bool:
        """Fit a model in a process of its own, which ends with this task; tell whether it went well."""
        command = (*_POLITELY, sys.executable, "-m", "bot", "intents", "--intents", str(self._folder), "fit", "--into", str(self._cache))
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL)
        try:
            status = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if status:
            log.warning("no model could be fitted to the intent files (%d); the one before goes on serving", status)
        else:
            await asyncio.to_thread(forget_old, self._cache)
        return status == 0
