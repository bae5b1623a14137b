"""Keys to other systems' APIs that end after a while."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tokens:
    """``access`` opens an API until ``expires_at``; the next one is asked for with ``refresh``, which may be used once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: int
