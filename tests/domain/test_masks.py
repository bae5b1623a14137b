from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.masks import masked_line
from bot.domain.tracing import root_span, trace_id, traceparent


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("+966501234567", "+9665••••567"),
        ("wa:966501234567", "wa:9665••••567"),
        ("+966 50 123 4567!", "+9665••••567!"),
        ("call 050 123 4567", "call 0501••••567"),
        ("٠٥٠١٢٣٤٥٦٧", "٠٥٠١••••٥٦٧"),  # noqa: RUF001 - as people write them
        ("wa:wamid.HBgMOTY2NTAxMjM0NTY3FQIAERgSQTEy", "wa:wamid.••••gSQTEy"),
        ("wamid.X1", "wamid.••••"),
        ("bsuid:SA.13491208655302741918", "bsuid:SA.••••918"),
        ("US.ENT.11815799212886844830", "US.ENT.••••830"),
        ("sara.q@shop.example, soon", "s••••@shop.example, soon"),
        ("2026-11-24 12:04:01", "2026-11-24 12:04:01"),
        ("order NH-1042 of 1,250.00 SAR at 127.0.0.1:8080", "order NH-1042 of 1,250.00 SAR at 127.0.0.1:8080"),
        ("9f86d081884c7d659a2feaa0c55ad015", "9f86d081884c7d659a2feaa0c55ad015"),
    ],
)
def test_what_leads_to_a_person_is_masked_and_the_rest_is_not(text: str, masked: str) -> None:
    assert masked_line(text) == masked


@given(st.from_regex(r"[1-9][0-9]{8,14}", fullmatch=True), st.sampled_from(["+{}", "to {}.", "cu:noor:wa:{}", "'{}'", "{}:4:0", "={}", "({})"]))
def test_no_number_is_ever_whole(digits: str, around: str) -> None:
    masked = masked_line(around.format(digits))
    assert digits not in masked
    assert re.search(r"[0-9]{6,}", masked) is None


@given(st.text())
def test_masking_twice_masks_no_more(text: str) -> None:
    once = masked_line(text)
    assert masked_line(once) == once


@given(st.text())
def test_a_trace_id_is_what_w3c_trace_context_asks_for(event_id: str) -> None:
    assert re.fullmatch(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01", traceparent(trace_id(event_id)))
    assert trace_id(event_id) == trace_id(event_id)
    assert root_span(trace_id(event_id)) not in trace_id(event_id)
