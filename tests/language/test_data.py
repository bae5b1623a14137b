from __future__ import annotations

import pytest

from bot.errors import DataFileError
from bot.language.data import data_folder


@pytest.mark.parametrize("name", ["intents", "locales"])
def test_a_checkout_has_its_data_at_the_top(name: str) -> None:
    assert data_folder(name).is_dir()  # type: ignore[arg-type]


def test_a_broken_installation_is_told_with_its_mend() -> None:
    with pytest.raises(DataFileError, match=r"'tales' is neither beside nor inside .*: install Wasla again"):
        data_folder("tales")  # type: ignore[arg-type]
