from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from bot.log import configure

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("bot.test")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_text_is_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    log.info("job %s did %d", "stuck_parcels", 3)
    assert capsys.readouterr().err.endswith(" INFO bot.test: job stuck_parcels did 3\n")


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    log.warning("two\nlines: %s", "طلب")
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "bot.test", "two\nlines: طلب")
    assert said["at"].endswith("Z")


def test_json_carries_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    log.error("failed", exc_info=ValueError("why"))
    assert json.loads(capsys.readouterr().err)["error"] == "ValueError: why"


def test_what_is_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure("WARNING", "text")
    log.info("nothing")
    logging.getLogger("apscheduler.executors").info("nothing")
    assert capsys.readouterr().err == ""
