"""A folder that belongs to one process at a time, and to the children that inherit the lock."""

from __future__ import annotations

import asyncio
import fcntl
import os
from typing import TYPE_CHECKING

from bot.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

FILE = "database.lock"
# After ``kill -9`` of an owner its child needs a moment to see it and to let go as well.
PATIENCE = 5.0
PAUSE = 0.02


async def lock_folder(folder: Path) -> int:
    """Make the folder if need be and return a descriptor that holds its lock; closing every copy of it gives the lock back.

    Raises ``UserMistake`` when the folder can't be used, or names the process that has it.
    """
    lock = _open(folder)
    try:
        await _take(lock, folder)
    except BaseException:
        os.close(lock)
        raise
    return lock


async def _take(lock: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while not _taken(lock):
        owner = os.pread(lock, 32, 0).decode("ascii", "replace")
        if _alive(owner) or loop.time() > deadline:
            advice = "stop that one, or set WASLA_DATA_DIR to another folder"
            raise UserMistake(f"the folder {folder} is in use by another Wasla (process {owner or 'unknown'}): {advice}")
        await asyncio.sleep(PAUSE)


def _open(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UserMistake(f"the folder {folder} (WASLA_DATA_DIR) can't be used: {error.strerror}") from error


def _taken(lock: int) -> bool:
    # flock belongs to the open file, not to the process: a child that inherits the descriptor holds it too.
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return True


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
