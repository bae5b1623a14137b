"""Message templates of the simulated business accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.simulator.faults import Fault

TemplateStatus = Literal["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "FLAGGED", "REINSTATED"]
# States in which Graph sends a template.
SENDABLE = frozenset(("APPROVED", "FLAGGED", "REINSTATED"))
Component = dict[str, object]
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_CATEGORIES = ("AUTHENTICATION", "MARKETING", "UTILITY")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LIMITS = {"HEADER": 60, "BODY": 1024, "FOOTER": 60}
_BUTTONS = 10
_LABEL = 25


@dataclass(frozen=True, slots=True)
class Template:
    """A template in one language, as Graph lists it."""

    id: str
    waba_id: str
    name: str
    language: str
    category: str
    components: tuple[Component, ...]
    status: str = "APPROVED"
    parameter_format: str = "POSITIONAL"
    quality: str = "GREEN"
    rejected_reason: str = "NONE"

    def component(self, kind: str) -> Component | None:
        """Return the component of a kind (``HEADER``, ``BODY``, ``FOOTER``, ``BUTTONS``) or ``None``."""
        return next((one for one in self.components if str(one.get("type", "")).upper() == kind), None)

    def text(self, kind: str) -> str:
        """Return the text of a component, empty when it has none."""
        component = self.component(kind)
        return str(component.get("text", "")) if component else ""

    def buttons(self) -> list[Component]:
        """Return the buttons in order."""
        buttons = (self.component("BUTTONS") or {}).get("buttons")
        return [one for one in buttons if isinstance(one, dict)] if isinstance(buttons, list) else []

    def to_json(self) -> dict[str, object]:
        """Return the template as Graph lists it."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": self.parameter_format,
            "components": list(self.components),
            "quality_score": {"score": self.quality, "date": 0},
            "rejected_reason": self.rejected_reason,
        }


def variables(text: str) -> list[str]:
    """Return the distinct variables of a text in order of appearance: ``1``, ``2`` or names."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its variables replaced; one without a value stays as it is."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


class TemplateStore:
    """Templates by account, name and language."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str, str], Template] = {}
        self._last = 590_000_000_000_000

    def create(self, waba_id: str, spec: Mapping[str, object], *, status: TemplateStatus = "APPROVED") -> Template:
        """Check and keep a template; raises ``Fault`` 100 that says what is wrong, as Graph does."""
        name, language = str(spec.get("name", "")), str(spec.get("language", ""))
        if (waba_id, name, language) in self._by_key:
            raise Fault(100, f"There is already {language} content for template {name}.", subcode=2388024)
        self._last += 1
        template = Template(
            id=str(self._last),
            waba_id=waba_id,
            name=name,
            language=language,
            category=str(spec.get("category", "")).upper(),
            components=_components(spec),
            status=status,
            parameter_format=str(spec.get("parameter_format", "POSITIONAL")).upper(),
        )
        _check(template)
        self._by_key[(waba_id, name, language)] = template
        return template

    def find(self, waba_id: str, name: str, language: str) -> Template | None:
        """Return the template in exactly this language."""
        return self._by_key.get((waba_id, name, language))

    def by_id(self, template_id: str) -> Template | None:
        """Return the template with this id."""
        return next((one for one in self._by_key.values() if one.id == template_id), None)

    def listed(self, waba_id: str, filters: Mapping[str, str]) -> list[Template]:
        """Return an account's templates whose fields equal the filters (``name``, ``status``, ``language``, ``category``)."""
        mine = (one for one in self._by_key.values() if one.waba_id == waba_id)
        return [one for one in mine if all(str(one.to_json().get(key)) == value for key, value in filters.items())]

    def change(
        self,
        template: Template,
        *,
        status: TemplateStatus | None = None,
        components: object = None,
        category: str | None = None,
        quality: str | None = None,
    ) -> Template:
        """Set a template's status, components, category or quality; returns the new one."""
        new = replace(template, status=status or template.status, category=category or template.category, quality=quality or template.quality)
        if components is not None:
            new = replace(new, components=_components({"components": components}))
        _check(new)
        self._by_key[(new.waba_id, new.name, new.language)] = new
        return new

    def delete(self, waba_id: str, name: str, template_id: str | None = None) -> int:
        """Delete a name in all languages, or only the one with an id; returns how many went."""
        gone = [key for key, one in self._by_key.items() if key[:2] == (waba_id, name) and template_id in (None, one.id)]
        for key in gone:
            del self._by_key[key]
        return len(gone)


def _components(spec: Mapping[str, object]) -> tuple[Component, ...]:
    components = spec.get("components")
    if not isinstance(components, Iterable) or isinstance(components, str | Mapping):
        raise Fault(100, "components must be an array.")
    return tuple(one for one in components if isinstance(one, dict))


def _check(template: Template) -> None:
    if not _NAME.fullmatch(template.name):
        raise Fault(100, "name may hold only lower case letters, digits and underscores, 512 at most.")
    if not template.language:
        raise Fault(100, "The parameter language is required.")
    if template.category not in _CATEGORIES:
        raise Fault(100, f"category must be one of {', '.join(_CATEGORIES)}.")
    if template.component("BODY") is None:
        raise Fault(100, "A template needs a BODY component.")
    for kind, limit in _LIMITS.items():
        if len(template.text(kind)) > limit:
            raise Fault(100, f"{kind} must be at most {limit} characters long.", subcode=2388040)
    if len(template.buttons()) > _BUTTONS or any(len(str(one.get("text", ""))) > _LABEL for one in template.buttons()):
        raise Fault(100, f"At most {_BUTTONS} buttons with labels of at most {_LABEL} characters.")
