"""mongomock, adapted for all tests of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import SortlessBulk

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="package")
def _adapted_mongomock_for_schedules() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mongomock.collection.BulkOperationBuilder", SortlessBulk)
        yield
