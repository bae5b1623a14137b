"""Whether what today's release writes can be read by the rules of the last one: its JSON schemas against today's.

The last release ignores fields that it doesn't know. It fails at a document that lacks a field without a default, or that holds a value
of another type, or a word that it doesn't know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.db.codec import Codec
from tests.scale.collections import every_collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]
_SAME = ("type", "format")


def today() -> dict[str, Schema]:
    """Return the schema of each class of stored documents."""
    every_collection()
    return {cls.__name__: TypeAdapter(cls).json_schema(mode="validation") for cls in Codec._made}  # noqa: SLF001 - whatever is stored is made there


def unreadable(last: Mapping[str, Schema], now: Mapping[str, Schema]) -> list[str]:
    """Return a sentence for each thing that today's release writes and the last one can't read."""
    found = [f"{name} is gone: the last release still reads its documents" for name in sorted(last.keys() - now.keys())]
    for name in sorted(last.keys() & now.keys()):
        found += _Pair(last[name], now[name]).differences(last[name], now[name], name)
    return found


class _Pair:
    """Two schemas with their definitions; each pair of definitions is compared once, as they may hold one another."""

    def __init__(self, last: Schema, now: Schema) -> None:
        self._last = last.get("$defs", {})
        self._now = now.get("$defs", {})
        self._seen: set[tuple[str, str]] = set()

    def differences(self, last: Schema, now: Schema, path: str) -> Iterator[str]:
        """Yield what is wrong with ``now`` for a reader of ``last``."""
        if "$ref" in last and "$ref" in now:
            if (last["$ref"], now["$ref"]) in self._seen:
                return
            self._seen.add((last["$ref"], now["$ref"]))
        last, now = _resolved(last, self._last), _resolved(now, self._now)
        if "anyOf" in now:
            for option in now["anyOf"]:
                # What is absent is left out of a document, and never written as null.
                if option.get("type") != "null":
                    yield from self.differences(last, option, path)
        elif "anyOf" in last:
            told = [list(self.differences(option, now, path)) for option in last["anyOf"] if option.get("type") != "null"]
            if all(told):
                yield min(told, key=len)[0]
        else:
            yield from self._plain(last, now, path)

    def _plain(self, last: Schema, now: Schema, path: str) -> Iterator[str]:
        for word in _SAME:
            if word in last and last[word] != now.get(word) and (last[word], now.get(word)) != ("number", "integer"):
                yield f"{path} is now {now.get(word)}, and the last release reads {last[word]}"
                return
        if "enum" in last or "const" in last:
            known = set(last.get("enum", [last.get("const")]))
            new = sorted(set(now.get("enum", [now.get("const")])) - known, key=str)
            yield from (f"{path} may now be {value!r}, which the last release does not know" for value in new)
        yield from self._fields(last, now, path)
        for part in ("items", "additionalProperties"):
            if isinstance(last.get(part), dict) and isinstance(now.get(part), dict):
                yield from self.differences(last[part], now[part], f"{path}[]")

    def _fields(self, last: Schema, now: Schema, path: str) -> Iterator[str]:
        there, always = now.get("properties", {}), set(now.get("required", ()))
        for name, known in last.get("properties", {}).items():
            if name in last.get("required", ()) and name not in always:
                gone = "may now be missing" if name in there else "is gone"
                yield f"{path}.{name} {gone}, and the last release can't read a document without it"
            elif name in there:
                yield from self.differences(known, there[name], f"{path}.{name}")


def _resolved(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    return defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
