"""How notices are worded: inside the customer service window as an ordinary message, outside it as an approved template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.answer import Answer, Day, Ref, Say, Value
from bot.domain.content import TemplateOut
from bot.domain.order import Order, Shipment, parcel_key
from bot.domain.store import Store
from bot.language.trim import FSI, PDI, trim
from bot.language.voice import Voice, plain
from bot.language.when import days_until, local_day, when

if TYPE_CHECKING:
    from bot.domain.notice import Milestone, Notice
    from bot.language.catalogue import Catalogue, Catalogues

TEMPLATES: dict[Milestone, str] = {"shipped": "wasla_order_shipped", "stuck": "wasla_parcel_stuck"}
_SAID: dict[Milestone, str] = {"shipped": "notice.shipped", "stuck": "notice.stuck"}
_BODIES: dict[Milestone, str] = {"shipped": "template.order_shipped", "stuck": "template.parcel_stuck"}
_PARAMETERS: dict[Milestone, tuple[str, ...]] = {"shipped": ("order", "store", "carrier", "eta"), "stuck": ("order", "store", "carrier", "scan")}
_EXAMPLES = {"order": "#1001", "store": "Noura's Home", "carrier": "Aramex", "eta": "Thursday 26 November", "scan": "Monday 23 November"}
_TRACK_BUTTON = "template.track.button"
_MAX_PARAMETER = 200
_TEMPLATE_BODY, _TEMPLATE_BUTTON = 1024, 25


def notice_answer(notice: Notice, order: Order, *, store: Store, now: int) -> Answer:
    """Word a notice for a customer who wrote within the last 24 hours, with the carrier's page as a link button."""
    parcel = notice_parcel(notice, order)
    lines = [Say(_SAID[notice.milestone], _facts(parcel, order, store))]
    if notice.milestone == "shipped" and parcel and parcel.eta and (days_until(parcel.eta, now, store) or 0) >= 0:
        lines.append(Say("parcel.expected", {"when": when(parcel.eta, now, store)}))
    if notice.milestone == "stuck":
        lines.append(Say("notice.stuck_hint"))
    link = (parcel.tracking_url, Say("parcel.track.button")) if parcel and parcel.tracking_url else None
    return Answer(tuple(lines), link=link, order_id=order.id)


def notice_template(notice: Notice, order: Order, *, catalogues: Catalogues, store: Store, language: str | None) -> TemplateOut:
    """Fill the notice's template in the customer's language; days are absolute, because a template may be read late."""
    voice = Voice(catalogues, language, store)
    values = {**_facts(notice_parcel(notice, order), order, store), "eta": _eta(notice, order)}
    parameters = tuple((name, _parameter(voice, values[name])) for name in _PARAMETERS[notice.milestone])
    return TemplateOut(TEMPLATES[notice.milestone], template_language(voice.catalogue), parameters)


def template_definitions(catalogues: Catalogues) -> list[dict[str, object]]:
    """Return every template in every language in the form in which Meta creates them (``POST /<WABA>/message_templates``)."""
    found = [catalogue for language in catalogues.languages if (catalogue := catalogues.get(language)) is not None]
    return [_definition(milestone, catalogue, catalogues) for catalogue in found for milestone in TEMPLATES]


def template_language(catalogue: Catalogue) -> str:
    """Return the language code that Meta knows a catalogue's language by (underscores instead of hyphens)."""
    return catalogue.language.replace("-", "_")


def notice_parcel(notice: Notice, order: Order) -> Shipment | None:
    """Return the parcel that a notice is about, by its id or its tracking number; the newest when neither is known any more."""
    for parcel in order.shipments:
        if notice.subject in {parcel.id, parcel_key(parcel.tracking_number or "")}:
            return parcel
    return order.shipments[-1] if order.shipments else None


def _facts(parcel: Shipment | None, order: Order, store: Store) -> dict[str, Value]:
    carrier = Ref(parcel.carrier) if parcel and parcel.carrier else Say("parcel.carrier")
    scanned = (parcel.scan_at or parcel.state_at) if parcel else order.state_at
    return {"order": Ref(order.number), "store": Ref(store.name), "carrier": carrier, "scan": Day(local_day(scanned, store).isoformat())}


def _eta(notice: Notice, order: Order) -> Value:
    parcel = notice_parcel(notice, order)
    if parcel is None or not parcel.eta:
        return Say("notice.eta_unknown")
    return Day(parcel.eta)


def _parameter(voice: Voice, value: Value) -> str:
    # Meta refuses parameters with line breaks, tabs or more than four spaces in a row (error 132012).
    text = plain(voice.value(value))
    return trim(text, _MAX_PARAMETER) or "-"


def _definition(milestone: Milestone, catalogue: Catalogue, catalogues: Catalogues) -> dict[str, object]:
    voice = Voice(catalogues, catalogue.language, Store(id="", name="", phone_number_id=""))
    names = _PARAMETERS[milestone]
    marks = (FSI, PDI) if catalogue.rtl else ("", "")
    body = voice.text(Say(_BODIES[milestone], {name: f"{marks[0]}{{{{{name}}}}}{marks[1]}" for name in names}))
    examples = [{"param_name": name, "example": _EXAMPLES[name]} for name in names]
    return {
        "name": TEMPLATES[milestone],
        "language": template_language(catalogue),
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": [
            {"type": "BODY", "text": trim(body, _TEMPLATE_BODY), "example": {"body_text_named_params": examples}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": voice.label(Say(_TRACK_BUTTON), _TEMPLATE_BUTTON)}]},
        ],
    }
