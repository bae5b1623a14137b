from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.check_interactive import interactive
from bot.simulator.faults import Fault
from bot.simulator.media import MediaStore

Json = dict[str, Any]


def code_of(content: Json, media: MediaStore | None = None) -> int | None:
    try:
        interactive({"interactive": content}, media)
    except Fault as fault:
        return fault.code
    return None


def buttons(*replies: tuple[str, str], **others: Any) -> Json:
    action = {"buttons": [{"type": "reply", "reply": {"id": id_, "title": title}} for id_, title in replies]}
    return {"type": "button", "body": {"text": "Choose"}, "action": action} | others


def a_list(*sections: Json, button: str = "Open", **others: Any) -> Json:
    return {"type": "list", "body": {"text": "Choose"}, "action": {"button": button, "sections": list(sections)}} | others


def section(*ids: str, title: str | None = None) -> Json:
    rows = [{"id": id_, "title": f"Row {id_}"} for id_ in ids]
    return {"rows": rows} if title is None else {"title": title, "rows": rows}


def link(**parameters: Any) -> Json:
    given = {"display_text": "Track", "url": "https://example.com"} | parameters
    return {"type": "cta_url", "body": {"text": "See"}, "action": {"name": "cta_url", "parameters": given}}


@pytest.mark.parametrize(
    "content",
    [
        buttons(("a", "Yes")),
        buttons(("a" * 256, "x" * 20), ("b", "y"), ("c", "z")),
        buttons(("a", "Yes"), header={"type": "text", "text": "x" * 60}, footer={"text": "x" * 60}),
        buttons(("a", "Yes"), header={"type": "image", "image": {"link": "https://example.com/a.png"}}),
        buttons(("a", "Yes"), body={"text": "x" * 1024}),
        a_list(section("1", "2")),
        a_list(section("1", title="A"), section("2", title="B"), body={"text": "x" * 4096}),
        a_list({"rows": [{"id": "1", "title": "x" * 24, "description": "y" * 72}]}),
        link(),
        {"type": "location_request_message", "body": {"text": "Where?"}, "action": {"name": "send_location"}},
        {"type": "request_contact_info", "body": {"text": "Number?"}, "action": {"name": "request_contact_info"}},
        {"type": "flow", "body": {"text": "Form"}, "action": {"name": "flow", "parameters": {"flow_cta": "Open", "flow_id": "1"}}},
        {"type": "product", "action": {"catalog_id": "1", "product_retailer_id": "2"}},
    ],
)
def test_what_graph_takes_passes(content: Json) -> None:
    assert code_of(content) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, 131008),
        ({"type": "dance", "body": {"text": "x"}, "action": {}}, 131009),
        (buttons(("a", "Yes"), body={}), 131008),
        (buttons(("a", "Yes"), body={"text": "x" * 1025}), 131009),
        (buttons(("a", "Yes"), footer={"text": "x" * 61}), 131009),
        (buttons(("a", "Yes"), header={"type": "text", "text": "x" * 61}), 131009),
        (buttons(("a", "Yes"), header={"type": "sound"}), 131009),
        (buttons(("a", "Yes"), header={"type": "image", "image": {}}), 131008),
        (buttons(), 131009),
        (buttons(("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")), 131009),
        (buttons(("a", "x" * 21)), 131009),
        (buttons(("a" * 257, "A")), 131009),
        (buttons(("a", "A"), ("a", "B")), 131009),
        (buttons(("a", "A"), ("b", "A")), 131009),
        (buttons(("a", "")), 131008),
        ({"type": "button", "body": {"text": "x"}, "action": {"buttons": [{"type": "link"}]}}, 131009),
        ({"type": "button", "body": {"text": "x"}}, 131008),
        (a_list(), 131009),
        (a_list(section("1"), button="x" * 21), 131009),
        (a_list(section("1"), section("2")), 131008),
        (a_list(section("1", title="x" * 25)), 131009),
        (a_list(section(*"12345", title="A"), section(*"67890a", title="B")), 131009),
        (a_list(section("1", "1")), 131009),
        (a_list({"rows": [{"id": "1", "title": "x" * 25}]}), 131009),
        (a_list({"rows": [{"id": "1", "title": "x", "description": "y" * 73}]}), 131009),
        (a_list(section("1"), body={"text": "x" * 4097}), 131009),
        (a_list(section("1"), header={"type": "image", "image": {"link": "https://example.com/a"}}), 131009),
        (link(display_text="x" * 21), 131009),
        (link(url="example.com"), 131009),
        (link(url=None), 131008),
        ({"type": "cta_url", "body": {"text": "x"}, "action": {"name": "url"}}, 131009),
        ({"type": "location_request_message", "body": {"text": "x"}, "action": {"name": "x"}}, 131009),
        ({"type": "flow", "body": {"text": "x"}, "action": {"name": "flow", "parameters": {"flow_cta": "Open"}}}, 131008),
    ],
)
def test_what_graph_refuses_has_its_code(content: Json, code: int) -> None:
    assert code_of(content) == code


def test_a_header_names_uploaded_media() -> None:
    media = MediaStore(lambda: 0)
    item = media.put("100", b"\x89PNG", "image/png")
    assert code_of(buttons(("a", "A"), header={"type": "image", "image": {"id": item.id}}), media) is None
    assert code_of(buttons(("a", "A"), header={"type": "video", "video": {"id": item.id}}), media) == 131053
