"""The pages that are made from the program itself, so that they can't be wrong about it: settings, REST API, commands, connectors, failures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from pydantic import BaseModel, SecretStr

from bot.cli import COMMANDS
from bot.settings.environment import NAMES, Environment, variable
from bot.settings.file import ConfigFile
from bot.web.api.app import operations_of
from bot.web.api.openapi import openapi
from docs.failures import failures_page
from docs.sentences import sentences_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from bot.web.api.office import Office

ROOT: Final = Path(__file__).parents[1]
CONNECTORS: Final = ROOT / "bot" / "connectors"
_REF: Final = "#/components/schemas/"
_VERBS: Final = ("get", "post", "put", "patch", "delete")
# What a value's own type says of itself only in the code.
_TYPES: Final[Mapping[str, str]] = {
    "graph_url": "an address that begins with https://",
    "mongodb_uri": "an address that begins with mongodb:// or mongodb+srv://; empty starts the embedded database, which is for trying",
    "data_dir": "the folder of the embedded database",
    "public_url": "the address that the outside reaches, such as https://bot.example.com; links into the console begin with it",
    "config": "the path of a wasla.toml; left out, the one in the folder where the bot is started, if there is one",
    "language": "a language tag such as ar, for customers whose language is not known yet",
    "country": "two letters such as SA",
    "currency": "three letters such as SAR",
    "timezone": "a time zone such as Asia/Riyadh",
    "website": "an address that begins with https://",
}


def pages() -> dict[str, str]:
    """Return every generated page: its path below docs/ to its Markdown."""
    connectors = {f"connectors/{path.parent.name}.md": _connector(path) for path in sorted(CONNECTORS.glob("*/README.md"))}
    told = {"operations/failures.md": failures_page(), "operations/sentences.md": sentences_page()}
    return {"settings.md": settings_page(), "rest.md": rest_page(), "commands.md": commands_page(), **told, **connectors}


def settings_page() -> str:
    """Return all settings: variables first, then what stands in the file only."""
    variables = [(variable(path), field) for path, field in _fields(Environment) if variable(path) in NAMES]
    table = [(f"`{'.'.join(path)}`", field) for path, field in _fields(ConfigFile)]
    return "\n".join(
        (
            "# Settings",
            "",
            "`wasla check` tells of each setting whether it is usable and how to mend it. A misspelt name is found.",
            "",
            "## Variables",
            "",
            "They stand in the environment or in a file `.env` beside the bot. A list or a table is written as JSON.",
            "",
            *_table("variable", [(f"`{name}`", field) for name, field in sorted(variables)]),
            "",
            "## wasla.toml",
            "",
            "With several stores. What a store's table leaves out under `whatsapp` is taken from the variables.",
            'Any secret may be `"env:NAME"`: then it is read from that environment variable.',
            "",
            *_table("key", table),
            "",
        )
    )


def _table(head: str, rows: list[tuple[str, FieldInfo]]) -> Iterator[str]:
    yield f"| {head} | expected | without it |"
    yield "|---|---|---|"
    yield from (f"| {name} | {_cell(_meaning(name, field))} | {_default(field)} |" for name, field in rows)


def _meaning(name: str, field: FieldInfo) -> str:
    last = re.split(r"\.|__", name.strip("`").lower().removeprefix("wasla_"))[-1]
    return field.description or _TYPES.get(last, "")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset | tuple):
        value = ", ".join(sorted(map(str, value)))
    return f"`{value}`" if value not in ("", None, {}) else ""


def _fields(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Go through all settings of a model; a table by name is shown as ``<name>``."""
    for name, field in model.model_fields.items():
        kinds = (field.annotation, *get_args(field.annotation))
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if inner is None:
            yield (*path, name), field
        else:
            by_name = getattr(field.annotation, "__origin__", None) is dict
            yield from _fields(inner, (*path, name, *(("<name>",) if by_name else ())))


def api() -> dict[str, Any]:
    """Return the OpenAPI document. Nothing is carried out, so the operations need nothing behind them."""
    return openapi(operations_of(cast("Office", _Nothing())))


class _Nothing:
    """Stands where operations keep what they work with."""

    def __getattr__(self, name: str) -> _Nothing:
        return self


def rest_page() -> str:
    """Return the REST API as a page."""
    document = api()
    lines = [
        "# REST reference",
        "",
        "How to begin stands in [REST API](api.md). A running bot shows this page at `/api/docs` and the OpenAPI document at `/api/openapi.json`.",
        "",
    ]
    lines += [document["info"]["description"], ""]
    lines += [document["components"]["securitySchemes"]["key"]["description"], ""]
    for tag in document["tags"]:
        lines += [f"## {str(tag['name']).capitalize()}", ""]
        for path, methods in document["paths"].items():
            for verb, operation in methods.items():
                if verb in _VERBS and tag["name"] in operation["tags"]:
                    lines += _operation(verb, path, operation)
    lines += ["## Schemas", ""]
    for name, schema in document["components"]["schemas"].items():
        lines += _schema(name, schema)
    return "\n".join(lines)


def _operation(verb: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {verb.upper()} `/api{path}`", "", f"{operation['summary']}", "", operation["description"], "")
    if operation["parameters"]:
        yield from ("| parameter | in | |", "|---|---|---|")
        yield from (f"| `{one['name']}` | {one['in']} | {_cell(one['description'])} |" for one in operation["parameters"])
        yield ""
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield from (f"Body, `{kind}`: {_kind(content['schema'])}", "")
        if "example" in content:
            yield from ("```json", json.dumps(content["example"], ensure_ascii=False, indent=2), "```", "")
    yield from (f"- **{status}** {answer['description']}" for status, answer in operation["responses"].items())
    yield ""


def _schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {name} {{ #schema-{name.lower()} }}", "", schema.get("description", ""), "")
    if "properties" not in schema:
        yield from (_kind(schema), "")
        return
    yield from ("| field | type | |", "|---|---|---|")
    for field, one in schema["properties"].items():
        needed = "**required** " if field in schema.get("required", ()) else ""
        yield f"| `{field}` | {_cell(_kind(one))} | {needed}{_cell(one.get('description', ''))} |"
    yield ""


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return f"[{name}](#schema-{name.lower()})"
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return " or ".join(dict.fromkeys(_kind(one) for one in choices if one != {"type": "null"}))
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "anything"))


def commands_page() -> str:
    """Return the list of commands."""
    lines = ["# Commands", "", "In a checkout the command is `.venv/bin/wasla`. Each says more with `--help`.", ""]
    lines += ["| command | what it does |", "|---|---|"]
    return "\n".join((*lines, *(f"| `wasla {name}` | {summary} |" for name, summary in COMMANDS.items()), ""))


def _connector(path: Path) -> str:
    """Return a connector's README; its neighbours are pages beside it."""
    return re.sub(r"\]\(\.\./([a-z0-9_]+)/README\.md", r"](\1.md", path.read_text("utf-8"))


def _cell(text: str) -> str:
    return re.sub(r"<([a-z]+)>", r"`<\1>`", " ".join(text.split())).replace("|", "\\|")
