"""From environment and files to settings that can be relied on, or to the whole list of what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.store import Store
from bot.errors import SettingsError
from bot.settings.connectors import connector_problems
from bot.settings.environment import Environment, read_environment, variable
from bot.settings.file import read_file, shown_name
from bot.settings.model import ConnectorSettings, JobSettings, ProcessSettings, Settings, StoreSettings, WhatsAppSettings
from bot.settings.problems import NOTHING, Problem, report
from bot.settings.secret_files import lines_of, with_files
from bot.settings.sign_in import sign_in_problems, with_file
from bot.settings.values import EVERY_LANGUAGE
from bot.settings.wording import wording_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.settings.file import ConfigFile, StoreTable

NEEDED = ("app_secret", "verify_token", "access_token", "phone_number_id")


def load_settings(environ: Mapping[str, str], env_file: Path | None, *, demo: bool = False) -> Settings:
    """Read the settings; a variable of ``environ`` wins over its line in ``env_file``.

    The demo brings its own stores and credentials: those that are set are not looked at, so that it can't write to anybody.
    Raises ``SettingsError`` that names every problem at once.
    """
    lines, problems = lines_of(env_file)
    variables, found = with_files({**lines, **environ})
    problems += found
    environment, found = read_environment(variables)
    problems += found
    stores: tuple[StoreSettings, ...] = ()
    jobs = JobSettings()
    console, file = environment.console, None
    if not demo:
        file, found = read_file(environment.config, variables)
        console = with_file(console, file)
        problems += found
        if not found:
            stores = _stores(environment, file)
            jobs = file.jobs if file else jobs
            where = shown_name(environment.config) if file and file.stores else None
            problems += _unusable(stores, where)
            problems += wording_problems(stores, where)
            problems += connector_problems(stores, shown_name(environment.config))
    named = {problem.where for problem in problems}
    incomplete = sign_in_problems(environment, console, None if console is environment.console else shown_name(environment.config))
    problems += [problem for problem in incomplete if problem.where not in named]
    if problems:
        raise SettingsError(report(problems))
    process = {name: getattr(environment, name) for name in ProcessSettings.model_fields if name != "console"}
    return Settings(stores=stores, jobs=jobs, console=console, **process)


def _stores(environment: Environment, file: ConfigFile | None) -> tuple[StoreSettings, ...]:
    if file and file.stores:
        return tuple(_store(key, table, environment.whatsapp) for key, table in file.stores.items())
    secret = environment.standard_secret
    return (
        StoreSettings(
            store=Store(id="default", name=environment.store_name, phone_number_id=environment.whatsapp.phone_number_id),
            whatsapp=environment.whatsapp,
            connectors={"standard": ConnectorSettings(secrets=(secret,))} if secret else {},
            notices=environment.notices,
        ),
    )


def _store(key: str, table: StoreTable, default: WhatsAppSettings) -> StoreSettings:
    """Complete a store's own WhatsApp settings with those of the environment, which one Meta app's numbers share."""
    own = {name: getattr(table.whatsapp, name) for name in table.whatsapp.model_fields_set}
    whatsapp = default.model_copy(update=own)
    facts = {name: getattr(table, name) for name in ("name", "language", "country", "currency", "timezone", "website", "support_hours")}
    if table.hours is not None:
        facts |= {"hours": table.hours.hours(table.timezone), "support_hours": table.support_hours or table.hours.text() or None}
    store = Store(id=key, phone_number_id=whatsapp.phone_number_id, policies=tuple(_policies(table)), away=tuple(table.away.items()), **facts)
    return StoreSettings(store=store, whatsapp=whatsapp, connectors=table.connectors, notices=table.notices, outgoing=table.outgoing)


def _policies(table: StoreTable) -> Iterator[tuple[str, str]]:
    """Return what the shop says of itself as ``Store`` keeps it: by topic, and by topic and language."""
    for topic, texts in table.policies.items():
        for language, text in texts.items():
            yield (topic if language == EVERY_LANGUAGE else f"{topic}.{language}"), text


def _unusable(stores: Sequence[StoreSettings], file: str | None) -> list[Problem]:
    """Find what a running bot can't do without; ``file`` is where the stores stand, ``None`` the environment alone."""
    problems = []
    owners: dict[str, str] = {}
    for shop in stores:
        for name in NEEDED:
            value = getattr(shop.whatsapp, name)
            if not (value if isinstance(value, str) else value.get_secret_value()):
                problems.append(Problem(_where(shop, name, file), NOTHING, WhatsAppSettings.model_fields[name].description or ""))
        number = shop.whatsapp.phone_number_id
        if number and number in owners:
            expected = f"a number of its own: the store {owners[number]} has this one"
            problems.append(Problem(_where(shop, "phone_number_id", file), repr(number), expected))
        owners.setdefault(number, shop.store.id)
    return problems


def _where(shop: StoreSettings, name: str, file: str | None) -> str:
    if file is None:
        return variable(("whatsapp", name))
    shared = f" (or {variable(('whatsapp', name))} for all stores)" if name != "phone_number_id" else ""
    return f"{file}: stores.{shop.store.id}.whatsapp.{name}{shared}"
