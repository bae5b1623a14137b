from __future__ import annotations

import pytest

from bot.connectors.asking import ask_json
from bot.errors import FetchFailed
from tests.connectors.answering import Far, answer

URL = "https://api.example/v1/orders"


async def test_an_answer_is_read_as_json() -> None:
    far = Far((answer({"a": 1}),))
    assert await ask_json(far, "GET", URL, headers={"X-Key": "k"}, params={"page": "2"}) == {"a": 1}
    assert (far.asked[0].headers, far.asked[0].params) == ({"X-Key": "k"}, {"page": "2"})


async def test_what_is_allowed_to_be_absent_is_none() -> None:
    assert await ask_json(Far((answer(status=404),)), "GET", URL, headers={}, absent=(404,)) is None


@pytest.mark.parametrize(
    ("status", "again"), [(401, False), (403, False), (404, False), (422, False), (429, True), (408, True), (500, True), (503, True)]
)
async def test_only_passing_troubles_are_tried_again(status: int, again: bool) -> None:  # noqa: FBT001 - a value under test
    with pytest.raises(FetchFailed, match=r"api\.example/v1/orders") as error:
        await ask_json(Far((answer(status=status),)), "GET", URL, headers={})
    assert error.value.again is again


async def test_something_else_than_json_is_a_failure() -> None:
    with pytest.raises(FetchFailed, match="JSON"):
        await ask_json(Far((answer(b"<html>"),)), "GET", URL, headers={})


async def test_a_question_may_have_a_body() -> None:
    far = Far((answer({}),))
    await ask_json(far, "POST", URL, headers={}, json={"ids": [1]})
    assert (far.asked[0].method, far.asked[0].json) == ("POST", {"ids": [1]})
