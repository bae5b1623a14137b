"""Fixtures that any test may ask for: above all a database, once per kind of server that Wasla is meant to run on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from mongomock.collection import BulkOperationBuilder
from mongomock_motor import AsyncMongoMockClient
from motor.motor_asyncio import AsyncIOMotorClient
from typing_extensions import override

from bot.db.database import Database
from bot.db.embedded import start_embedded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.db.embedded import Embedded

# Every test is watched for secrets in its logs.
pytest_plugins = ("tests.secrecy",)
REAL_MONGODB = os.environ.get("WASLA_TEST_MONGODB_URI", "")  # noqa: TID251 - pytest has no settings to hand over
SERVED = [pytest.param(kind, marks=pytest.mark.embedded) for kind in ("embedded", "nx-27017")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that uses a database once per kind of server; only ``tests/db`` needs NX-27017 in both its forms."""
    if "server_uri" in metafunc.fixturenames:
        served = SERVED if metafunc.definition.path.parent.name == "db" else SERVED[:1]
        metafunc.parametrize("server_uri", ["mongomock", *served, *(["mongodb"] if REAL_MONGODB else [])], indirect=True)


class SortlessBulk(BulkOperationBuilder):
    """Takes the ``sort`` that pymongo 4.11 and later hand over with every update, and that mongomock 4.3 doesn't know."""

    @override
    def add_update(self, *args: object, sort: object = None, **kwargs: object) -> None:
        assert sort is None, "mongomock can't sort before it updates"
        super().add_update(*args, **kwargs)  # type: ignore[no-untyped-call]

    @override
    def add_replace(self, *args: object, sort: object = None, **kwargs: object) -> None:
        assert sort is None, "mongomock can't sort before it replaces"
        super().add_replace(*args, **kwargs)  # type: ignore[no-untyped-call]


@pytest.fixture
def _adapted_mongomock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mongomock.collection.BulkOperationBuilder", SortlessBulk)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Embedded]:
    """One embedded server for all tests that only need a database of their own on it."""
    embedded = await start_embedded(tmp_path_factory.mktemp("embedded"))
    yield embedded
    await embedded.stop()


@pytest.fixture(scope="session")
def stock_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """NX-27017 as it is when somebody starts it himself for two replicas of Wasla."""
    folder = tmp_path_factory.mktemp("stock")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command: list[str | Path] = [Path(sys.executable).with_name("nx-27017"), "--data-dir", folder, "--port", str(port)]
    command += ["--pid-file", folder / "pid", "--log-file", folder / "log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - ours
        while server.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield f"mongodb://127.0.0.1:{port}/?directConnection=true"
        server.terminate()


@pytest.fixture
def server_uri(request: pytest.FixtureRequest) -> str:
    """Where a server of each kind answers, empty for mongomock; a test that uses a database runs once per kind."""
    if request.param == "embedded":
        embedded: Embedded = request.getfixturevalue("embedded_server")
        return embedded.uri
    if request.param == "nx-27017":
        stock: str = request.getfixturevalue("stock_server")
        return stock
    if request.param == "mongomock":
        request.getfixturevalue("_adapted_mongomock")
        return ""
    return REAL_MONGODB


@pytest_asyncio.fixture
async def motor_database(server_uri: str) -> AsyncIterator[AsyncIOMotorDatabase[Document]]:
    """An empty database as the driver sees it, for tests of what Wasla asks of a server."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    if not server_uri:
        yield AsyncMongoMockClient()[name]
        return
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(server_uri, w="majority", journal=True)
    yield client[name]
    await client.drop_database(name)
    client.close()


@pytest_asyncio.fixture
async def database(motor_database: AsyncIOMotorDatabase[Document]) -> Database:
    """An empty database with its indexes, as Wasla opens it."""
    opened = Database(motor_database)
    await opened.make_indexes()
    return opened
