"""Whatever is posted, Graph and the page's interface answer in their own words: nothing crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.check_interactive import interactive
from bot.simulator.check_template import template
from bot.simulator.faults import Fault
from bot.simulator.templates import TemplateStore

if TYPE_CHECKING:
    from .conftest import Sim

Json = dict[str, Any]
SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=30)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8)
# Names that mean something, so that the search gets past the first check.
NAMES = st.sampled_from(
    [
        "type",
        "body",
        "text",
        "header",
        "footer",
        "action",
        "buttons",
        "sections",
        "rows",
        "reply",
        "id",
        "title",
        "name",
        "parameters",
        "url",
        "button",
    ],
)
WORDS = st.sampled_from(["button", "list", "cta_url", "flow", "text", "image", "reply", "send_location", "x" * 25])
NESTED = st.recursive(SCALARS | WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25)
COMPONENT_NAMES = st.sampled_from(["type", "parameters", "index", "sub_type", "text", "parameter_name"])
COMPONENT_WORDS = st.sampled_from(["header", "body", "button", "text", "url", "0", "name"])
COMPONENTS = st.lists(
    st.dictionaries(COMPONENT_NAMES, COMPONENT_WORDS | st.lists(st.dictionaries(COMPONENT_NAMES, COMPONENT_WORDS, max_size=3))), max_size=4
)
SPECS: tuple[Json, ...] = (
    {"components": [{"type": "BODY", "text": "{{1}}"}]},
    {"parameter_format": "NAMED", "components": [{"type": "BODY", "text": "{{name}}"}]},
    {
        "components": [
            {"type": "BODY", "text": "x"},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://example.com/{{1}}"}]},
        ]
    },
)
KNOWN_CODES = {100, 131008, 131009, 131053, 132000, 132005, 132012}


@given(NESTED)
def test_any_interactive_content_is_passed_or_refused(content: object) -> None:
    try:
        interactive({"interactive": content}, None)
    except Fault as fault:
        assert fault.code in KNOWN_CODES  # noqa: PT017 - passing is as good


@given(st.sampled_from(SPECS), COMPONENTS | VALUES)
def test_any_template_components_are_passed_or_refused(spec: Json, components: object) -> None:
    store = TemplateStore()
    store.create("200", {"name": "t", "language": "en", "category": "UTILITY"} | spec)
    try:
        template({"template": {"name": "t", "language": {"code": "en"}, "components": components}}, "200", store, None)
    except Fault as fault:
        assert fault.code in KNOWN_CODES  # noqa: PT017 - passing is as good


@given(st.dictionaries(st.sampled_from(["name", "language", "category", "components", "parameter_format"]), VALUES))
def test_any_template_is_created_or_refused(spec: Json) -> None:
    try:
        TemplateStore().create("200", spec)
    except Fault as fault:
        assert fault.code == 100  # noqa: PT017 - passing is as good


@pytest.mark.parametrize("path", ["/graph/v26.0/100/messages", "/graph/v26.0/200/message_templates", "/api/chats/sara/messages", "/api/switches"])
async def test_any_body_is_answered_below_500(sim: Sim, path: str) -> None:
    bodies: list[Json] = []
    names = st.sampled_from(
        ["type", "text", "status", "to", "recipient", "message_id", "media", "payload", "title", "name", "fail", "context", "seed"]
    )

    @settings(max_examples=40, database=None)
    @given(st.dictionaries(names, VALUES, max_size=5))
    def collect(body: Json) -> None:
        bodies.append(body | {"messaging_product": "whatsapp"} if "graph" in path else body)

    collect()
    for body in bodies:
        answer = await sim.call("POST", path, data=orjson.dumps(body), headers={"Authorization": "Bearer token"})
        assert answer.status < 500, body
        assert answer.json is not None
