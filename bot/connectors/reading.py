"""Reading bodies: JSON that may be odd, and models whose errors name every wrong field but not its value."""

from __future__ import annotations

import json
import re
from typing import Annotated, Final, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from bot.errors import Unreadable

Model = TypeVar("Model", bound=BaseModel)


# Marks of direction, zero-width blanks and the like, which come along when a text is copied. They would make two names of one
# order, and turn a text around on the customer's screen. What joins letters and emoji (U+200C, U+200D) stays.
INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def _text_of(value: object) -> object:
    """Return ids that come as JSON numbers as text, because they may exceed what floats hold; and texts without what is invisible."""
    if isinstance(value, str):
        return INVISIBLE.sub("", value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


# No control characters: these texts become ids and reach customers.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Ref = Annotated[Line, BeforeValidator(_text_of)]
Detail = Annotated[Line | None, BeforeValidator(_blank_is_absent), BeforeValidator(_text_of)]


class Payload(BaseModel):
    """What a system sends: fields that we don't know are let go."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


def load(body: bytes) -> object:
    """Return the JSON value of a body, or raise ``Unreadable``."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _load_leniently(body)


def _load_leniently(body: bytes) -> object:
    """Read what orjson refuses, above all half a surrogate pair in one event of a batch, which must not sink the others."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the body is not JSON: {error}") from error


def check(model: type[Model], document: object) -> Model:
    """Return the document as ``model``, or raise ``Unreadable`` with every field that is wrong, but without its value."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors(include_url=False, include_input=False))
        raise Unreadable(wrong) from error


def dump(document: object) -> bytes:
    """Return a value as JSON, also one that holds half a surrogate pair."""
    try:
        return orjson.dumps(document)
    except TypeError:  # The standard library writes it back as the escape that it came as.
        return json.dumps(document).encode()
