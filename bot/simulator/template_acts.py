"""What Meta does to templates, and tells by webhook: it pauses them, turns them to another category, judges their quality.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from bot.errors import UserMistake
from bot.simulator.templates import TemplateStatus
from bot.simulator.wire import Json, Update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.simulator.templates import Template
    from bot.simulator.world import World

_ACTS = ("status", "category", "quality", "body")


def change_templates(world: World, wanted: Mapping[str, object]) -> int:
    """Do to templates what a mapping says, tell it by webhook, and return how many were meant.

    ``name`` (one or a list) and ``language`` (all without it) say which, ``status``, ``category``, ``quality`` and ``body`` what
    becomes of them. Raises ``UserMistake``.
    """
    if unknown := sorted(set(wanted) - {"name", "language", *_ACTS}):
        raise UserMistake(f"a template can't be changed in {', '.join(unknown)} (only in {', '.join(_ACTS)})")
    names = wanted.get("name")
    meant = _meant(world, names if isinstance(names, list) else [names], wanted.get("language"))
    if not meant:
        raise UserMistake(f"there is no template {names!r}")
    for template in meant:
        for act in _ACTS:
            if act in wanted:
                _DOES[act](world, template, str(wanted[act]))
                template = _now(world, template)  # noqa: PLW2901 - what follows is done to what it has become
    return len(meant)


def tell_status(world: World, template: Template, reason: str = "NONE") -> None:
    """Tell by webhook how a template stands."""
    value: Json = {"event": template.status, "message_template_category": template.category, "reason": reason}
    _tell(world, template, "message_template_status_update", value)


def _meant(world: World, names: Iterable[object], language: object) -> list[Template]:
    accounts = dict.fromkeys(number.waba_id for number in world.directory.numbers.values())
    filters = {} if language is None else {"language": str(language)}
    return [one for account in accounts for name in names for one in world.templates.listed(account, {"name": str(name), **filters})]


def _now(world: World, template: Template) -> Template:
    return world.templates.find(template.waba_id, template.name, template.language) or template


def _status(world: World, template: Template, status: str) -> None:
    if status not in get_args(TemplateStatus):
        raise UserMistake(f"a template can be {', '.join(get_args(TemplateStatus))}, not {status!r}")
    tell_status(world, world.templates.change(template, status=cast("TemplateStatus", status)))


def _category(world: World, template: Template, category: str) -> None:
    world.templates.change(template, category=category)
    _tell(world, template, "template_category_update", {"previous_category": template.category, "new_category": category})


def _quality(world: World, template: Template, quality: str) -> None:
    world.templates.change(template, quality=quality)
    _tell(world, template, "message_template_quality_update", {"previous_quality_score": template.quality, "new_quality_score": quality})


def _body(world: World, template: Template, text: str) -> None:
    """Change the text as somebody at the shop may in WhatsApp Manager."""
    parts = [{**one, "text": text} if str(one.get("type", "")).upper() == "BODY" else one for one in template.components]
    world.templates.change(template, components=parts)
    _tell(world, template, "message_template_components_update", {"message_template_element": text})


def _tell(world: World, template: Template, field: str, value: Json) -> None:
    number = world.directory.business(template.waba_id)[0]
    named: Json = {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }
    world.postman.put(Update(number, field, {**named, **value}))


_DOES = {"status": _status, "category": _category, "quality": _quality, "body": _body}
