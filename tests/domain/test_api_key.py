from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.api_key import ApiKey, hashed, read_token, token

KEY = ApiKey("a1", "noor", "", ("orders:read",), hashed("secret"), 0)


def test_a_key_opens_with_its_secret_alone() -> None:
    assert [KEY.opens_with(secret) for secret in ("secret", "Secret", "", "\ud800")] == [True, False, False, False]


def test_a_revoked_key_opens_with_nothing() -> None:
    assert not replace(KEY, revoked_at=1).opens_with("secret")


def test_only_the_hash_is_kept() -> None:
    assert "secret" not in repr(replace(KEY, name="x"))[: repr(KEY).index("secret_hash")]
    assert len(KEY.secret_hash) == 64


@pytest.mark.parametrize("secret", ["s", "a_b-c", "_"])
def test_a_token_names_its_key(secret: str) -> None:
    assert read_token(token("a1", secret)) == ("a1", secret)


@pytest.mark.parametrize("text", ["", "wk_", "wk_a1", "wk_a1_", "wk__s", "a1_s", "sk_a1_s", "wk_a.1_s", "wk_é_s"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert read_token(text) is None
