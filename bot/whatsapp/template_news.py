"""What Meta's webhooks tell about templates, from the stored item to a value.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update and its
siblings ``_quality_update``, ``_components_update`` and ``template_category_update``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.template import TemplateNews
from bot.errors import Unreadable
from bot.whatsapp.graph import string, variables_of
from bot.whatsapp.wire import Json, loads_clean

if TYPE_CHECKING:
    from collections.abc import Callable

STATUS: Final = "message_template_status_update"
QUALITY: Final = "message_template_quality_update"
COMPONENTS: Final = "message_template_components_update"
CATEGORY: Final = "template_category_update"
# What these events say of sending it: Meta's list of templates knows other words for them.
_STATUS: Final = {"UNPAUSED": "APPROVED", "REINSTATED": "APPROVED"}
_NO_REASON: Final = frozenset(("NONE", ""))


def parse_template_news(body: bytes) -> TemplateNews:
    """Return what a stored account item says of a template; raise ``Unreadable`` when it names none, or is about something else."""
    item = _object(_loaded(body), "the stored item")
    value = _object(item.get("value"), "value")
    reader = _READERS.get(str(item.get("field")))
    account, name, language = string(item, "entry"), string(value, "message_template_name"), string(value, "message_template_language")
    at = item.get("at")
    if reader is None or type(at) is not int:
        raise Unreadable(f"field {item.get('field')!r} tells nothing of templates, or not when")
    if account is None or name is None or language is None:
        raise Unreadable("a template is named by its business account, its name and its language: one of them is missing")
    return reader(TemplateNews(account, name, language.replace("-", "_"), at), value)


def _status(news: TemplateNews, value: Json) -> TemplateNews:
    event = (string(value, "event") or "").upper()
    if not event:
        raise Unreadable("event is missing")
    return _with(news, status=_STATUS.get(event, event), category=_upper(value, "message_template_category"), reason=_reason(value))


def _quality(news: TemplateNews, value: Json) -> TemplateNews:
    return _with(news, quality=_upper(value, "new_quality_score"))


def _components(news: TemplateNews, value: Json) -> TemplateNews:
    body = string(value, "message_template_element") or ""
    return TemplateNews(news.business_account_id, news.name, news.language, news.at, body=body, parameters=variables_of(body))


def _category(news: TemplateNews, value: Json) -> TemplateNews:
    """Read a change that has happened (``new_category``) or, a day ahead, one that will (``correct_category``)."""
    correct = _upper(value, "correct_category")
    return _with(news, coming_category=correct) if correct else _with(news, category=_upper(value, "new_category"))


_READERS: Final[dict[str, Callable[[TemplateNews, Json], TemplateNews]]] = {
    STATUS: _status,
    QUALITY: _quality,
    COMPONENTS: _components,
    CATEGORY: _category,
}
FIELDS: Final = tuple(_READERS)


def _with(
    news: TemplateNews,
    *,
    status: str | None = None,
    category: str | None = None,
    coming_category: str | None = None,
    quality: str | None = None,
    reason: str | None = None,
) -> TemplateNews:
    return TemplateNews(news.business_account_id, news.name, news.language, news.at, status, category, coming_category, quality, reason=reason)


def _reason(value: Json) -> str | None:
    """Return why, in the most telling words that there are."""
    rejection, other = value.get("rejection_info"), value.get("other_info")
    found = [string(rejection, "reason") if isinstance(rejection, dict) else None]
    found += [string(other, "description") or string(other, "title") if isinstance(other, dict) else None]
    found += [string(value, "reason")]
    return next((reason for reason in found if reason and reason.upper() not in _NO_REASON), None)


def _upper(value: Json, key: str) -> str | None:
    text = string(value, key)
    return text.upper() if text else None


def _loaded(body: bytes) -> object:
    try:
        return loads_clean(body)
    except ValueError as error:
        raise Unreadable(f"the stored item is not JSON: {error}") from error


def _object(value: object, what: str) -> Json:
    if not isinstance(value, dict):
        raise Unreadable(f"{what} is no object")
    return value
