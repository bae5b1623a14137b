"""A data folder belongs to one process at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.db import folder_lock
from bot.db.folder_lock import FILE, lock_folder
from bot.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_folder_is_made_and_marked_with_its_owner(tmp_path: Path) -> None:
    lock = await lock_folder(tmp_path / "deep" / "data")
    assert (tmp_path / "deep" / "data" / FILE).read_text() == str(os.getpid())
    os.close(lock)


async def test_a_second_owner_is_refused_at_once_and_told_who_the_first_is(tmp_path: Path) -> None:
    lock = await lock_folder(tmp_path)
    with pytest.raises(UserMistake, match=rf"in use by another Wasla \(process {os.getpid()}\).*WASLA_DATA_DIR"):
        await lock_folder(tmp_path)
    os.close(lock)


async def test_a_lock_that_was_let_go_is_free_whatever_stands_in_its_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("4194303\n and some more than a process would write")
    lock = await lock_folder(tmp_path)
    assert (tmp_path / FILE).read_text() == str(os.getpid())
    os.close(lock)


@pytest.mark.parametrize("owner", ["", "nobody", "-", "99999999999999999999"])
async def test_an_owner_that_can_not_be_is_given_a_moment_to_let_go(owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "PATIENCE", 0.05)
    lock = await lock_folder(tmp_path)
    (tmp_path / FILE).write_text(owner)
    with pytest.raises(UserMistake, match=f"process {owner or 'unknown'}"):
        await lock_folder(tmp_path)
    os.close(lock)
    os.close(await lock_folder(tmp_path))


@pytest.mark.parametrize("name", ["file", "file/below"])
async def test_what_is_no_folder_is_a_mistake_that_names_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserMistake, match=r"WASLA_DATA_DIR\) can't be used"):
        await lock_folder(tmp_path / name)
