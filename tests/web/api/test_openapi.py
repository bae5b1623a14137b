"""The document and the page are made from what is routed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from bot.domain.api_key import SCOPES
from bot.web.api.app import operations_of
from bot.web.api.docs import POLICY, docs_page
from bot.web.api.openapi import openapi
from bot.web.api.problems import KINDS
from tests.web.api.conftest import office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.api.conftest import Api


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document."""
    return openapi(operations_of(office()))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


async def test_every_operation_is_routed_and_every_route_is_documented(api: Api, document: dict[str, Any]) -> None:
    (application,) = api.client.server.app._subapps  # type: ignore[attr-defined]  # noqa: SLF001 - aiohttp shows them nowhere else
    routes = {(route.method, route.resource.canonical.removeprefix("/api")) for route in application.router.routes() if route.method != "HEAD"}
    assert routes - {("GET", "/openapi.json"), ("GET", "/docs")} == {(method, path) for method, path, _ in operations(document)}


async def test_every_operation_asks_for_a_key_and_for_its_scope(api: Api, document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        address = f"/api{re.sub('{[a-z]+}', 'x', path)}"
        async with api.client.request(method, address) as response:
            assert (response.status, operation["x-scope"] in SCOPES) == (401, True), address


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = set(re.findall(r"'\$ref': '#/components/(\w+)/([^']+)'", str(document)))
    assert found
    assert [name for kind, name in found if name not in document["components"][kind]] == []


def test_names_are_unique_and_everything_is_described(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert [one["name"] for _, _, operation in operations(document) for one in operation["parameters"] if not one["description"]] == []


def test_examples_are_what_the_models_take() -> None:
    for operation in operations_of(office()):
        if operation.example is not None:
            operation.body.model_validate(operation.example)  # type: ignore[union-attr]


async def test_the_document_and_the_page_need_no_key(api: Api) -> None:
    async with api.client.get("/api/openapi.json") as response:
        assert (response.status, (await response.json())["openapi"]) == (200, "3.1.1")
    async with api.client.get("/api/docs") as response:
        assert (response.status, response.content_type, response.headers["Content-Security-Policy"]) == (200, "text/html", POLICY)


class Page(HTMLParser):
    """Collects tags, ids, links and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.elsewhere: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.ids, value
                self.ids.add(value)
            if name == "href" and value:
                (self.links if value.startswith("#") else self.elsewhere).append(value)
            assert name not in {"src", "style"}
            assert not name.startswith("on")


def test_the_page_is_whole_without_anything_from_elsewhere(document: dict[str, Any]) -> None:
    page = Page()
    page.feed(docs_page(document).decode())
    assert ("script" in page.tags, page.elsewhere) == (False, ["openapi.json"])
    assert {link.removeprefix("#") for link in page.links} <= page.ids
    assert {kind.name for kind in KINDS} <= page.ids


def test_it_shows_every_operation_field_and_problem(document: dict[str, Any]) -> None:
    text = docs_page(document).decode()
    assert [path for _, path, _ in operations(document) if path not in text] == []
    fields = {field for schema in document["components"]["schemas"].values() for field in schema.get("properties", {})}
    assert [field for field in fields if f"<code>{field}</code>" not in text] == []


def test_what_stands_in_the_document_can_not_break_out(document: dict[str, Any]) -> None:
    odd = {**document, "info": {**document["info"], "description": "<script>alert(1)</script> `a<b`"}}
    assert "&lt;script&gt;" in docs_page(odd).decode()
    assert "<code>a&lt;b</code>" in docs_page(odd).decode()
