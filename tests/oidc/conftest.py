from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.oidc.little import Little, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.oidc import IdentityClient


@pytest_asyncio.fixture
async def pair() -> AsyncIterator[tuple[Little, IdentityClient]]:
    """A provider that listens, and we as its client."""
    little = Little()
    async with opened(little) as client:
        yield little, client
