"""Watches the logs of the whole suite: a test in which a secret is logged fails, with the name of the logger.

Secrets are the constants of the tests that are called so, what their values hold under such names, and every cookie, key and link
that the program makes while a test runs. Each record is looked at as it would be written, with its traceback, at every level.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

import pyotp
import pytest
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NAMED: Final = re.compile(r"secret|token|password|api_?key|totp|signing", re.IGNORECASE)
# What looks like one wherever it comes from: keys of the API, signing secrets, Meta's and Shopify's tokens.
LOOKS: Final = re.compile(
    r"\bwk_[0-9a-z]+_[\w-]{20,}|\bwhsec_[A-Za-z0-9+/=]{16,}|\bEAA[A-Za-z0-9]{20,}|\bshp(?:ss|at)_[0-9a-f]{20,}|://[^/\s:@*]+:[^/\s@*]+@"
)
LEAST: Final = 8
DEEP: Final = 3


@dataclass
class Watch(logging.Handler):
    """Keeps what is logged while a test runs; ``made`` are the secrets that came to be meanwhile."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    made: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(logging.NOTSET)

    __hash__ = object.__hash__

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record as it would be written."""
        why = "".join(traceback.format_exception(record.exc_info[1])) if record.exc_info and record.exc_info[1] else ""
        self.texts.append((record.name, f"{record.getMessage()}\n{why}\n{record.stack_info or ''}"))

    def making(self, make: Callable[..., str]) -> Callable[..., str]:
        """Return a maker of random texts whose every text is a secret from then on."""

        def made(*arguments: Any, **named: Any) -> str:
            text = make(*arguments, **named)
            self.made.add(text)
            return text

        return made

    def leaks(self, known: Iterable[str]) -> list[str]:
        """Return where secrets were logged, and as little of them as tells which ones."""
        found = []
        wanted = {*known, *self.made}
        for logger, text in self.texts:
            found += [f"{logger} logged {secret[:3]}... ({len(secret)} characters)" for secret in wanted if secret in text]
            found += [f"{logger} logged {look[0][:8]}..., which looks like a secret" for look in LOOKS.finditer(text)]
        return found


def secrets_of(name: str, value: object, depth: int = 0) -> Iterator[str]:
    """Yield the secrets in a value of that name: itself, or what tables and objects hold under such names."""
    if isinstance(value, str):
        if NAMED.search(name) and len(value) >= LEAST:
            yield value
    elif depth < DEEP:
        for inner_name, inner in _parts(name, value):
            yield from secrets_of(inner_name, inner, depth + 1)


def _parts(name: str, value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [(f"{name} {key}", inner) for key, inner in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [(name, inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [(one.name, getattr(value, one.name, None)) for one in fields(value)]
    return []


def constants() -> set[str]:
    """Return the secrets among the constants of the tests that are loaded."""
    modules = [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "tests" and module is not None]
    named = [(name, value) for module in modules for name, value in list(vars(module).items()) if name.isupper()]
    return {secret for name, value in named for secret in secrets_of(name, value)}


WATCH: Final = Watch()
# Before anything of ours is imported, so that it gets these.
secrets.token_urlsafe = WATCH.making(secrets.token_urlsafe)
pyotp.random_base32 = WATCH.making(pyotp.random_base32)


@pytest.fixture(scope="session")
def known_secrets() -> set[str]:
    """The secrets that tests have written down."""
    return constants()


@pytest.fixture(autouse=True)
def _secrecy(known_secrets: set[str], request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which a secret was logged; one that is about that says so with the mark ``logs_secrets``."""
    root = logging.getLogger()
    about = request.node.get_closest_marker("logs_secrets") is not None
    logging.getLogger("bot").setLevel(logging.NOTSET if about else logging.DEBUG)
    WATCH.texts.clear()
    if WATCH not in root.handlers:
        root.addHandler(WATCH)
    yield
    root.removeHandler(WATCH)
    found = [] if about else WATCH.leaks(known_secrets)
    assert not found, "; ".join(found)
