"""``/api/docs``: the OpenAPI document as a page. One file without a script, so it works offline and lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from typing import TYPE_CHECKING, Any, Final

from bot.web.api.problems import KINDS
from bot.web.api.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.web.api.openapi import Document

_DIGEST: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_JSON: Final = "application/json"
_REF: Final = "#/components/schemas/"


def docs_page(document: Document) -> bytes:
    """Return the page of a document."""
    return "\n".join(_page(document)).encode()


def _page(document: Document) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="color-scheme" content="light dark"><title>Wasla API</title><style>{STYLE}</style></head><body>'
    yield f"<header><h1>Wasla API</h1><p>Version {_text(document['info']['version'])} · <a href='openapi.json'>openapi.json</a></p></header>"
    yield "<main><section>"
    yield from (f"<p>{_marked(part)}</p>" for part in document["info"]["description"].split("\n\n"))
    yield f"<p>{_marked(document['components']['securitySchemes']['key']['description'])}</p></section>"
    yield from _contents(document)
    yield from _operations(document)
    yield "<section><h2 id='schemas'>Schemas</h2>"
    for name, schema in document["components"]["schemas"].items():
        yield from _schema(name, schema)
    yield "</section>"
    yield from _problems()
    yield "</main></body></html>"


def _contents(document: Document) -> Iterator[str]:
    yield "<nav aria-label='Operations'><ul>"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"<li><a href='#{_text(operation['operationId'])}'>{_verb(method)} <code>{_text(path)}</code></a></li>"
    yield "<li><a href='#schemas'>Schemas</a></li><li><a href='#problems'>Problems</a></li></ul></nav>"


def _operations(document: Document) -> Iterator[str]:
    for tag in document["tags"]:
        yield f"<section><h2>{_text(tag['name'])}</h2>"
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    yield from _operation(document, path, method, operation)
        yield "</section>"


def _operation(document: Document, path: str, method: str, operation: Document) -> Iterator[str]:
    yield f"<article id='{_text(operation['operationId'])}'><h3>{_verb(method)} <code>{_text(path)}</code></h3>"
    yield f"<p class='lead'>{_text(operation['summary'])}</p>"
    yield from (f"<p>{_marked(part)}</p>" for part in operation["description"].split("\n\n") if part)
    yield from _rows("Parameters", [(one["name"], one["in"], one["description"]) for one in operation["parameters"]])
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"<p>Body, <code>{_text(kind)}</code>: {_type(content['schema'])}</p>"
    yield f"<pre tabindex='0'><code>{_text(_curl(document, path, method, operation))}</code></pre>"
    yield "<dl class='answers'>"
    for status, response in operation["responses"].items():
        schema = response.get("content", {}).get(_JSON, {}).get("schema")
        yield f"<div><dt>{status}</dt><dd>{_text(response['description'])} {_type(schema) if schema else ''}</dd></div>"
    yield "</dl></article>"


def _curl(document: Document, path: str, method: str, operation: Document) -> str:
    server = document["servers"][0]["url"]
    lines = [f"curl -X {method.upper()} 'https://bot.example.com{server}{path}'", "-H 'Authorization: Bearer wk_...'"]
    example = operation.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("example")
    if method == "post":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if example is not None:
        shown = json.dumps(example, ensure_ascii=False, indent=2).replace("'", "'\\''")
        lines += [f"-H 'Content-Type: {_JSON}'", f"-d '{shown}'"]
    return " \\\n  ".join(lines)


def _schema(name: str, schema: Document) -> Iterator[str]:
    yield f"<article id='schema-{_text(name)}'><h3>{_text(name)}</h3>"
    yield f"<p>{_marked(schema.get('description', ''))}</p>"
    required = schema.get("required", [])
    rows = [(field, _type(one), _about(one, needed=field in required)) for field, one in schema.get("properties", {}).items()]
    if rows:
        yield "<div class='wide' tabindex='0'><table><tbody>"
        yield from (f"<tr><th scope='row'><code>{_text(field)}</code></th><td>{kind}</td><td>{about}</td></tr>" for field, kind, about in rows)
        yield "</tbody></table></div>"
    else:
        yield f"<p>{_type(schema)}</p>"
    yield "</article>"


def _about(schema: Document, *, needed: bool) -> str:
    examples = "".join(f" <span class='example'>{_text(_plain(one))}</span>" for one in schema.get("examples", ()))
    return f"{'<strong>required</strong> ' if needed else ''}{_marked(schema.get('description', ''))}{examples}"


def _rows(title: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    if rows:
        yield f"<h4>{title}</h4><dl>"
        yield from (
            f"<div><dt><code>{_text(name)}</code> <small>{_text(where)}</small></dt><dd>{_marked(text)}</dd></div>" for name, where, text in rows
        )
        yield "</dl>"


def _type(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words, with links to those that have a name."""
    if "$ref" in schema:
        name = _text(schema["$ref"].removeprefix(_REF))
        return f"<a href='#schema-{name}'>{name}</a>"
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return " or ".join(dict.fromkeys(_type(one) for one in choices if one != {"type": "null"}))
    if "enum" in schema:
        return " | ".join(f"<code>{_text(_plain(one))}</code>" for one in schema["enum"])
    if "items" in schema:
        return f"list of {_type(schema['items'])}"
    return _text(schema.get("format") or schema.get("const") or schema.get("type", "anything"))


def _problems() -> Iterator[str]:
    yield "<section><h2 id='problems'>Problems</h2>"
    yield "<p>Errors are <code>application/problem+json</code> (RFC 9457); <code>type</code> names one of these."
    yield " <code>detail</code> says what to do, <code>errors</code> names each field that is wrong.</p><dl>"
    for kind in KINDS:
        yield f"<div id='{kind.name}'><dt>{kind.status.value} {_text(kind.title)}</dt><dd>{_text(kind.meaning)}</dd></div>"
    yield "</dl></section>"


def _verb(method: str) -> str:
    return f"<span class='verb {_text(method)}'>{_text(method.upper())}</span>"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(value: object) -> str:
    return html.escape(str(value), quote=True)


def _marked(text: str) -> str:
    """Return a text with what stands in backquotes as code."""
    parts = _text(text).replace("``", "`").split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
