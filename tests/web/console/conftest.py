"""The console over a real socket, mounted as the program mounts it, and browsers that keep cookies as a person's does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from mongomock_motor import AsyncMongoMockClient

from bot.db import Database
from bot.domain.staff import StaffMember, staff_id
from bot.domain.store import Store
from bot.flow.conversing.scene import Mind
from bot.flow.handoff.desk import HelpDesk
from bot.flow.handoff.resend import Resending
from bot.flow.order_changes import OrderChanges
from bot.flow.sign_in import TryLimits, hash_password
from bot.flow.staff_access import StaffAccess
from bot.flow.store_choices import StoreBook
from bot.flow.teaching.classroom import Classroom
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.evaluate import Row
from bot.language.intents import Intent, Intents
from bot.language.understand import Matcher
from bot.web.console import Console, Live, make_console
from bot.web.console.guard import Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import ClientResponse

    from bot.domain.staff import Role
    from bot.flow.inbound_media import InboundMedia
    from bot.oidc import IdentityClient

NOW = 1_760_000_000_000
PASSWORD = "correct horse battery"
HASH = hash_password(PASSWORD)
NOOR = Store("noor", "Noor Home", "n1")
DAR = Store("dar", "Dar", "n2")
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@cache
def texts(domain: str) -> Catalogues:
    """Read catalogues once for all tests."""
    return Catalogues.load(data_folder("locales"), domain)


@cache
def matcher() -> Matcher:
    """Make something that understands a few phrases, once for all tests."""
    spoken = {"order_status": ("where is my order", "track my parcel"), "thanks": ("thank you so much",), "out_of_scope": ("tell me a joke",)}
    phrases = {name: {"en": texts, "ar": ()} for name, texts in spoken.items()}
    return Matcher(Intents({name: Intent(name, name, None, waits=False, phrases=by_tag) for name, by_tag in phrases.items()}))


def person(role: Role = "agent", name: str = "", **more: object) -> StaffMember:
    email = f"{name or role}@noor.example"
    member = StaffMember(staff_id(email), email, name or role.title(), role, NOW, password_hash=HASH)
    return replace(member, **more)  # type: ignore[arg-type]


@dataclass
class Page:
    """An answer with its text."""

    response: ClientResponse
    text: str

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def goes_to(self) -> str:
        return self.response.headers.get("Location", "")

    def says(self, words: str) -> bool:
        return words in unescape(self.text)

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found is not None, self.text
        return unescape(found[1])


@dataclass
class Browser:
    """A browser of one person; a form sends the token of the page that was loaded last."""

    client: TestClient[web.Request, web.Application]
    headers: dict[str, str] = field(default_factory=lambda: {"Accept": "text/html", "Accept-Language": "en"})
    csrf: str = ""

    async def get(self, path: str, **headers: str) -> Page:
        return await self._page(await self.client.get(f"/console{path}", allow_redirects=False, headers={**self.headers, **headers}))

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Page:
        data = {"csrf": self.csrf, **fields}
        response = await self.client.post(f"/console{path}", data=data, allow_redirects=False, headers={**self.headers, **(headers or {})})
        return await self._page(response)

    async def sign_in(self, role: str = "agent", password: str = PASSWORD) -> Page:
        await self.get("/sign-in")
        page = await self.post("/sign-in", email=f"{role}@noor.example", password=password, next="")
        if page.goes_to:
            await self.get("/account")
        return page

    async def _page(self, response: ClientResponse) -> Page:
        text = await response.text()
        found = CSRF.search(text)
        self.csrf = found[1] if found else self.csrf
        return Page(response, text)


@dataclass
class Desk:
    """The console with its database; ``now`` is what its clock says."""

    db: Database
    now: int = NOW
    stores: dict[str, Store] = field(default_factory=lambda: {"noor": NOOR, "dar": DAR})
    live: Live = field(init=False)
    book: StoreBook = field(init=False)
    classroom: Classroom = field(init=False)
    transport: Transport = field(default_factory=Transport)
    limits: TryLimits = field(default_factory=TryLimits)
    inbound: InboundMedia | None = None
    provider: IdentityClient | None = None
    browsers: list[TestClient[web.Request, web.Application]] = field(default_factory=list)
    servers: list[TestServer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.live = Live(self.db, self.clock)
        self.book = StoreBook(self.db, list(self.stores.values()))
        self.stores = self.book.stores
        self.classroom = Classroom(self.db, Mind(matcher(), texts("bot"), {}), [Row("track it for me", "order_status", "en")], self.clock)

    def clock(self) -> int:
        return self.now

    def application(self) -> web.Application:
        return make_console(self.console())

    def console(self) -> Console:
        help_desk = HelpDesk(self.db, self.stores, texts("bot"))
        return Console(
            self.db,
            self.stores,
            texts("console"),
            self.clock,
            self.live,
            help_desk,
            self.book,
            texts("bot"),
            Resending(self.db, help_desk, OrderChanges(self.db, self.stores)),
            self.classroom,
            limits=self.limits,
            transport=self.transport,
            accounts={"noor": "w1"},
            inbound=self.inbound,
            provider=self.provider,
        )

    async def browser(self) -> Browser:
        """Open another browser."""
        if not self.servers:
            application = web.Application()
            application.add_subapp("/console", self.application())
            self.servers.append(TestServer(application))
        client = TestClient(self.servers[0], cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        self.browsers.append(client)
        return Browser(client)

    @property
    def access(self) -> StaffAccess:
        return StaffAccess(self.db)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    """A console with an admin, an agent and a viewer."""
    opened = Desk(Database(AsyncMongoMockClient()["console"]))
    for role in ("admin", "agent", "viewer"):
        await opened.db.staff.add(person(role))
    yield opened
    for client in opened.browsers:
        await client.close()


@pytest_asyncio.fixture
async def browser(desk: Desk) -> Browser:
    """A browser in which nobody is signed in yet."""
    return await desk.browser()


@pytest.fixture(autouse=True)
def _mongomock(_adapted_mongomock: None) -> None:
    """The database of these tests is mongomock."""
