"""Stores' own texts of notices, held against ours: the same values have to be in them, and WhatsApp has to take them as templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices.own_words import check_wording
from bot.settings.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.settings.model import StoreSettings


def wording_problems(stores: Sequence[StoreSettings], where: str | None) -> list[Problem]:
    """Find texts that can't be used; ``where`` is the file that the stores stand in, ``None`` for the environment.

    The catalogues are only read where a store has texts of its own; raises ``DataFileError`` where they can't be.
    """
    worded = [(shop, shop.notices.rules().wording) for shop in stores if shop.notices.wording]
    if not worded:
        return []
    catalogues = Catalogues.load(data_folder("locales"))
    return [
        Problem(_name(shop, milestone, language, where), shown((), text), f"another text: {problem}")
        for shop, wording in worded
        for (milestone, language), text in wording.items()
        for problem in check_wording({(milestone, language): text}, catalogues)
    ]


def _name(shop: StoreSettings, milestone: str, language: str, where: str | None) -> str:
    if where is None:
        return f"WASLA_NOTICES__WORDING: {milestone}.{language}"
    return f"{where}: stores.{shop.store.id}.notices.wording.{milestone}.{language}"
