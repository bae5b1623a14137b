"""Tokens that come when the app is installed, and are renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from bot.connectors.base import Call
from bot.connectors.salla.envelope import read
from bot.connectors.salla.options import SallaOptions
from bot.connectors.salla.tokens import access_token, brought
from bot.domain.access import Tokens
from bot.domain.clock import DAY, SECOND
from bot.errors import FetchFailed
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, NOW
from tests.connectors.salla.bodies import changed

if TYPE_CHECKING:
    from bot.connectors.base import Renew

KEPT = Tokens("a1", "r1", NOW + DAY)
NEW = {"access_token": "a2", "refresh_token": "r2", "expires_in": 1_209_600, "token_type": "bearer"}
KEYS = {"client_id": "app", "client_secret": "hush"}


async def none_kept(_renew: Renew) -> Tokens | None:
    return None


async def about_to_end(renew: Renew) -> Tokens | None:
    return await renew(KEPT) or KEPT


def call(far: Far, **options: object) -> Call[SallaOptions]:
    return Call(far, NOOR, SallaOptions.model_validate(options), ("a secret",), NOW, tokens=about_to_end)


async def test_tokens_are_renewed_with_the_keys_of_the_app() -> None:
    far = Far((answer(NEW),))
    token = await access_token(call(far, **KEYS))
    assert token is not None
    assert token.get_secret_value() == "a2"
    assert far.asked[0].url == "https://accounts.salla.sa/oauth2/token"
    asked = {"client_id": ["app"], "client_secret": ["hush"], "grant_type": ["refresh_token"], "refresh_token": ["r1"]}
    assert parse_qs((far.asked[0].data or b"").decode()) == asked


async def test_without_the_keys_of_the_app_the_kept_one_is_used_as_long_as_it_lasts() -> None:
    far = Far(())
    token = await access_token(call(far, access_token="of the settings"))
    assert token is not None
    assert (token.get_secret_value(), far.asked) == ("a1", [])


@pytest.mark.parametrize("given", ["of the settings", None])
async def test_without_an_installation_the_token_of_the_settings_counts(given: str | None) -> None:
    options = SallaOptions.model_validate({"access_token": given})
    token = await access_token(Call(Far(()), NOOR, options, (), NOW, tokens=none_kept))
    assert (token.get_secret_value() if token else None) == given


@pytest.mark.parametrize(
    ("status", "content", "again"), [(400, {"error": "invalid_grant"}, False), (429, {}, True), (503, b"", True), (200, {"access_token": 1}, False)]
)
async def test_a_renewal_that_fails_says_whether_asking_again_will_help(status: int, content: object, again: bool) -> None:  # noqa: FBT001
    with pytest.raises(FetchFailed) as caught:
        await access_token(call(Far((answer(content, status),)), **KEYS))
    assert caught.value.again == again
    assert "hush" not in str(caught.value)


def test_what_an_installation_brings_lasts_until_its_own_instant() -> None:
    event = read(changed("app_uninstalled", event="app.store.authorize", access_token="a1", refresh_token="r1", expires=NOW // SECOND))
    assert brought(event) == Tokens("a1", "r1", NOW)


@pytest.mark.parametrize("wrong", [{"expires": 2**63}, {"access_token": "a\ud800"}, {"refresh_token": None}, {"expires": "soon"}])
def test_tokens_that_could_not_be_kept_are_none(wrong: dict[str, object]) -> None:
    data = {"access_token": "a1", "refresh_token": "r1", "expires": NOW // SECOND, **wrong}
    assert brought(read(changed("app_uninstalled", event="app.store.authorize", **data))) is None


def test_tokens_are_not_shown() -> None:
    assert repr(KEPT) == f"Tokens(expires_at={NOW + DAY})"
