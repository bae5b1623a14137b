"""The embedded database as a process: its start, its end, and what survives them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import AutoReconnect, OperationFailure

import bot
from bot.db import open_database
from bot.db.embedded import LOG_LIMIT, start_embedded
from bot.errors import DatabaseDown, UserMistake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from motor.motor_asyncio import AsyncIOMotorCollection

    from bot.db.embedded import Embedded

    Collection = AsyncIOMotorCollection[dict[str, Any]]

pytestmark = pytest.mark.embedded

PARENT = """
import asyncio, pathlib, sys
from bot.db.embedded import start_embedded
async def main():
    embedded = await start_embedded(pathlib.Path(sys.argv[1]))
    print(embedded.pid, flush=True)
    await embedded.wait()
asyncio.run(main())
"""


@pytest_asyncio.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[Embedded]:
    running = await start_embedded(tmp_path / "data")
    yield running
    await running.stop()


@asynccontextmanager
async def things(embedded: Embedded) -> AsyncIterator[Collection]:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(embedded.uri, serverSelectionTimeoutMS=5_000)
    try:
        yield client["wasla"]["things"]
    finally:
        client.close()


def address(embedded: Embedded) -> tuple[str, int]:
    parts = urlsplit(embedded.uri)
    return parts.hostname or "", parts.port or 0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").exists() else True


async def gone(pid: int) -> bool:
    for _ in range(500):
        if not alive(pid):
            return True
        await asyncio.sleep(0.02)
    return False


async def test_it_is_ready_when_it_has_started(embedded: Embedded) -> None:
    database = await open_database(embedded.uri)
    await database.ping()
    await database.close()


async def test_what_was_stored_is_there_after_a_stop_and_a_start(tmp_path: Path) -> None:
    first = await start_embedded(tmp_path)
    async with things(first) as collection:
        await collection.insert_one({"_id": "t:1", "text": "متجر"})
    await first.stop()
    second = await start_embedded(tmp_path)
    async with things(second) as collection:
        assert await collection.find_one({}) == {"_id": "t:1", "text": "متجر"}
    await second.stop()


async def test_a_client_reconnects_by_itself_after_kill_and_restart(embedded: Embedded) -> None:
    uri = embedded.uri
    async with things(embedded) as collection:
        await collection.insert_one({"_id": "t:1"})
        os.kill(embedded.pid, signal.SIGKILL)
        assert (await embedded.wait()).status == -signal.SIGKILL
        await embedded.restart()
        with pytest.raises(AutoReconnect):
            await collection.insert_one({"_id": "t:2"})
        await collection.insert_one({"_id": "t:3"})
        assert len(await collection.find({}).to_list(None)) == 2
    assert embedded.uri == uri


async def test_kill_9_loses_no_acknowledged_insert(embedded: Embedded) -> None:
    acknowledged: list[str] = []

    async def write(collection: Collection, writer: int) -> None:
        for batch in range(1_000):
            keys = [f"t:{writer}:{batch}:{n}" for n in range(20)]
            try:
                await collection.insert_many([{"_id": key, "body": b"x" * 300} for key in keys], ordered=False)
            except AutoReconnect:
                return
            acknowledged.extend(keys)
            if len(acknowledged) == 3_000:
                os.kill(embedded.pid, signal.SIGKILL)

    async with things(embedded) as collection:
        await asyncio.gather(*(write(collection, n) for n in range(8)))
        await embedded.restart()
        found = {doc["_id"] async for doc in collection.find({}, projection=["_id"])}
    assert len(acknowledged) >= 3_000
    assert not set(acknowledged) - found


async def test_kill_9_of_the_parent_ends_the_child_and_frees_the_folder(tmp_path: Path) -> None:
    root = Path(bot.__file__).parents[1]
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, tmp_path, cwd=root, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    successor = await start_embedded(tmp_path)
    assert await gone(child)
    await successor.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_to_the_whole_group_do_not_end_it_before_its_parent(embedded: Embedded, number: signal.Signals) -> None:
    os.kill(embedded.pid, number)
    async with things(embedded) as collection:
        await collection.insert_one({"_id": "t:1"})
    assert os.getpgid(embedded.pid) != os.getpgid(0)


async def test_a_second_start_on_the_same_folder_is_refused_with_the_folder_and_the_process(embedded: Embedded, tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as caught:
        await start_embedded(tmp_path / "data")
    assert f"{tmp_path / 'data'} is in use by another Wasla (process {os.getpid()})" in str(caught.value)
    assert alive(embedded.pid)


async def test_a_stopped_folder_is_free_at_once_and_stopping_twice_is_harmless(tmp_path: Path) -> None:
    for _ in range(2):
        embedded = await start_embedded(tmp_path)
        await embedded.stop()
        await embedded.stop()
        assert (await embedded.wait()).status == 0


async def test_two_folders_have_two_servers(embedded: Embedded, tmp_path: Path) -> None:
    other = await start_embedded(tmp_path / "other")
    async with things(embedded) as mine, things(other) as theirs:
        await mine.insert_one({"_id": "t:1"})
        assert await theirs.find_one({}) is None
    await other.stop()


async def test_a_folder_that_can_not_be_made_is_a_mistake_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserMistake, match=r"file/data \(WASLA_DATA_DIR\) can't be used: Not a directory"):
        await start_embedded(tmp_path / "file" / "data")


async def test_a_child_that_can_not_start_says_why_and_frees_the_folder(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("in the way")
    with pytest.raises(DatabaseDown, match="FileExistsError"):
        await start_embedded(tmp_path)
    (tmp_path / "database").unlink()
    await (await start_embedded(tmp_path)).stop()


async def test_a_refused_command_leaves_the_connection_and_a_line_in_the_log(embedded: Embedded, tmp_path: Path) -> None:
    async with things(embedded) as collection:
        await collection.insert_one({"_id": "t:1"})
        with pytest.raises(OperationFailure, match="nonsense"):
            await collection.find_one({"a": {"$nonsense": 1}})
        assert await collection.find_one({"_id": "t:1"})
    assert "refused find" in (tmp_path / "data" / "database.log").read_text()


async def test_an_ordered_insert_keeps_what_stood_before_the_failure(embedded: Embedded) -> None:
    async with things(embedded) as collection:
        with pytest.raises(OperationFailure):
            await collection.insert_many([{"_id": "t:1"}, {"_id": "t:1"}, {"_id": "t:2"}])
        assert [doc["_id"] for doc in await collection.find({}).to_list(None)] == ["t:1"]


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\xff" * 64, b"\x10\x00\x00\x00" * 4])
async def test_what_is_no_message_cuts_only_its_own_connection(embedded: Embedded, garbage: bytes) -> None:
    reader, writer = await asyncio.open_connection(*address(embedded))
    writer.write(garbage)
    writer.write_eof()
    await reader.read()
    writer.close()
    async with things(embedded) as collection:
        await collection.insert_one({"_id": "t:1"})


async def test_the_port_is_closed_after_the_stop(tmp_path: Path) -> None:
    embedded = await start_embedded(tmp_path)
    await embedded.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address(embedded))


async def test_a_long_log_is_put_aside_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "database.log").write_text("x" * (LOG_LIMIT + 1))
    embedded = await start_embedded(tmp_path)
    await embedded.stop()
    assert (tmp_path / "database.log").stat().st_size < LOG_LIMIT
    assert (tmp_path / "database.log.1").exists()
