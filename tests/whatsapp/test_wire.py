from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.whatsapp.wire import dumps, instant, loads, loads_clean

HALF_AN_EMOJI = rb'{"text":"hi \ud83d"}'
DEEP = b"[" * 100_000 + b"]" * 100_000
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_half_an_emoji_is_read_and_written_again() -> None:
    assert loads(HALF_AN_EMOJI) == {"text": "hi \ud83d"}
    assert dumps(loads(HALF_AN_EMOJI)) == HALF_AN_EMOJI


def test_half_an_emoji_is_replaced_where_text_is_used() -> None:
    assert loads_clean(HALF_AN_EMOJI) == {"text": "hi \ufffd"}


def test_whole_emojis_beside_a_half_one_stay() -> None:
    assert loads_clean(rb'["\ud83d\ude2e", "\ude2e"]') == ["😮", "\ufffd"]


@pytest.mark.parametrize("raw", [b"", b"{", b"NaN", b"[Infinity]", b"\xff\xfe", DEEP, b'["\\ud83d"' + b",[" * 5000])
def test_what_is_no_json_is_a_value_error(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        loads(raw)
    with pytest.raises(ValueError, match=r".+"):
        loads_clean(raw)


def test_a_value_that_orjson_finds_too_deep_is_still_written() -> None:
    value = loads(b"[" * 400 + b"]" * 400)
    assert dumps(value) == b"[" * 400 + b"]" * 400


def test_a_value_beyond_all_depth_is_a_value_error() -> None:
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(ValueError, match="too deeply"):
        dumps(value)


@given(values)
def test_equal_values_have_equal_sorted_bytes(value: object) -> None:
    assert dumps(loads(dumps(value, sort_keys=True)), sort_keys=True) == dumps(value, sort_keys=True)


@pytest.mark.parametrize(("timestamp", "expected"), [("1697043223", 1_697_043_223_000), (1731705721, 1_731_705_721_000), ("1", 1000)])
def test_seconds_become_milliseconds(timestamp: object, expected: int) -> None:
    assert instant(timestamp) == expected


@pytest.mark.parametrize("timestamp", [None, "", "0", 0, -1, "-1", "1e9", "1_000", " 1", "١٦٩٧", "9" * 30, 2**63, 1.5, True, [], {}, "\ud800"])
def test_an_odd_timestamp_is_none(timestamp: object) -> None:
    assert instant(timestamp) is None
