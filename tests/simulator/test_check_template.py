from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.check_template import template
from bot.simulator.faults import Fault
from bot.simulator.media import MediaStore
from bot.simulator.templates import TemplateStatus, TemplateStore

Json = dict[str, Any]
PLAIN: Json = {"name": "plain", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Thank you."}]}
NAMED: Json = {
    "name": "named",
    "language": "en",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [{"type": "BODY", "text": "{{name}}, order {{order}} is here."}],
}
POSITIONAL: Json = {
    "name": "positional",
    "language": "en",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"},
        {"type": "BODY", "text": "{{1}} and {{2}}"},
        {
            "type": "BUTTONS",
            "buttons": [{"type": "URL", "text": "Track", "url": "https://example.com/{{1}}"}, {"type": "QUICK_REPLY", "text": "Stop"}],
        },
    ],
}
INVOICE: Json = {
    "name": "invoice",
    "language": "en",
    "category": "UTILITY",
    "components": [{"type": "HEADER", "format": "DOCUMENT"}, {"type": "BODY", "text": "Your invoice."}],
}
HEADER = {"type": "header", "parameters": [{"type": "text", "text": "1001"}]}
BODY = {"type": "body", "parameters": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
URL = {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "X1"}]}
STOP = {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "stop"}]}


def store() -> TemplateStore:
    kept = TemplateStore()
    for spec in (PLAIN, NAMED, POSITIONAL, INVOICE):
        kept.create("200", spec)
    return kept


def code_of(
    name: str, *components: Json, language: str = "en", templates: TemplateStore | None = None, media: MediaStore | None = None
) -> int | None:
    body: Json = {"template": {"name": name, "language": {"code": language}, "components": list(components)}}
    try:
        template(body, "200", templates or store(), media)
    except Fault as fault:
        return fault.code
    return None


def texts(*values: str, **named: str) -> Json:
    parameters = [{"type": "text", "text": value} for value in values]
    parameters += [{"type": "text", "parameter_name": name, "text": value} for name, value in named.items()]
    return {"type": "body", "parameters": parameters}


def test_a_template_without_variables_needs_no_components() -> None:
    assert code_of("plain") is None
    assert template({"template": {"name": "plain", "language": {"code": "en"}}}, "200", store(), None).name == "plain"


@pytest.mark.parametrize(("name", "language"), [("absent", "en"), ("plain", "ar"), ("plain", "en_US")])
def test_a_template_must_exist_in_exactly_the_language(name: str, language: str) -> None:
    assert code_of(name, language=language) == 132001


def test_an_unknown_template_is_404() -> None:
    with pytest.raises(Fault) as caught:
        template({"template": {"name": "absent", "language": {"code": "en"}}}, "200", store(), None)
    assert caught.value.status == 404


@pytest.mark.parametrize(("status", "code"), [("PENDING", 132001), ("REJECTED", 132001), ("PAUSED", 132015), ("DISABLED", 132016)])
def test_a_template_must_be_approved(status: TemplateStatus, code: int) -> None:
    templates = TemplateStore()
    templates.create("200", PLAIN, status=status)
    assert code_of("plain", templates=templates) == code


def test_another_accounts_template_can_not_be_used() -> None:
    with pytest.raises(Fault):
        template({"template": {"name": "plain", "language": {"code": "en"}}}, "201", store(), None)


def test_all_parameters_of_a_template_pass() -> None:
    assert code_of("positional", HEADER, BODY, URL, STOP) is None
    assert code_of("named", texts(order="1001", name="Sara")) is None


@pytest.mark.parametrize(
    ("name", "components", "code"),
    [
        ("plain", [texts("extra")], 132000),
        ("positional", [HEADER, URL], 132000),
        ("positional", [BODY, URL], 132000),
        ("positional", [HEADER, texts("a", "b", "c"), URL], 132000),
        ("positional", [HEADER, BODY], 131008),
        ("positional", [HEADER, BODY, URL | {"sub_type": "quick_reply"}], 132012),
        ("positional", [HEADER, BODY, URL, STOP | {"index": "2"}], 132000),
        ("positional", [HEADER, BODY, URL, {"type": "button", "sub_type": "url"}], 132000),
        ("named", [texts("Sara", "1001")], 132012),
        ("named", [texts(name="Sara", number="1001")], 132012),
        ("named", [texts(name="Sara")], 132000),
        ("named", [texts(name="Sara", order="a\nb")], 132012),
        ("named", [texts(name="Sara", order="a     b")], 132012),
        ("named", [texts(name="Sara", order="x" * 1020)], 132005),
        ("named", [{"type": "body", "parameters": [{"type": "currency", "parameter_name": name} for name in ("name", "order")]}], 132012),
        ("named", [{"type": "body", "parameters": "Sara"}], 100),
        ("invoice", [], 132012),
        ("invoice", [{"type": "header", "parameters": [{"type": "image", "image": {"id": "1"}}]}], 132012),
        ("invoice", [{"type": "header", "parameters": [{"type": "document", "document": {}}]}], 131008),
    ],
)
def test_parameters_that_do_not_fit_are_refused(name: str, components: list[Json], code: int) -> None:
    assert code_of(name, *components) == code


def test_a_header_document_must_have_been_uploaded() -> None:
    media = MediaStore(lambda: 0)
    item = media.put("100", b"%PDF", "application/pdf")
    header = {"type": "header", "parameters": [{"type": "document", "document": {"id": item.id, "filename": "a.pdf"}}]}
    assert code_of("invoice", header, media=media) is None
    assert code_of("invoice", header, media=MediaStore(lambda: 0)) == 100


@pytest.mark.parametrize(
    ("content", "code"),
    [({}, 131008), ({"name": "plain"}, 131008), ({"name": "plain", "language": {}}, 131008), ({"name": "plain", "language": "en"}, 100)],
)
def test_name_and_language_are_required(content: Json, code: int) -> None:
    with pytest.raises(Fault) as caught:
        template({"template": content}, "200", store(), None)
    assert caught.value.code == code


def test_components_must_be_objects() -> None:
    assert code_of("plain", "body") == 100  # type: ignore[arg-type]  # what a wrong sender does
