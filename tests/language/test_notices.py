from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.clock import DAY, parse_instant
from bot.domain.content import LinkOut, TextOut
from bot.domain.money import Money
from bot.domain.notice import Milestone, Notice
from bot.domain.order import Order, Shipment
from bot.language.notices import TEMPLATES, notice_answer, notice_parcel, notice_template, template_definitions
from bot.language.render import render
from bot.language.trim import FSI, PDI, width
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.language.catalogue import Catalogues

NOW = parse_instant("2026-11-24T12:00:00+03:00")
PARCEL = Shipment(
    "p1",
    "in_transit",
    NOW - DAY,
    carrier="Aramex",
    tracking_number="12 34-ab",
    tracking_url="https://aramex.example/1",
    scan_at=NOW - 5 * DAY,
    eta="2026-11-26",
)
ORDER = Order("noura:1", "noura", "#1001", NOW - 6 * DAY, "fulfilled", "paid", Money(25900, "SAR"), shipments=(PARCEL,))
LANGUAGES = ("en", "ar")
MILESTONES: tuple[Milestone, ...] = ("shipped", "stuck")


def notice(milestone: Milestone = "shipped", parcel: str = "1234AB") -> Notice:
    return Notice("key", milestone, ORDER.id, parcel)


def said(milestone: Milestone, order: Order, catalogues: Catalogues, language: str = "en") -> str:
    content = render(notice_answer(notice(milestone), order, store=STORE, now=NOW), catalogues=catalogues, language=language, store=STORE)
    assert isinstance(content, LinkOut | TextOut)
    return content.body


def test_shipped_tells_carrier_and_day(catalogues: Catalogues) -> None:
    body = said("shipped", ORDER, catalogues)
    assert "order #1001 is on its way with Aramex" in body
    assert "on Thursday 26 November" in body


def test_shipped_does_not_promise_a_day_that_has_passed(catalogues: Catalogues) -> None:
    late = replace(ORDER, shipments=(replace(PARCEL, eta="2026-11-20"),))
    assert "November" not in said("shipped", late, catalogues)


def test_stuck_tells_since_when_and_apologises(catalogues: Catalogues) -> None:
    body = said("stuck", ORDER, catalogues)
    assert "since Thursday 19 November" in body
    assert "sorry" in body


@pytest.mark.parametrize("milestone", MILESTONES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_carriers_page_is_a_button(catalogues: Catalogues, milestone: Milestone, language: str) -> None:
    answer = notice_answer(notice(milestone), ORDER, store=STORE, now=NOW)
    content = render(answer, catalogues=catalogues, language=language, store=STORE)
    assert isinstance(content, LinkOut)
    assert content.url == "https://aramex.example/1"


@pytest.mark.parametrize("milestone", MILESTONES)
def test_an_order_without_parcels_still_has_words(catalogues: Catalogues, milestone: Milestone) -> None:
    assert "the carrier" in said(milestone, replace(ORDER, shipments=()), catalogues)


def test_an_answer_names_its_order() -> None:
    assert notice_answer(notice(), ORDER, store=STORE, now=NOW).order_id == ORDER.id


@pytest.mark.parametrize("parcel", ["p1", "1234AB"])
def test_a_parcel_is_found_by_id_or_number(parcel: str) -> None:
    other = replace(PARCEL, id="p2", tracking_number="99")
    assert notice_parcel(notice(parcel=parcel), replace(ORDER, shipments=(PARCEL, other))) == PARCEL


def test_a_parcel_that_is_gone_is_the_newest() -> None:
    other = replace(PARCEL, id="p2", tracking_number="99")
    assert notice_parcel(notice(parcel="gone"), replace(ORDER, shipments=(PARCEL, other))) == other


def test_the_shipped_template_has_its_values_in_order(catalogues: Catalogues) -> None:
    out = notice_template(notice(), ORDER, catalogues=catalogues, store=STORE, language="en")
    assert (out.name, out.language) == ("wasla_order_shipped", "en")
    assert out.parameters == (("order", "#1001"), ("store", "Noura's Home"), ("carrier", "Aramex"), ("eta", "Thursday 26 November"))


def test_the_stuck_template_has_its_values_in_order(catalogues: Catalogues) -> None:
    out = notice_template(notice("stuck"), ORDER, catalogues=catalogues, store=STORE, language="ar-SA")
    assert (out.name, out.language) == ("wasla_parcel_stuck", "ar")
    assert dict(out.parameters)["scan"] == "الخميس 19 نوفمبر"


def test_an_unknown_day_is_said_to_be_unknown(catalogues: Catalogues) -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, eta=None, carrier=None),))
    values = dict(notice_template(notice(), order, catalogues=catalogues, store=STORE, language="en").parameters)
    assert (values["eta"], values["carrier"]) == ("to be confirmed by the carrier", "the carrier")


@pytest.mark.parametrize("language", LANGUAGES)
def test_parameters_never_hold_what_meta_refuses(catalogues: Catalogues, language: str) -> None:
    odd = replace(ORDER, number="#1\n\t\u202e      2", shipments=(replace(PARCEL, carrier="x" * 500),))
    for _, value in notice_template(notice(), odd, catalogues=catalogues, store=STORE, language=language).parameters:
        assert value
        assert not re.search(r"[\n\t\u2068\u2069\u202e]| {4}", value)
        assert width(value) <= 200


def test_every_template_is_defined_in_every_language(catalogues: Catalogues) -> None:
    defined = {(one["name"], one["language"]) for one in template_definitions(catalogues)}
    assert defined == {(name, language) for name in TEMPLATES.values() for language in catalogues.languages}


def components(definition: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    body, buttons = definition["components"]
    return body, buttons


def test_definitions_keep_metas_rules(catalogues: Catalogues) -> None:
    for definition in template_definitions(catalogues):
        body, buttons = components(definition)
        text = body["text"]
        assert (definition["category"], definition["parameter_format"]) == ("UTILITY", "NAMED")
        assert len(text) <= 1024
        assert not text.strip(f"{FSI}{PDI} .").startswith("{{")
        assert not text.strip(f"{FSI}{PDI} .").endswith("}}")
        assert all(0 < width(button["text"]) <= 25 for button in buttons["buttons"])


def test_definitions_and_sent_parameters_have_the_same_names(catalogues: Catalogues) -> None:
    for definition in template_definitions(catalogues):
        milestone = next(milestone for milestone in MILESTONES if TEMPLATES[milestone] == definition["name"])
        sent = notice_template(notice(milestone), ORDER, catalogues=catalogues, store=STORE, language=str(definition["language"]))
        body, _ = components(definition)
        names = [name for name, _ in sent.parameters]
        assert set(re.findall(r"\{\{(\w+)\}\}", body["text"])) == set(names)
        assert [one["param_name"] for one in body["example"]["body_text_named_params"]] == names


def test_values_are_isolated_in_arabic_bodies(catalogues: Catalogues) -> None:
    (body, _) = components(next(one for one in template_definitions(catalogues) if one["language"] == "ar"))
    assert f"{FSI}{{{{order}}}}{PDI}" in body["text"]
