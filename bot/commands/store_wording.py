"""Stores' own wording of notices, as the settings file has it and as it was changed in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvloop

from bot.app import database
from bot.domain.store_choices import chosen_rules
from bot.errors import DatabaseDown, UserMistake
from bot.language.notices import template_definitions, template_language, template_name
from bot.language.notices.own_words import in_own_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.commands.shell import Shell
    from bot.db import Database
    from bot.language.catalogue import Catalogues
    from bot.settings import Settings

Wording = dict[tuple[str, str], str]


async def wordings(opened: Database, settings: Settings) -> dict[str, Wording]:
    """Return each store's own texts by milestone and language."""
    choices = await opened.store_choices.all()
    return {shop.store.id: dict(chosen_rules(shop.notices.rules(), choices.get(shop.store.id)).wording) for shop in settings.stores}


def known_wordings(shell: Shell) -> tuple[dict[str, Wording], str]:
    """Return each store's own texts as far as they can be had, and a sentence on why not all of them can (empty: all are there).

    No database is begun for it, and a bot that runs on the embedded one is left in peace.
    """
    try:
        settings = shell.settings()
    except UserMistake:
        return {}, "Stores' own wording is not checked, because the settings can't be used: wasla check says why."
    of_file = {shop.store.id: dict(shop.notices.rules().wording) for shop in settings.stores}
    if not settings.mongodb_uri and not (settings.data_dir / "database").exists():
        return of_file, ""

    async def read() -> dict[str, Wording]:
        async with database(settings) as (opened, _):
            return await wordings(opened, settings)

    try:
        return uvloop.run(read()), ""
    except (UserMistake, DatabaseDown) as error:
        return of_file, f"What was worded in the console is not checked: {error}"


def own_definitions(wording: Mapping[tuple[str, str], str], catalogues: Catalogues) -> list[dict[str, object]]:
    """Return the templates that a store words itself, in Meta's form."""
    wanted = {
        (template_name(one, document=document), template_language(language))  # type: ignore[arg-type] # a milestone's name
        for one, language in wording
        for document in (False, True)
    }
    return [one for one in template_definitions(in_own_words(catalogues, wording)) if (one["name"], one["language"]) in wanted]
