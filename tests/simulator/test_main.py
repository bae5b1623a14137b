from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionError, ClientSession

from bot.simulator import __main__ as command

if TYPE_CHECKING:
    import pytest

    from bot.simulator.world import World

    from .conftest import BotDouble

TALK = "- {customer: omar, says: hi}\n- {expect_nothing: {to: omar, for: 0.05}}\n"
ROOT = Path(__file__).parents[2]


def world_of(*arguments: str) -> World:
    return command.make_world(command.parser().parse_args(arguments))


def test_without_a_file_there_is_a_small_world() -> None:
    world = world_of("--phone-number-id", "7", "--access-token", "t", "--app-secret", "s", "--bot-url", "http://bot/")
    assert (world.bot_url, list(world.directory.people)) == ("http://bot", ["sara", "omar"])
    number = world.directory.numbers["7"]
    assert (number.access_token, number.app_secret) == ("t", "s")


def test_load_tests_can_have_a_fast_world() -> None:
    world = world_of("--fast", "--window", "off", "--batch", "50", "--history", "1000")
    assert (world.strict, world.switches.window, world.switches.batch) == (False, "off", 50)


def test_a_file_describes_the_world(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text('numbers: [{phone_number_id: "9", waba_id: "8", display_phone_number: "+966500000000", verified_name: Shop}]')
    assert list(world_of("--numbers", str(path)).directory.numbers) == ["9"]


def test_a_mistake_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--numbers", str(tmp_path / "absent.yaml")]) == 2
    assert "absent.yaml" in capsys.readouterr().err


async def run(*arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.simulator", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_a_scenario_is_played_from_the_command_line(bot: BotDouble, tmp_path: Path, unused_tcp_port: int) -> None:
    (tmp_path / "good.yaml").write_text(TALK)
    (tmp_path / "bad.yaml").write_text("- {expect: {to: omar, within: 0.05}}\n")
    paths = (str(tmp_path / "good.yaml"), str(tmp_path / "bad.yaml"))
    code, output = await run("run", *paths, "--bot-url", bot.url, "--port", str(unused_tcp_port))
    assert code == 1
    assert f"ok     {paths[0]} (2 steps)" in output
    assert f"FAILED {paths[1]}, step 1" in output
    assert [message["text"]["body"] for message in bot.messages] == ["hi"]


async def test_the_simulator_serves_until_it_is_stopped(unused_tcp_port: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator", "--port", str(unused_tcp_port), cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert await state_when_up(f"http://127.0.0.1:{unused_tcp_port}/simulator/api/state") == ["sara", "omar"]
    finally:
        os.kill(process.pid, signal.SIGTERM)
    assert await process.wait() == 0


async def state_when_up(url: str) -> list[str]:
    async with ClientSession() as session, asyncio.timeout(20):
        while True:
            try:
                async with session.get(url) as response:
                    return [one["id"] for one in (await response.json())["customers"]]
            except ClientConnectionError:
                await asyncio.sleep(0.05)
