"""Checking template sends against the approved template: language, state, and every parameter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.simulator.checks import Box, box, media_reference, text
from bot.simulator.faults import Fault
from bot.simulator.templates import SENDABLE, Template, TemplateStore, filled, variables

if TYPE_CHECKING:
    from bot.simulator.media import MediaStore

BODY_LIMIT = 1024
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes (132012, "format mismatch")
_BAD_SPACE = re.compile(r"[\n\t]| {5,}")
_MEDIA = {"DOCUMENT": "document", "IMAGE": "image", "VIDEO": "video"}
_UNUSABLE = {"PAUSED": 132015, "DISABLED": 132016}


def template(body: Box, waba_id: str, store: TemplateStore, media: MediaStore | None) -> Template:
    """Return the template that a send uses; raises ``Fault`` when it can't be used like this."""
    content = box(body, "template", "body")
    name = text(content, "name", "template", most=512)
    language = text(box(content, "language", "template"), "code", "template['language']", most=32)
    found = store.find(waba_id, name, language)
    if found is None:
        raise Fault(132001, f"template name ({name}) does not exist in {language}")
    if found.status not in SENDABLE:
        raise Fault(_UNUSABLE.get(found.status, 132001), f"template ({name}) in {language} is {found.status}")
    components = _components(content)
    _header(found, components, media)
    _text_parameters(found, "BODY", _parameters(components.get(("body", ""))))
    _buttons(found, components)
    return found


def values(found: Template, kind: str, parameters: list[Box]) -> dict[str, str]:
    """Return variable -> text for a component's text parameters, by name or by position as the template wants it."""
    if found.parameter_format == "NAMED":
        return {str(one.get("parameter_name", "")): str(one.get("text", "")) for one in parameters}
    return {name: str(one.get("text", "")) for name, one in zip(variables(found.text(kind)), parameters, strict=False)}


def parameters_of(content: Box, kind: str) -> list[Box]:
    """Return the parameters that a send gives to a component (``header`` or ``body``)."""
    return _parameters(_components(content).get((kind, "")))


def _components(content: Box) -> dict[tuple[str, str], Box]:
    given = content.get("components", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Fault(100, "Param template['components'] must be an array of JSON objects.")
    return {(str(one.get("type", "")).lower(), str(one.get("index", ""))): one for one in given}


def _parameters(component: Box | None) -> list[Box]:
    given = (component or {}).get("parameters", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Fault(100, "parameters must be an array of JSON objects.")
    return given


def _text_parameters(found: Template, kind: str, parameters: list[Box]) -> None:
    expected = variables(found.text(kind))
    if len(parameters) != len(expected):
        raise Fault(132000, f"{kind.lower()}: number of localizable_params ({len(parameters)}) does not match the expected number ({len(expected)})")
    given = values(found, kind, parameters)
    if set(given) != set(expected):
        raise Fault(132012, f"{kind.lower()}: the template's parameters are {', '.join(expected)}; given: {', '.join(given)}")
    for one in parameters:
        value = text(one, "text", f"{kind.lower()} parameter", most=32_768) if one.get("type") == "text" else _no_text(kind)
        if _BAD_SPACE.search(value):
            raise Fault(132012, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
    if len(filled(found.text(kind), given)) > BODY_LIMIT:
        raise Fault(132005, f"{kind.lower()}: the text is longer than {BODY_LIMIT} characters once it is filled in")


def _no_text(kind: str) -> str:
    raise Fault(132012, f"{kind.lower()}: a parameter of type text is expected")


def _header(found: Template, components: dict[tuple[str, str], Box], media: MediaStore | None) -> None:
    parameters = _parameters(components.get(("header", "")))
    wanted = str((found.component("HEADER") or {}).get("format", "TEXT")).upper()
    shape = _MEDIA.get(wanted)
    if shape is None:
        _text_parameters(found, "HEADER", parameters)
        return
    if len(parameters) != 1 or parameters[0].get("type") != shape:
        raise Fault(132012, f"header: Format mismatch, expected {wanted}")
    media_reference(box(parameters[0], shape, "header"), shape, f"header {shape}", media)


def _buttons(found: Template, components: dict[tuple[str, str], Box]) -> None:
    buttons = found.buttons()
    for kind, index in components:
        if kind == "button" and not (index.isdigit() and int(index) < len(buttons)):
            raise Fault(132000, f"Button at index {index or '(none)'} does not exist in the template")
    for position, button in enumerate(buttons):
        component = components.get(("button", str(position)))
        if button.get("type") == "URL" and variables(str(button.get("url", ""))):
            if component is None or len(_parameters(component)) != 1:
                raise Fault(131008, f"buttons: Button at index {position} of type Url requires a parameter")
            text(_parameters(component)[0], "text", "button parameter", most=2000)
        if component is not None and str(component.get("sub_type", "")).upper() != str(button.get("type", "")).upper():
            raise Fault(132012, f"Button at index {position} is of type {button.get('type')}, not {component.get('sub_type')}")
