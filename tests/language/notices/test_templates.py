"""The templates: as Meta is asked to create them, and filled in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.notice import KINDS, Milestone
from bot.language.catalogue import Catalogue, Catalogues
from bot.language.notices import GENERAL, HANDLE, PLANS, WORDINGS, candidates, notice_template, template_definitions, template_language, template_name
from bot.language.notices.facts import EXAMPLES
from bot.language.notices.lint import lint
from bot.language.trim import FSI, PDI, width
from bot.whatsapp.limits import check
from tests.domain.notices import MILESTONES, ORDERS, PAPER, PARCEL, PLAIN, SHIPPED, notice_of
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.domain.content import TemplateOut
    from bot.domain.order import Order

LANGUAGES = ("en", "ar")
WITH_PDF = replace(PLAIN, invoices=(replace(PAPER, document_id="noura/7.pdf"),))


def tap(order_id: str, intent: str) -> str | None:
    return f"order:{order_id}|{intent}"


def catalogue(catalogues: Catalogues, language: str) -> Catalogue:
    return catalogues.best(language, "en")


def filled(catalogues: Catalogues, milestone: Milestone, order: Order | None = None, language: str = "en", *, general: bool = False) -> TemplateOut:
    order = order or ORDERS[milestone]
    notice = notice_of(milestone, order)
    plan = candidates(notice, order)[1 if general else 0]
    return notice_template(notice, order, plan, catalogues=catalogues, catalogue=catalogue(catalogues, language), store=STORE, tap=tap)


def definition(catalogues: Catalogues, name: str, language: str) -> dict[str, Any]:
    return next(one for one in template_definitions(catalogues) if (one["name"], one["language"]) == (name, language))


def component(one: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(part for part in one["components"] if part["type"] == kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("milestone", MILESTONES)
def test_every_notice_fills_its_template(catalogues: Catalogues, milestone: Milestone, language: str) -> None:
    out = filled(catalogues, milestone, language=language)
    check(out)
    defined = definition(catalogues, out.name, language)
    assert [name for name, _ in out.parameters] == [one["param_name"] for one in component(defined, "BODY")["example"]["body_text_named_params"]]
    assert len(out.payloads) == len(component(defined, "BUTTONS")["buttons"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("milestone", [milestone for milestone in MILESTONES if WORDINGS[milestone].status])
def test_the_general_template_says_how_the_order_stands(catalogues: Catalogues, milestone: Milestone, language: str) -> None:
    out = filled(catalogues, milestone, language=language, general=True)
    assert out.name == GENERAL
    status = dict(out.parameters)["status"]
    assert len(status) > 3
    assert not re.search(r"[{}\u2068\u2069]|^-$|notice", status)


@pytest.mark.parametrize("milestone", ["cod_confirm", "review"])
def test_what_needs_an_answer_has_no_stand_in(milestone: Milestone) -> None:
    assert [plan.name for plan in candidates(notice_of(milestone), ORDERS[milestone])] == [template_name(milestone)]


def test_days_in_templates_are_absolute(catalogues: Catalogues) -> None:
    tomorrow = replace(SHIPPED, shipments=(replace(PARCEL, eta="2026-11-25"),))
    assert dict(filled(catalogues, "shipped", tomorrow).parameters)["eta"] == "Wednesday 25 November"
    assert dict(filled(catalogues, "stuck", language="ar").parameters)["scan"] == "الخميس 19 نوفمبر"


def test_an_invoice_with_its_pdf_has_a_template_with_a_document(catalogues: Catalogues) -> None:
    out = filled(catalogues, "invoice", WITH_PDF)
    assert (out.name, out.document, out.payloads) == ("wasla_order_invoice_pdf", ("noura/7.pdf", "Invoice INV-7.pdf"), ())
    assert filled(catalogues, "invoice").document is None


def test_the_document_is_named_in_the_customers_language(catalogues: Catalogues) -> None:
    out = filled(catalogues, "invoice", WITH_PDF, "ar")
    assert out.document == ("noura/7.pdf", "فاتورة INV-7.pdf")


def test_a_payload_that_is_too_long_leaves_the_buttons_to_their_labels(catalogues: Catalogues) -> None:
    notice = notice_of("attempt_failed")
    order = ORDERS["attempt_failed"]
    plan = candidates(notice, order)[0]
    english = catalogue(catalogues, "en")
    out = notice_template(notice, order, plan, catalogues=catalogues, catalogue=english, store=STORE, tap=lambda _order, _intent: None)
    assert out.payloads == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("milestone", MILESTONES)
def test_parameters_never_hold_what_meta_refuses(catalogues: Catalogues, milestone: Milestone, language: str) -> None:
    odd = replace(
        ORDERS[milestone], number="#1\n\t\u202e      2", shipments=tuple(replace(one, carrier="x" * 500) for one in ORDERS[milestone].shipments)
    )
    for _, value in filled(catalogues, milestone, odd, language).parameters:
        assert value
        assert not re.search(r"[\n\t\u2068\u2069\u202e]| {4}", value)
        assert width(value) <= 200


def test_meta_would_take_all_of_them(catalogues: Catalogues) -> None:
    assert lint(template_definitions(catalogues), [template_language(language) for language in catalogues.languages]) == ()


def test_every_template_is_defined_in_every_language(catalogues: Catalogues) -> None:
    defined = {(one["name"], one["language"]) for one in template_definitions(catalogues)}
    assert defined == {(name, template_language(language)) for name in PLANS for language in catalogues.languages}


@pytest.mark.parametrize(("language", "code"), [("en", "en"), ("pt", "pt_BR"), ("pt-PT", "pt_PT"), ("es-MX", "es_MX")])
def test_languages_are_called_as_meta_calls_them(language: str, code: str) -> None:
    assert template_language(language) == code


def test_a_template_is_sent_in_the_language_that_it_was_created_in(catalogues: Catalogues) -> None:
    out = filled(catalogues, "shipped", language="pt")
    assert out.language == definition(catalogues, out.name, "pt_BR")["language"]


def test_a_language_without_a_text_has_no_template(catalogues: Catalogues) -> None:
    english = catalogue(catalogues, "en")
    poorer = replace(english, messages={name: one for name, one in english.messages.items() if name != "notice.stuck"})
    names = {one["name"] for one in template_definitions(Catalogues({"en": poorer}))}
    assert names == PLANS.keys() - {"wasla_order_stuck"}


@pytest.mark.parametrize("milestone", MILESTONES)
def test_categories_are_those_of_the_notices(catalogues: Catalogues, milestone: Milestone) -> None:
    assert definition(catalogues, template_name(milestone), "en")["category"] == KINDS[milestone].category.upper()


def test_values_are_isolated_in_arabic_bodies(catalogues: Catalogues) -> None:
    body = component(definition(catalogues, "wasla_order_shipped", "ar"), "BODY")
    assert f"{FSI}{{{{order}}}}{PDI}" in body["text"]


def test_a_document_waits_for_the_handle_of_its_example(catalogues: Catalogues) -> None:
    header = component(definition(catalogues, "wasla_order_credit_note_pdf", "en"), "HEADER")
    assert header == {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": [HANDLE]}}


def test_every_variable_has_an_example(catalogues: Catalogues) -> None:
    names = {piece.name for plan in PLANS.values() for form in catalogue(catalogues, "en").messages[plan.wording.message].forms for piece in form}
    assert names - {None} <= EXAMPLES.keys()
