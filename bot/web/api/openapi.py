"""The OpenAPI 3.1 document, made from the very operations that are routed (https://spec.openapis.org/oas/v3.1.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from bot import __version__
from bot.connectors.standard.payloads import InvoiceData, OrderData, RefundData, ShipmentData
from bot.domain.api_key import SCOPES
from bot.web.api.problems import CONTENT_TYPE, KINDS, ProblemDetails
from bot.web.api.reading import FORM, JSON, PDF
from bot.web.api.repeats import HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

    from bot.web.api.operations import Operation

Document = dict[str, Any]
_REF: Final = "#/components/schemas/{model}"
# What the events hold is not part of any operation's own model.
_EVENTS: Final = (OrderData, ShipmentData, InvoiceData, RefundData)
_ALWAYS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS)
_WITH_BODY: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_INTRODUCTION: Final = """\
Tell Wasla of orders, invoices and parcels, and read what became of messages. Whatever is written is stored before it is answered
with 202 and then goes the same way as webhooks: the same event twice changes nothing, and customers hear each thing once.

Keys are made with `wasla keys create`, are shown once, and belong to one store. Times are ISO 8601 with an offset or Z, amounts are in
major units. A POST with an `Idempotency-Key` may be repeated for a day: the answer is that of the first time. Lists are read page by
page: ask again with `cursor` set to the `next` of the page before. Each key may ask so often as `RateLimit` says, per process of Wasla.
"""


def openapi(operations: Sequence[Operation[Any, Any]]) -> Document:
    """Return the document of these operations."""
    names, schemas = _schemas(operations)
    paths: dict[str, Document] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, names)
    scopes = "; ".join(f"`{scope}`" for scope in SCOPES)
    return {
        "openapi": "3.1.1",
        "info": {"title": "Wasla", "version": __version__, "description": _INTRODUCTION, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/api", "description": "this bot"}],
        "security": [{"key": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": f"`wk_...` of `wasla keys create`. Scopes: {scopes}."}},
            "headers": _HEADERS,
            "schemas": schemas,
        },
    }


Key = tuple[type[object], "JsonSchemaMode"]


def _schemas(operations: Sequence[Operation[Any, Any]]) -> tuple[dict[Key, str], Document]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ProblemDetails, "serialization"): None}
    for operation in operations:
        wanted[operation.answer, "serialization"] = None
        if operation.body is not None:
            wanted[operation.body, "validation"] = None
    wanted |= {(model, "validation"): None for model in _EVENTS}
    found, definitions = models_json_schema(list(wanted), ref_template=_REF)
    names: dict[Key, str] = {key: schema["$ref"].rpartition("/")[2] for key, schema in found.items() if "$ref" in schema}
    return names, dict(sorted(definitions["$defs"].items()))


def _operation(operation: Operation[Any, Any], names: dict[Key, str]) -> Document:
    described: Document = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": f"{operation.description}\n\nScope: `{operation.scope}`".strip(),
        "parameters": [*_path_parameters(operation), *_query_parameters(operation), *_header_parameters(operation)],
        "responses": _responses(operation, names),
        "x-scope": operation.scope,
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _contents(operation, names)}
    return described


def _contents(operation: Operation[Any, Any], names: dict[Key, str]) -> Document:
    schema = {"$ref": _REF.format(model=names[operation.body, "validation"])} if operation.body else {}
    contents: Document = {JSON: {"schema": schema, **({"example": operation.example} if operation.example else {})}}
    if operation.uploads:
        contents[PDF] = {"schema": {"type": "string", "format": "binary"}}
        parts = {"file": {"type": "string", "format": "binary"}, "invoice": schema}
        encoding = {"file": {"contentType": PDF}, "invoice": {"contentType": JSON}}
        contents[FORM] = {"schema": {"type": "object", "properties": parts, "required": ["file"]}, "encoding": encoding}
    return contents


def _path_parameters(operation: Operation[Any, Any]) -> list[Document]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [
        {"name": name, "in": "path", "required": True, "description": text, "schema": schema} for name, text in operation.parameters.items()
    ]  # fmt: skip


def _query_parameters(operation: Operation[Any, Any]) -> list[Document]:
    properties: Document = operation.query.model_json_schema(ref_template=_REF).get("properties", {})
    return [
        {"name": name, "in": "query", "required": False, "description": schema.get("description", ""), "schema": _not_null(schema)}
        for name, schema in properties.items()
    ]


def _not_null(schema: Document) -> Document:
    """Return what a parameter may be when it is there; that it may be absent is said elsewhere."""
    kept = {name: value for name, value in schema.items() if name not in {"title", "description", "anyOf", "default"}}
    if schema.get("default") is not None:
        kept["default"] = schema["default"]
    for choice in schema.get("anyOf", ()):
        if choice != {"type": "null"}:
            kept |= choice
    return kept


def _header_parameters(operation: Operation[Any, Any]) -> list[Document]:
    if operation.method != "POST":
        return []
    text = "names this request, so that it may be repeated for a day; a UUID for instance"
    schema = {"type": "string", "pattern": "^[!-~]{1,200}$"}
    return [{"name": HEADER, "in": "header", "required": False, "description": text, "schema": schema}]


def _responses(operation: Operation[Any, Any], names: dict[Key, str]) -> Document:
    answer = {"$ref": _REF.format(model=names[operation.answer, "serialization"])}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit", "RateLimit-Policy")}
    description = "Stored; it is carried out in a moment." if operation.status is HTTPStatus.ACCEPTED else "As asked for."
    found: Document = {str(operation.status.value): {"description": description, "headers": headers, "content": {JSON: {"schema": answer}}}}
    refusals = {*_ALWAYS, *operation.refusals, HTTPStatus.SERVICE_UNAVAILABLE}
    refusals |= {*_WITH_BODY} if operation.body is not None else set()
    refusals |= {HTTPStatus.CONFLICT} if operation.method == "POST" else set()
    problem = {CONTENT_TYPE: {"schema": {"$ref": _REF.format(model=names[ProblemDetails, "serialization"])}}}
    for status in sorted(refusals):
        titles = ". ".join(kind.title for kind in KINDS if kind.status == status)
        found[str(status.value)] = {"description": f"{titles}.", "content": problem}
    return found


_HEADERS: Final[Document] = {
    "RateLimit": {"description": "requests that are left (r) and the seconds until there is one more (t)", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "how many requests (q) may come within how many seconds (w)", "schema": {"type": "string"}},
}
