from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from bot.domain.message import Content, Text, WireIdentity


def test_a_user_is_known_by_the_business_scoped_id_first() -> None:
    user = WireIdentity(bsuid="SA.1349", wa_id="966501234567")
    assert user.lane == "bsuid:SA.1349"
    assert user.keys("noor") == ("noor:bsuid:SA.1349", "noor:wa:966501234567")


def test_without_one_the_number_serves() -> None:
    user = WireIdentity(wa_id="5215512345678")
    assert user.lane == "wa:525512345678"
    assert user.keys("noor") == ("noor:wa:525512345678",)


def test_a_user_without_a_number_has_one_key() -> None:
    assert WireIdentity(bsuid="SA.1349").keys("noor") == ("noor:bsuid:SA.1349",)


def test_two_spellings_of_a_number_share_a_lane() -> None:
    assert WireIdentity(wa_id="5541988887777").lane == WireIdentity(wa_id="554188887777").lane


def test_the_same_user_has_other_keys_in_another_store() -> None:
    user = WireIdentity(wa_id="966501234567")
    assert not set(user.keys("noor")) & set(user.keys("dar"))


def test_every_kind_of_content_has_a_name_of_its_own() -> None:
    kinds = [content.__dataclass_fields__["kind"].default for content in get_args(Content)]
    assert len(kinds) == len(set(kinds))


def test_content_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Text("hello").body = "bye"  # type: ignore[misc]  # the fault that is tested
