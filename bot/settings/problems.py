"""What is wrong with the settings: every problem at once, each with its name, what was found and what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel
from typing_extensions import override

from bot.settings.values import REFERENCE

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]

SECRETS = frozenset(("app_secret", "verify_token", "access_token", "secret", "secrets", "standard_secret", "metrics_token", "client_secret"))
NOTHING = "nothing"
_PASSWORD = re.compile(r"//.*@")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """``where`` is a variable's name, or a file and its key; ``found`` is fit to be shown."""

    where: str
    found: str
    expected: str

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: found {self.found}; expected {self.expected}"


def report(problems: Sequence[Problem]) -> str:
    """Return the text of the ``SettingsError`` that lists all problems."""
    count = "one setting needs" if len(problems) == 1 else f"{len(problems)} settings need"
    return "\n".join((f"{count} attention:", *(f"  - {problem}" for problem in problems)))


def shown(path: Path, value: object) -> str:
    """Return a found value fit to be shown: secrets and passwords are not, only how long they are."""
    if value is None or value == "":
        return NOTHING
    if SECRETS.intersection(map(str, path)):
        if isinstance(value, str) and not value.startswith(REFERENCE):
            return f"a secret of {len(value)} characters"
        if not isinstance(value, str):
            return f"a value of type {type(value).__name__}"
    text = _PASSWORD.sub("//***@", repr(_masked(value)))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _masked(value: object) -> object:
    """Return a value whose secrets, however deep within tables and lists, are only said to be there."""
    if isinstance(value, Mapping):
        return {name: "***" if name in SECRETS else _masked(inner) for name, inner in value.items()}
    return [_masked(inner) for inner in value] if isinstance(value, list) else value


def problems_of(error: ValidationError, model: type[BaseModel], name: Callable[[Path], str]) -> list[Problem]:
    """Return the problems that pydantic found; ``name`` turns a path into what the reader knows it as."""
    return [_problem(detail, model, name) for detail in error.errors(include_url=False)]


def close_to(word: str, known: Iterable[str], likeness: float = 0.75) -> str | None:
    """Return the known word that is probably meant, if one is at least so like it (0 to 1)."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=likeness)), None)


def _problem(detail: ErrorDetails, model: type[BaseModel], name: Callable[[Path], str]) -> Problem:
    path = detail["loc"]
    where = name(path)
    if detail["type"] == "extra_forbidden":
        return Problem(where, "a name that is no setting", _names_beside(path, model))
    if detail["type"] == "missing":
        return Problem(where, NOTHING, _description(path, model) or "a value")
    found = shown(path, detail["input"])
    if detail["type"] == "value_error":
        return Problem(where, found, str(detail["ctx"]["error"]))
    return Problem(where, found, _description(path, model) or detail["msg"].removeprefix("Input should be "))


def _names_beside(path: Path, model: type[BaseModel]) -> str:
    """Say which name was probably meant, else which ones there are."""
    parent = _model_at(path[:-1], model)
    known = sorted(parent.model_fields) if parent else []
    meant = close_to(str(path[-1]), known)
    return meant or f"one of {', '.join(known)}"


def _description(path: Path, model: type[BaseModel]) -> str | None:
    """Return the description of the field at a path, or of the nearest one above it."""
    for end in range(len(path), 0, -1):
        parent = _model_at(path[: end - 1], model)
        field = parent.model_fields.get(str(path[end - 1])) if parent else None
        if field and field.description:
            return field.description
    return None


def _model_at(path: Path, model: type[BaseModel]) -> type[BaseModel] | None:
    """Follow a path down from a model; ``None`` where there is no model."""
    here: object = model
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        else:
            here = _value_type(here)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _value_type(annotation: object) -> object:
    """Return the type of the values of a dictionary's annotation."""
    return annotation.__args__[1] if getattr(annotation, "__origin__", None) in {dict, Mapping} else None  # type: ignore[attr-defined]
