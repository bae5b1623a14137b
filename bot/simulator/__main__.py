"""``python -m bot.simulator``: the offline WhatsApp in a process of its own.

``serve`` (the default) runs until it is stopped; ``run FILE ...`` plays scenarios against a bot and says how they went.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import UserMistake
from bot.simulator.app import standalone
from bot.simulator.people import Person, SimNumber
from bot.simulator.scenario import ScenarioFailed, run_scenario
from bot.simulator.switches import Switches
from bot.simulator.world import World
from bot.simulator.worldfile import WorldFile, read_world

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOG = logging.getLogger(__name__)
_FAILED = 1
_MISTAKE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 1 when a scenario failed, 2 for a mistake in arguments or files."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        world = make_world(options)
        return asyncio.run(_play(world, options)) if options.command == "run" else _serve(world, options)
    except UserMistake as mistake:
        sys.stderr.write(f"{mistake}\n")
        return _MISTAKE


def make_world(options: argparse.Namespace) -> World:
    """Return the world that the options describe; raises ``UserMistake``."""
    described = read_world(options.numbers, access_token=options.access_token, app_secret=options.app_secret) if options.numbers else _small(options)
    return World(
        numbers=described.numbers,
        people=described.people,
        bot_url=options.bot_url.rstrip("/"),
        shippables=described.shippables,
        store_secrets=described.store_secrets,
        templates=described.templates,
        switches=Switches(batch=options.batch, window=options.window),
        history=options.history,
        strict=not options.fast,
        concurrency=options.concurrency,
    )


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    line = argparse.ArgumentParser(prog="python -m bot.simulator", description="The offline WhatsApp Cloud API")
    line.add_argument("command", nargs="?", choices=("serve", "run"), default="serve")
    line.add_argument("files", nargs="*", type=Path, help="scenarios to play")
    line.add_argument("--host", default="127.0.0.1")
    line.add_argument("--port", type=int, default=8090, help="Graph is at http://HOST:PORT/simulator/graph")
    line.add_argument("--bot-url", default="http://127.0.0.1:8080")
    line.add_argument("--app-secret", default="simulated-app-secret")
    line.add_argument("--access-token", default="simulated-access-token")
    line.add_argument("--phone-number-id", default="100000000000001")
    line.add_argument("--business-account-id", default="200000000000001")
    line.add_argument("--numbers", type=Path, help="a YAML file with numbers and people")
    line.add_argument("--concurrency", type=int, default=8, help="webhooks posted at the same time")
    line.add_argument("--batch", type=int, default=1, help="updates in one webhook, at most")
    line.add_argument("--window", choices=("sync", "status", "off"), default="sync", help="how the 24-hour rule is enforced")
    line.add_argument("--history", type=int, help="how many sends are remembered (default: all)")
    line.add_argument("--fast", action="store_true", help="don't check message and media ids (for load tests)")
    return line


def _small(options: argparse.Namespace) -> WorldFile:
    number = SimNumber(options.phone_number_id, options.business_account_id, "+966500000000", "Sample shop", options.access_token, options.app_secret)
    shop = {"store_id": "default", "store_name": "Sample shop", "phone_number_id": number.phone_number_id}
    people = (
        Person("sara", "Sara", "ar", "966500000101", "SA.1000000000000000101", "SA", **shop),
        Person("omar", "Omar", "en", "966500000102", None, "SA", **shop),
    )
    return WorldFile(numbers=(number,), people=people)


def _serve(world: World, options: argparse.Namespace) -> int:
    _LOG.info("Graph is at http://%s:%s/simulator/graph, webhooks go to %s", options.host, options.port, world.bot_url)
    web.run_app(standalone(world), host=options.host, port=options.port, print=None, access_log=None)
    return 0


async def _play(world: World, options: argparse.Namespace) -> int:
    runner = web.AppRunner(standalone(world), access_log=None)
    await runner.setup()
    failed = 0
    try:
        await web.TCPSite(runner, options.host, options.port).start()
        for path in options.files:
            failed += await _one(path, world)
    finally:
        await runner.cleanup()
    return _FAILED if failed else 0


async def _one(path: Path, world: World) -> int:
    try:
        steps = await run_scenario(path, world)
    except ScenarioFailed as failure:
        sys.stdout.write(f"FAILED {failure}\n")
        return 1
    sys.stdout.write(f"ok     {path} ({steps} steps)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
