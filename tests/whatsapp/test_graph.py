from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import GraphError, NeedsStaff, NoAnswer, Permanent, Refused, Retryable
from bot.whatsapp.graph import Accepted, PhoneNumber, TemplateInfo, accepted_of, answer, next_page, phone_number_of, template_of
from bot.whatsapp.wire import dumps


@pytest.mark.parametrize(
    ("status", "raw"), [(500, b""), (502, b"<html>"), (503, b"{}"), (500, b'{"error":"x"}'), (200, b"<html>"), (200, b"[]"), (204, b"")]
)
def test_without_graphs_word_the_outcome_is_unknown(status: int, raw: bytes) -> None:
    with pytest.raises(NoAnswer, match=str(status)):
        answer(status, None, raw)


@pytest.mark.parametrize(
    ("status", "outcome"), [(429, Retryable), (408, Retryable), (302, NeedsStaff), (401, NeedsStaff), (404, NeedsStaff), (407, NeedsStaff)]
)
def test_a_refusal_that_is_not_graphs_was_not_carried_out(status: int, outcome: type[Refused]) -> None:
    with pytest.raises(outcome, match="not Graph's") as caught:
        answer(status, "7", b"blocked")
    assert (caught.value.code, caught.value.retry_after) == (0, 7.0)


@pytest.mark.parametrize("status", [200, 400, 500, 503])
def test_graphs_error_counts_whatever_the_status(status: int) -> None:
    with pytest.raises(Permanent) as caught:
        answer(status, None, b'{"error":{"code":131047,"message":"Re-engagement","error_data":{"details":"24 hours"}}}')
    assert "Re-engagement: 24 hours" in str(caught.value)
    assert caught.value.http_status == status


@pytest.mark.parametrize(
    ("error", "outcome"), [({"code": "190"}, NeedsStaff), ({"code": 77, "is_transient": True}, Retryable), ({"code": 77}, Permanent)]
)
def test_codes_in_text_and_transient_ones_are_understood(error: dict[str, object], outcome: type[Refused]) -> None:
    with pytest.raises(outcome):
        answer(400, None, dumps({"error": error}))


@pytest.mark.parametrize("header", ["soon", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "٣"])
def test_a_wait_that_is_no_number_of_seconds_is_ignored(header: str) -> None:
    with pytest.raises(Retryable) as caught:
        answer(400, header, b'{"error":{"code":4}}')
    assert caught.value.retry_after is None


@given(st.integers(100, 599), st.binary(max_size=40))
def test_every_answer_that_is_no_object_is_a_graph_error(status: int, raw: bytes) -> None:
    with pytest.raises(GraphError):
        answer(status, None, b"<" + raw)


def test_an_accepted_message_names_itself_and_what_is_known_of_its_recipient() -> None:
    body: dict[str, object] = {"contacts": [{"input": "+1", "wa_id": "1", "user_id": "US.1"}], "messages": [{"id": "wamid.1"}]}
    assert accepted_of(body) == Accepted("wamid.1", "1", "US.1", held=False)
    assert accepted_of({"messages": [{"id": "w", "message_status": "held_for_quality_assessment"}]}) == Accepted("w", held=True)


@pytest.mark.parametrize("messages", [None, [], [{}], [{"id": 5}], "x"])
def test_a_success_that_names_no_message_is_no_answer(messages: object) -> None:
    with pytest.raises(NoAnswer):
        accepted_of({"messages": messages})


def test_a_template_tells_the_variables_of_its_body() -> None:
    components = [{"type": "HEADER", "text": "{{shop}}"}, {"type": "BODY", "text": "Hi {{name}}, {{ order }} of {{name}}"}, "odd"]
    item: dict[str, object] = {"name": "n", "language": "ar", "status": "APPROVED", "category": "UTILITY", "quality_score": {"score": "GREEN"}}
    expected = TemplateInfo("n", "ar", "APPROVED", "UTILITY", "GREEN", ("name", "order"), "Hi {{name}}, {{ order }} of {{name}}", "TEXT")
    assert template_of({**item, "components": components}) == expected


def test_a_template_tells_its_header_and_buttons_and_why_it_was_rejected() -> None:
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "a"}, {"type": "URL", "text": "b"}, "odd"]}
    item: dict[str, object] = {"name": "n", "components": [{"type": "HEADER", "format": "DOCUMENT"}, buttons], "rejected_reason": "PROMOTIONAL"}
    assert (template_of(item).shape, template_of(item).reason) == ("DOCUMENT QUICK_REPLY URL", "PROMOTIONAL")
    assert template_of({**item, "rejected_reason": "NONE"}).reason is None


def test_an_error_keeps_the_words_that_are_meant_for_people() -> None:
    error = {"code": 100, "message": "Invalid parameter", "error_user_title": "Too many variables", "error_user_msg": "Write more text."}
    with pytest.raises(Permanent, match=r"Invalid parameter: Too many variables: Write more text\."):
        answer(400, None, dumps({"error": error}))


def test_a_bare_template_is_no_error() -> None:
    assert template_of({}) == TemplateInfo("", "", "", "", None, ())


def test_a_number_tells_how_it_stands() -> None:
    body: dict[str, object] = {"verified_name": "Noor", "quality_rating": "GREEN", "throughput": {"level": "STANDARD"}}
    assert phone_number_of(body) == PhoneNumber("Noor", "GREEN", "STANDARD")
    assert phone_number_of({}) == PhoneNumber(None, None, None)


@pytest.mark.parametrize(
    ("paging", "after"),
    [(None, None), ({"cursors": {"after": "A"}}, None), ({"next": "x", "cursors": {"after": "A"}}, "A"), ({"next": "x"}, None)],
)
def test_the_last_page_has_no_next(paging: object, after: str | None) -> None:
    assert next_page({"paging": paging}) == after
