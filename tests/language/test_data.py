from __future__ import annotations

import pytest

from bot.language.data import data_folder


@pytest.mark.parametrize("name", ["intents", "locales"])
def test_a_checkout_has_its_data_at_the_top(name: str) -> None:
    assert data_folder(name).is_dir()  # type: ignore[arg-type]
