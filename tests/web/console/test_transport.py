from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.console.guard import Transport


@pytest.mark.parametrize(
    ("transport", "headers", "secure"),
    [
        (Transport(), {}, False),
        (Transport(), {"X-Forwarded-Proto": "https"}, False),
        (Transport(proxies=1), {"X-Forwarded-Proto": "https"}, True),
        (Transport(proxies=1), {"X-Forwarded-Proto": "http"}, False),
        (Transport("always"), {}, True),
        (Transport("never", proxies=1), {"X-Forwarded-Proto": "https"}, False),
    ],
)
def test_https_is_believed_of_our_own_proxy_alone(transport: Transport, headers: dict[str, str], secure: bool) -> None:  # noqa: FBT001 - a column
    assert transport.is_secure(make_mocked_request("GET", "/", headers=headers)) is secure


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.7", ""),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (3, "203.0.113.7", ""),
        (1, " , ", ""),
    ],
)
def test_of_what_proxies_say_only_our_own_part_is_believed(proxies: int, told: str, address: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": told})
    assert Transport(proxies=proxies).address(request) == address
