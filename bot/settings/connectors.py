"""Each connector's own settings: what its system takes for a secret, and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.connectors.registry import CONNECTORS
from bot.settings.problems import NOTHING, Problem, close_to, problems_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Options
    from bot.settings.model import ConnectorSettings, StoreSettings


def connector_problems(stores: Sequence[StoreSettings], file: str) -> list[Problem]:
    """Find connectors that don't exist, secrets that can't be any of theirs, and options that they don't know."""
    return [
        problem
        for shop in stores
        for name, settings in shop.connectors.items()
        for problem in _of_one(name, settings, f"{file}: stores.{shop.store.id}.connectors.{name}")
    ]


def options_of(name: str, settings: ConnectorSettings) -> Options:
    """Return a connector's options as it wants them; settings that were loaded have been checked."""
    options: Options = CONNECTORS[name].options.model_validate(dict(settings.options))
    return options


def _of_one(name: str, settings: ConnectorSettings, where: str) -> list[Problem]:
    connector = CONNECTORS.get(name)
    if connector is None:
        return [Problem(where, "a connector that does not exist", close_to(name, CONNECTORS) or f"one of {', '.join(sorted(CONNECTORS))}")]
    secrets = [secret.get_secret_value() for secret in settings.secrets]
    problems = [
        Problem(f"{where}.secrets.{place}", shown(("secrets",), secret), expected)
        for place, secret in enumerate(secrets)
        if (expected := connector.wrong_secret(secret)) is not None
    ]
    if not secrets and connector.poll is None:
        problems.append(Problem(f"{where}.secrets", NOTHING, 'a list of one or more secrets, ["env:NAME"]'))
    return problems + _of_options(connector.options, settings.options, where)


def _of_options(model: type[Options], options: Mapping[str, object], where: str) -> list[Problem]:
    try:
        model.model_validate(dict(options))
    except ValidationError as error:
        # Options may be passwords: what was found is not repeated.
        problems = problems_of(error, model, lambda path: f"{where}.options.{'.'.join(map(str, path))}")
        return [
            Problem(problem.where, problem.found if problem.found.startswith(("nothing", "a name")) else "something else", problem.expected)
            for problem in problems
        ]
    return []
