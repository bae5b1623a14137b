"""Every scenario file, played against the demo: the whole bot, the embedded database, the offline WhatsApp."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.demo import demonstrating
from bot.errors import UserMistake
from bot.settings import load_settings
from bot.simulator.scenario import run_scenario
from bot.simulator.store import SimStore
from tests.crash.conftest import free_port

if TYPE_CHECKING:
    from bot.domain.staff import Role
    from bot.settings import Settings

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The demo's settings, on a free port and in an empty folder."""
    return load_settings({"WASLA_PORT": str(free_port()), "WASLA_DATA_DIR": str(tmp_path)}, None, demo=True)


@pytest.mark.embedded
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
async def test_scenario(path: Path, settings: Settings) -> None:
    async with demonstrating(settings) as world:
        assert await run_scenario(path, world) > 0


@pytest.mark.embedded
async def test_the_next_start_finds_the_data_again(settings: Settings) -> None:
    path = next(path for path in FILES if path.stem == "where_is_my_order")
    async with demonstrating(settings) as world:
        assert await run_scenario(path, world) > 0
        before = {person.id: [message.body for message in world.chats.messages(person.id)] for person in world.directory.people.values()}
    async with demonstrating(settings) as world:
        after = {person.id: [message.body for message in world.chats.messages(person.id)] for person in world.directory.people.values()}
        assert after == before
        assert any(after.values())
        assert await run_scenario(path, world) > 0


@pytest.mark.embedded
async def test_a_parcel_that_has_left_does_not_leave_again_after_a_restart(settings: Settings) -> None:
    async with demonstrating(settings) as world:
        shipped = await SimStore(world).ship("sara")
        await world.wait_for(1)
    async with demonstrating(settings) as world:
        waiting = len([parcel for parcel in world.shippables["sara"] if not parcel.in_transit])
        others = [(await SimStore(world).ship("sara")).order for _ in range(waiting - 1)]
        assert shipped.order not in others
        with pytest.raises(UserMistake, match="shipped already"):
            await SimStore(world).ship("sara")


@pytest.mark.embedded
async def test_the_demos_people_come_into_the_console_by_links_that_each_start_prints(settings: Settings) -> None:
    for _ in range(2):
        invited: dict[Role, str] = {}
        async with demonstrating(settings, invited), aiohttp.ClientSession() as session:
            assert set(invited) == {"admin", "agent"}
            for link in invited.values():
                async with session.get(link) as page:
                    assert page.status == 200
