"""What may come instead of a well-formed body: any JSON, and recorded or constructed bodies with a part of them gone wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["1e999999", "\ud800", "9" * 400, "", " "])
)
VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8)


@st.composite
def mutated(draw: st.DrawFn, fixtures: Sequence[Path]) -> bytes:
    """Draw a fixture in which one value, however deep, is another."""
    document = json.loads(draw(st.sampled_from(sorted(fixtures))).read_bytes())
    places = list(_places(document))
    *path, last = draw(st.sampled_from(places))
    part = document
    for step in path:
        part = part[step]
    part[last] = draw(VALUES)
    return json.dumps(document).encode()


def _places(document: object, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    inner = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from _places(value, (*path, key))
