"""What watches over the logs of the suite sees what it has to see."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.domain.api_key import token
from bot.flow.sign_in import new_secret, new_totp_secret
from tests.secrecy import WATCH, Watch, constants, secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("bot.anything")
WRITTEN_TOKEN = "it stands here in the open"
TABLE = {"shop": {"password": "correct horse", "name": "Noor Home Store"}}


@dataclass
class Number:
    app_secret: str
    name: str = "Noor Home Store"


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    log.addHandler(watch)
    log.setLevel(logging.DEBUG)
    yield watch
    log.removeHandler(watch)
    log.setLevel(logging.NOTSET)


def test_constants_are_known_by_what_they_are_called() -> None:
    assert {WRITTEN_TOKEN, "correct horse"} <= constants()
    assert "Noor Home Store" not in constants()


def test_tables_and_objects_are_looked_into() -> None:
    assert set(secrets_of("numbers", [Number("a secret of Noor")])) == {"a secret of Noor"}
    assert set(secrets_of("TABLE", TABLE)) == {"correct horse"}
    assert set(secrets_of("TOKEN", "short")) == set()


@pytest.mark.logs_secrets
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.ERROR])
def test_a_secret_in_a_record_is_found_whatever_its_level(level: int, watch: Watch) -> None:
    log.log(level, "signed with %s", WRITTEN_TOKEN)
    assert watch.leaks({WRITTEN_TOKEN}) == ["bot.anything logged it ... (26 characters)"]


@pytest.mark.logs_secrets
def test_a_secret_in_a_traceback_is_found(watch: Watch) -> None:
    try:
        int(WRITTEN_TOKEN)
    except ValueError:
        log.exception("it failed")
    assert len(watch.leaks({WRITTEN_TOKEN})) == 1


@pytest.mark.logs_secrets
@pytest.mark.parametrize(
    "text",
    [token("abc", "s" * 43), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "mongodb://bot:hunter2@db", "EAAG0123456789abcdefghijk", "shpss_" + "0a" * 16],
)
def test_what_looks_like_a_secret_is_found_even_if_nobody_knows_it(text: str, watch: Watch) -> None:
    log.warning("asked with %s", text)
    assert "looks like a secret" in watch.leaks(())[0]


@pytest.mark.parametrize("text", ["asked mongodb://***@db", "the key wk_abc is used", "no whsec_ there", "https://noor.example/a:b@c"])
def test_what_is_none_is_let_through(text: str, watch: Watch) -> None:
    log.warning("%s", text)
    assert watch.leaks(()) == []


@pytest.mark.parametrize("make", [new_secret, new_totp_secret, secrets.token_urlsafe])
def test_what_the_program_makes_is_known(make: object) -> None:
    assert callable(make)
    assert make() in WATCH.made
