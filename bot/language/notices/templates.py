"""The templates of the notices: which there are, in Meta's form to create them, and filled in to be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.answer import Say, Value
from bot.domain.content import TemplateOut
from bot.domain.store import Store
from bot.language.notices.facts import EXAMPLES, notice_facts, notice_invoice
from bot.language.notices.wording import UPDATE, WORDINGS, Tap, Wording, category, general_status
from bot.language.render import safe_filename
from bot.language.trim import FSI, PDI, trim
from bot.language.voice import Voice, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.notice import Milestone, Notice
    from bot.domain.order import Order
    from bot.language.catalogue import Catalogue, Catalogues

GENERAL: Final = "wasla_order_update"
_PREFIX, _WITH_DOCUMENT = "wasla_order_", "_pdf"
_MAX_PARAMETER = 200
TEMPLATE_BODY, TEMPLATE_BUTTON = 1024, 25
# Meta wants an example of a document header: the handle of an upload, put in when the template is created.
HANDLE: Final = "{handle}"
DOCUMENT: Final = "DOCUMENT"
# Portuguese is there for a country only; our texts are Brazilian.
_META_LANGUAGES: Final = {"pt": "pt_BR"}
_QUICK_REPLY: Final = "QUICK_REPLY"


@dataclass(frozen=True, slots=True)
class Plan:
    """A template as the notices need it: ``document`` when a PDF stands in its header."""

    name: str
    category: str
    wording: Wording
    document: bool = False

    @property
    def shape(self) -> str:
        """Its header and buttons in one line, as ``TemplateCopy.shape`` has them."""
        return " ".join([*([DOCUMENT] if self.document else []), *[_QUICK_REPLY for _ in self.wording.acts]])


def _plans() -> Iterator[Plan]:
    for milestone, wording in WORDINGS.items():
        yield Plan(template_name(milestone), category(milestone), wording)
        if wording.file is not None:
            yield Plan(template_name(milestone, document=True), category(milestone), replace(wording, acts=()), document=True)
    yield Plan(GENERAL, "UTILITY", UPDATE)


def template_name(milestone: Milestone, *, document: bool = False) -> str:
    """Return the name of a milestone's template, or of the one that carries the document."""
    return f"{_PREFIX}{milestone}{_WITH_DOCUMENT if document else ''}"


PLANS: Final[dict[str, Plan]] = {plan.name: plan for plan in _plans()}


def template_language(language: str) -> str:
    """Return the code that Meta knows a catalogue's language by: with underscores, and with the country where Meta wants one.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages

    >>> template_language("pt")
    'pt_BR'
    """
    return _META_LANGUAGES.get(language) or language.replace("-", "_")


def template_parameters(plan: Plan, catalogue: Catalogue) -> tuple[str, ...] | None:
    """Return the names of a template's variables in order of appearance, ``None`` when the language has no text for it."""
    message = catalogue.messages.get(plan.wording.message)
    if message is None:
        return None
    return tuple(dict.fromkeys(piece.name for piece in message.forms[-1] if piece.name is not None))


def candidates(notice: Notice, order: Order) -> tuple[Plan, ...]:
    """Return the templates that can tell a notice, the best first: its own, then the general one where it may stand in."""
    invoice = notice_invoice(notice, order)
    document = invoice is not None and invoice.document_id is not None
    own = PLANS[template_name(notice.milestone, document=document)]
    return (own, PLANS[GENERAL]) if WORDINGS[notice.milestone].status else (own,)


def notice_template(notice: Notice, order: Order, plan: Plan, *, catalogues: Catalogues, catalogue: Catalogue, store: Store, tap: Tap) -> TemplateOut:
    """Fill in a template in one language; days are absolute, because it may be read late."""
    voice = Voice(catalogues, catalogue.language, store)
    values: dict[str, Value] = dict(notice_facts(notice, order, store=store, now=None))
    if plan.name == GENERAL:
        values["status"] = general_status(notice, order, store=store) or "-"
    names = template_parameters(plan, catalogue) or ()
    payloads = tuple(payload for act in plan.wording.acts if (payload := tap(order.id, act.intent)) is not None)
    return TemplateOut(
        plan.name,
        template_language(catalogue.language),
        tuple((name, _parameter(voice, values.get(name, "-"))) for name in names),
        # Without payloads the label of the button comes back, and is understood as if it had been written.
        payloads=payloads if len(payloads) == len(plan.wording.acts) else (),
        document=_document(notice, order, voice) if plan.document else None,
    )


def file_name(notice: Notice, order: Order, voice: Voice) -> str:
    """Return what an attached invoice is called, without its ending; empty where nothing is attached."""
    file = WORDINGS[notice.milestone].file
    if file is None:
        return ""
    return plain(voice.text(Say(file, notice_facts(notice, order, store=Store(id="", name="", phone_number_id=""), now=None))))


def template_definitions(catalogues: Catalogues) -> list[dict[str, object]]:
    """Return every template in every language in the form in which Meta creates them (``POST /<WABA>/message_templates``).

    A document header's example is ``HANDLE``: put the handle of an upload there before creating it.
    """
    found = [catalogue for language in catalogues.languages if (catalogue := catalogues.get(language)) is not None]
    return [
        _definition(plan, names, catalogue, catalogues)
        for catalogue in found
        for plan in PLANS.values()
        if (names := template_parameters(plan, catalogue)) is not None
    ]


def _document(notice: Notice, order: Order, voice: Voice) -> tuple[str, str] | None:
    invoice = notice_invoice(notice, order)
    if invoice is None or invoice.document_id is None:
        return None
    return invoice.document_id, safe_filename(f"{file_name(notice, order, voice)}.pdf")


def _parameter(voice: Voice, value: Value) -> str:
    # Meta refuses parameters with line breaks, tabs or more than four spaces in a row (error 132012).
    text = plain(voice.value(value))
    return trim(text, _MAX_PARAMETER) or "-"


def _definition(plan: Plan, names: tuple[str, ...], catalogue: Catalogue, catalogues: Catalogues) -> dict[str, object]:
    voice = Voice(catalogues, catalogue.language, Store(id="", name="", phone_number_id=""))
    marks = (FSI, PDI) if catalogue.rtl else ("", "")
    body = voice.text(Say(plan.wording.message, {name: f"{marks[0]}{{{{{name}}}}}{marks[1]}" for name in names}))
    components: list[dict[str, object]] = []
    if plan.document:
        components.append({"type": "HEADER", "format": DOCUMENT, "example": {"header_handle": [HANDLE]}})
    examples = [{"param_name": name, "example": EXAMPLES[name]} for name in names]
    components.append({"type": "BODY", "text": trim(body, TEMPLATE_BODY), "example": {"body_text_named_params": examples}})
    if plan.wording.acts:
        labels = [voice.label(Say(act.label), TEMPLATE_BUTTON) for act in plan.wording.acts]
        components.append({"type": "BUTTONS", "buttons": [{"type": _QUICK_REPLY, "text": label} for label in labels]})
    return {
        "name": plan.name,
        "language": template_language(catalogue.language),
        "category": plan.category,
        "parameter_format": "NAMED",
        "components": components,
    }
