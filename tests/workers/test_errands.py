from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workers.errands import Errand, Errands
from bot.workers.runner import Runner
from tests.workers.clock import Clock, until

if TYPE_CHECKING:
    from bot.db import Database


async def test_an_errand_is_run_again_at_once_while_there_is_something_to_do(database: Database) -> None:
    left = [3, 2, 0]

    async def run(_now: int) -> int:
        return left.pop(0) if left else 0

    errand = Errand("files", run)
    errands, runner = Errands(database, (errand,), "one", Clock()), Runner()
    runner.start("files", lambda: errands.keep_doing(errand))
    await until(lambda: not left)
    await runner.close()


async def test_only_one_process_runs_it(database: Database) -> None:
    async def run(_now: int) -> int:
        return 1

    errand, clock = Errand("files", run), Clock()
    assert await Errands(database, (errand,), "one", clock).once(errand) == 1
    assert await Errands(database, (errand,), "two", clock).once(errand) == 0


async def test_a_failure_is_logged_and_not_the_end(database: Database, caplog: object) -> None:
    async def run(_now: int) -> int:
        raise ValueError

    del caplog
    errand = Errand("files", run)
    assert await Errands(database, (errand,), "one", Clock()).once(errand) == 0
