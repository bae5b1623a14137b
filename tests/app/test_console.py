"""The console as the program mounts it: over the bot's own port, with people who come in by links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.app import clock
from bot.domain.staff import StaffMember, staff_id
from bot.flow.staff_access import StaffAccess
from bot.settings.model import ConsoleSettings, OidcSettings

if TYPE_CHECKING:
    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded
TARIQ = StaffMember(staff_id("tariq@noor.example"), "tariq@noor.example", "Tariq", "agent", 0)


async def come_in(bot: Bot, member: StaffMember = TARIQ) -> None:
    """Sign somebody in by a link, as his browser would."""
    await bot.db.staff.add(member)
    address = f"{bot.url}/console/enter/{await StaffAccess(bot.db).invite(member, clock())}"
    async with bot.session.get(address) as page:
        found = re.search(r'name="csrf" value="([^"]+)"', await page.text())
        assert found is not None
        form = page.cookies["wasla_form"].value
    headers = {"Cookie": f"wasla_form={form}"}
    async with bot.session.post(address, data={"csrf": found[1]}, headers=headers, allow_redirects=False) as done:
        bot.session.headers["Cookie"] = f"wasla={done.cookies['wasla'].value}"


async def test_who_is_let_in_sees_the_queue_over_the_bots_own_port(bot: Bot) -> None:
    await come_in(bot)
    async with bot.session.get(f"{bot.url}/console/") as page:
        assert (page.status, "Nobody needs a person right now." in await page.text()) == (200, True)


async def test_a_sign_of_life_comes_from_the_process_that_looks_for_changes(bot: Bot) -> None:
    await come_in(bot)
    async with bot.session.get(f"{bot.url}/console/live") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert await stream.content.readuntil(b"\n\n") == b": open\n\n"


async def test_without_a_console_nothing_is_there(start: Start, settings: Settings) -> None:
    off = settings.model_copy(update={"console": ConsoleSettings(enabled=False)})
    async with start(off) as bot, bot.session.get(f"{bot.url}/console/sign-in") as page:
        assert page.status == 404


async def test_the_provider_of_the_settings_stands_at_the_door(start: Start, settings: Settings) -> None:
    oidc = OidcSettings.model_validate({"issuer": "https://accounts.google.com", "client_id": "wasla", "client_secret": "secret"})
    named = settings.model_copy(update={"console": ConsoleSettings(oidc=oidc), "public_url": "https://bot.example"})
    async with start(named) as bot, bot.session.get(f"{bot.url}/console/sign-in") as page:
        assert (page.status, "Sign in with Google" in await page.text()) == (200, True)
