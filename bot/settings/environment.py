"""The variables ``WASLA_...``: which there are, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from bot.settings.model import ConsoleSettings, NoticeSettings, OidcSettings, ProcessSettings, WhatsAppSettings
from bot.settings.problems import Problem, close_to, problems_of
from bot.settings.values import SigningSecret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

    from bot.settings.problems import Path

PREFIX = "WASLA_"
NESTED = "__"
# One slip in a name; names of others that merely end alike (WASLA_TEST_MONGODB_URI) are less alike.
SLIP = 0.9


class Environment(ProcessSettings, BaseSettings):
    """Everything that variables can say."""

    # A settings class widens its base's configuration; pydantic declares it as if it could be changed.
    model_config = SettingsConfigDict(  # type: ignore[mutable-override]
        env_prefix=PREFIX, env_nested_delimiter=NESTED, env_ignore_empty=True
    )

    config: str = ""
    store_name: str = Field("our store", description="the name of the one store of an installation without wasla.toml")
    whatsapp: WhatsAppSettings = WhatsAppSettings()
    notices: NoticeSettings = NoticeSettings()
    standard_secret: SigningSecret | None = Field(None, description="whsec_ followed by base64")

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Look at nothing but what is handed over, so that the same input always gives the same settings."""
        return (init_settings,)


class _Given(EnvSettingsSource):
    """The variables that are handed over, in place of the process's own."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__(Environment)

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._variables.items() if value}

    @override
    def decode_complex_value(self, field_name: str, field: FieldInfo, value: object) -> object:
        """Read a list or a table as JSON; what is none goes on as it is, to be named among the other problems."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except (ValueError, RecursionError):
            return value


def variable(path: Path) -> str:
    """Return the name of the variable for a setting."""
    return PREFIX + NESTED.join(str(step).upper() for step in path)


NAMES = frozenset(
    [variable((name,)) for name in Environment.model_fields if name not in {"whatsapp", "notices", "console"}]
    + [variable(("whatsapp", name)) for name in WhatsAppSettings.model_fields]
    + [variable(("notices", name)) for name in NoticeSettings.model_fields]
    + [variable(("console", name)) for name in ConsoleSettings.model_fields if name != "oidc"]
    + [variable(("console", "oidc", name)) for name in OidcSettings.model_fields]
)


def read_environment(environ: Mapping[str, str]) -> tuple[Environment, list[Problem]]:
    """Read the variables; where there are problems, the rest of the settings are as if these variables were not there."""
    problems = _misspelt(environ)
    given = _Given({name: value for name, value in environ.items() if name in NAMES})()
    try:
        return Environment(**given), problems
    except ValidationError as error:
        problems += problems_of(error, Environment, variable)
        for path in (detail["loc"] for detail in error.errors()):
            _remove(given, path)
        return _without_unspeakable(given), problems


def _without_unspeakable(given: dict[str, Any]) -> Environment:
    """Return the rest of the settings; a name that holds half a character is not found again by its error, so all of its group goes."""
    try:
        return Environment(**given)
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors()}
        return Environment(**{name: value for name, value in given.items() if name not in wrong})


def _misspelt(environ: Mapping[str, str]) -> list[Problem]:
    """Find names that are no setting but look like one; others belong to somebody else (tests, a wrapper, ``env:NAME``)."""
    problems = []
    for name in sorted(environ):
        if name not in NAMES and name.startswith(PREFIX):
            meant = close_to(name, NAMES, SLIP)
            if meant or name.startswith(f"{PREFIX}WHATSAPP{NESTED}"):
                problems.append(Problem(name, "a name that is no setting", meant or f"one of {', '.join(_whatsapp_names())}"))
    return problems


def _whatsapp_names() -> list[str]:
    return sorted(name for name in NAMES if name.startswith(f"{PREFIX}WHATSAPP{NESTED}"))


def _remove(values: dict[str, object], path: Path) -> None:
    """Take a value away; of a table that has a wrong name, all under that name (pydantic calls it ``[key]``)."""
    path = path[:-1] if path[-1] == "[key]" else path
    here: object = values
    for step in path[:-1]:
        here = here.get(str(step)) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here.pop(str(path[-1]), None)
