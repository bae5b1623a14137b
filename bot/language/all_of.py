"""Words for "all of them", in ten languages."""

from __future__ import annotations

from typing import Final

from bot.language.normalise import normalise

_ALL: Final = frozenset(
    normalise(
        """
        all every each todas todos toutes tous alle samtliche tum butun hepsi hepsini tumu semua seluruh sab sabhi saari sare saare kull kol jami3
        كل كلها كلهم جميع كافه سائر सभी सब सारे सारी सब سب ساري سارے
        """
    ).split()
)


def asks_for_all(text: str) -> bool:
    """Tell whether a text asks for all of something.

    >>> asks_for_all("send me all my invoices"), asks_for_all("ابعتلي كل الفواتير"), asks_for_all("my invoice")
    (True, True, False)
    """
    return not _ALL.isdisjoint(normalise(text).split())
