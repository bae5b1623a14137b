from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Literal

import pytest

from bot.domain.tracing import following
from bot.errors import Unreadable
from bot.log import configure

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.logs_secrets
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


def test_numbers_addresses_and_ids_are_masked_in_both_forms_and_ours_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    styles: tuple[Literal["text", "json"], ...] = ("text", "json")
    for style in styles:
        configure("INFO", style, ("110000000000001",))
        log.info("%s to +966501234567 or a.b@shop.example of cu:noor:wa:966501234567", "110000000000001")
        said = capsys.readouterr().err
        assert "110000000000001 to +9665••••567 or a••••@shop.example of cu:noor:wa:9665••••567" in said


def test_in_search_of_a_fault_everything_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text", whole=True)
    log.error("to +966501234567", exc_info=ValueError("bad text 'hello there'"))
    said = capsys.readouterr().err
    assert "+966501234567" in said
    assert "hello there" in said


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(
    "raised",
    [
        ValueError("invalid literal for int() with base 10: 'where is my order'"),
        ValueError("full error: {'op': {'body': b'where is my order'}}"),
        KeyError("where is my order"),
        RuntimeError("1 validation error\n  where is my order"),
        RuntimeError('it said "where is my order'),
    ],
)
def test_errors_of_others_say_what_went_wrong_but_not_what_they_quote(
    style: Literal["text", "json"], raised: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", style)
    log.error("failed", exc_info=raised)
    said = capsys.readouterr().err
    assert type(raised).__name__ in said
    assert "where is" not in said


def test_what_an_error_was_raised_from_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    empty: dict[str, str] = {}
    try:
        try:
            empty["lane"]
        except KeyError as error:
            raise Unreadable("no lane for +966501234567") from error
    except Unreadable:
        log.exception("failed")
    said = json.loads(capsys.readouterr().err)["error"]
    assert "Unreadable: no lane for +9665••••567" in said
    assert "KeyError: 'lane'" in said
    assert "test_log.py" in said


def test_what_libraries_log_quotes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    logging.getLogger("asyncio").error("exception=ValueError('where is my order')")
    assert "where is" not in capsys.readouterr().err


def test_a_line_carries_the_ids_of_what_is_worked_on(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    with following(["a1", "b2"]):
        log.info("inside")
    log.info("outside")
    inside, outside = capsys.readouterr().err.splitlines()
    assert inside.endswith("inside [trace=a1,b2]")
    assert outside.endswith("outside")
