"""Showing files to a scanner: a command of the machine's owner, such as ``clamdscan --fdpass --no-summary``."""

from __future__ import annotations

import asyncio
import shlex
import tempfile

PATIENCE = 60.0
_CLEAN, _FOUND = 0, 1


class ScanFailed(Exception):
    """The scanner itself did not work; the file is looked at again later."""


class CommandScan:
    """Runs a command with the file's path as its last argument: 0 is clean, 1 is not, anything else is a scanner that fails."""

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    async def __call__(self, data: bytes) -> str | None:
        """Return why the file must not be kept; raise ``ScanFailed`` when nobody could look."""
        with tempfile.NamedTemporaryFile(prefix="wasla-scan-") as file:
            file.write(data)
            file.flush()
            status = await self._run(file.name)
        if status == _FOUND:
            return "the scanner found something in it"
        if status != _CLEAN:
            raise ScanFailed(f"the scanner {self._command[0]} ended with status {status}")
        return None

    async def _run(self, path: str) -> int:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, path, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
            )
        except OSError as error:
            raise ScanFailed(f"the scanner {self._command[0]} can't be started: {error}") from error
        try:
            async with asyncio.timeout(PATIENCE):
                return await process.wait()
        except TimeoutError as error:
            process.kill()
            await process.wait()
            raise ScanFailed(f"the scanner {self._command[0]} took more than {PATIENCE:g} seconds") from error
