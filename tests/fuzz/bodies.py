"""Bodies of the REST API and of the console's forms, as they come in: a request with any bytes in it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from aiohttp import StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request
from pydantic import ValidationError

from bot.web.api.app import operations_of
from bot.web.api.problems import Problem, invalid
from bot.web.api.reading import field_errors, read_json, read_upload
from bot.web.console.forms import Brought, read_form
from tests.web.api.conftest import office

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.web.api.operations import Operation

# A form's first line is its content type.
FORMS: Final = (
    'multipart/form-data; boundary=x\n--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nمرحبا\r\n--x--\r\n',  # noqa: RUF001 - Arabic
    (
        'multipart/form-data; boundary=x\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n"
    ),
    (
        'multipart/form-data; boundary="y"\n--y\r\nContent-Disposition: form-data; name="invoice"\r\n'
        "Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\n{}\r\n--z--\r\n--y--"
    ),
    "application/x-www-form-urlencoded\ncsrf=abc&text=%D9%85&text=2&=3&a",
    "application/x-www-form-urlencoded; charset=utf-16\ncsrf=abc",
    "application/pdf\n%PDF-1.7",
)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def asked(content_type: str, body: bytes) -> web.Request:
    """Return a request whose whole body is there."""
    content = StreamReader(BaseProtocol(_loop()), 2**16, loop=_loop())
    content.feed_data(body)
    content.feed_eof()
    return make_mocked_request("POST", "/", {"Content-Type": content_type, "Content-Length": str(len(body))}, payload=content)


def done(work: Coroutine[Any, Any, object]) -> object:
    """Return what work comes to that never has to wait."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits for more although all is there")


@cache
def _operations() -> tuple[Operation[Any, Any], ...]:
    return tuple(one for one in operations_of(office()) if one.body is not None)


def api(data: bytes) -> None:
    """Read a body as an operation of the API wants it; the first byte chooses which one."""
    operation = _operations()[(data[0] if data else 0) % len(_operations())]
    refusal = None
    try:
        document = done(read_json(asked("application/json", data[1:])))
        if operation.reshape is not None:
            document = operation.reshape({"Content-Type": "application/json"}, document)
        assert operation.body is not None
        operation.body.model_validate(document)
    except Problem as problem:
        refusal = problem
    except ValidationError as error:
        refusal = invalid(field_errors(error))
    assert refusal is None or refusal.response().status in range(400, 500)


def api_bodies() -> list[bytes]:
    """Return the examples of the documentation, each given to every operation."""
    examples = [json.dumps(one.example or {}).encode() for one in _operations()]
    return [bytes([place]) + example for place in range(len(examples)) for example in examples]


def _form(data: bytes) -> web.Request:
    kind, _, body = data.partition(b"\n")
    printable = "".join(char for char in kind.decode("utf-8", "replace") if char.isprintable())
    return asked(printable, body)


def forms(data: bytes) -> None:
    """Read a form of the console."""
    for files in (False, True):
        with suppress(web.HTTPRequestEntityTooLarge):
            assert isinstance(done(read_form(_form(data), files=files)), Brought)


def uploads(data: bytes) -> None:
    """Read a PDF that is sent to the API."""
    with suppress(Problem):
        done(read_upload(_form(data)))
