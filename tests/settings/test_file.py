from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.domain.rules import QuietHours
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

STORE = '[stores.noor]\nname = "Noor Home"\n'
SECRET = "whsec_c2VjcmV0"
EXAMPLE = Path(__file__).parents[2] / "wasla.example.toml"


def test_a_store_takes_from_the_environment_what_it_does_not_say(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(STORE + '[stores.noor.whatsapp]\nphone_number_id = "220"')
    (shop,) = load().stores
    assert (shop.store.id, shop.store.phone_number_id, shop.whatsapp.phone_number_id) == ("noor", "220", "220")
    assert shop.whatsapp.app_secret.get_secret_value() == "an app secret"


def test_a_secret_may_name_a_variable(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(STORE + f'whatsapp.access_token = "env:NOOR"\nconnectors.standard.secrets = ["env:ONE", "{SECRET}"]')
    (shop,) = load({"NOOR": "its token", "ONE": SECRET}).stores
    assert shop.whatsapp.access_token.get_secret_value() == "its token"
    assert len(shop.connectors["standard"].secrets) == 2


def test_a_variable_that_is_not_set_is_named(refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(STORE + 'whatsapp.access_token = "env:NOOR"')
    assert refusal() == ["wasla.toml: stores.noor.whatsapp.access_token: found 'env:NOOR'; expected the environment variable NOOR to be set"]


@pytest.mark.parametrize(
    ("line", "found", "expected"),
    [
        ('timezone = "Mars/Olympus"', "'Mars/Olympus'", "a time zone's name such as Asia/Riyadh (IANA)"),
        ('language = "klingon"', "'klingon'", "a language such as ar, en or pt-BR (BCP 47)"),
        ('country = "Saudi"', "'Saudi'", "a country's two capital letters such as SA (ISO 3166)"),
        ('currency = "riyal"', "'riyal'", "a currency's three capital letters such as SAR (ISO 4217)"),
        ('website = "noor"', "'noor'", "an address that begins with https://"),
        ('tmezone = "Asia/Riyadh"', "a name that is no setting", "timezone"),
        ("support_hours = 9", "9", "a text such as Sun-Thu 09:00-18:00"),
    ],
)
def test_a_wrong_key_of_a_store_is_named(
    line: str, found: str, expected: str, refusal: Callable[..., list[str]], write: Callable[[str], None]
) -> None:
    write(STORE + line)
    assert refusal() == [f"wasla.toml: stores.noor.{line.split(' =', maxsplit=1)[0]}: found {found}; expected {expected}"]


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("[stores.noor]\n", "stores.noor.name", "the store's name as customers know it"),
        ('[stores."No or"]\nname = "x"', "stores.No or.[key]", "[stores.<id>], with an id of up to 40"),
        ("[jobs.stuck_parcels]\ndays = 0", "jobs.stuck_parcels.days", "a whole number of days from 1 to 90"),
        ("[shops]\n", "shops", "one of console, jobs, stores"),
        (STORE + "connectors.standard.secrets = []", "stores.noor.connectors.standard.secrets", "a list of one or more secrets"),
        (STORE + 'connectors.standard.secrets = ["x"]', "stores.noor.connectors.standard.secrets.0", "whsec_"),
        (STORE + 'connectors.standard.secret = "x"', "stores.noor.connectors.standard.secret", "secrets"),
        (STORE + "connectors.standard = {}", "stores.noor.connectors.standard.secrets", "a list of one or more secrets"),
    ],
)
def test_a_wrong_table_is_named(text: str, where: str, expected: str, refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(text)
    named, problem = refusal()[0].split(": found ")
    assert named == f"wasla.toml: {where}"
    assert f"expected {expected}" in problem


def test_two_stores_can_not_share_a_number(refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(STORE + '[stores.dar]\nname = "Dar"')
    assert refusal() == ["wasla.toml: stores.dar.whatsapp.phone_number_id: found '110'; expected a number of its own: the store noor has this one"]


def test_what_a_store_lacks_is_named_in_both_places(refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(STORE)
    (problem,) = refusal({"WASLA_WHATSAPP__VERIFY_TOKEN": ""})
    assert problem.startswith("wasla.toml: stores.noor.whatsapp.verify_token (or WASLA_WHATSAPP__VERIFY_TOKEN for all stores): found nothing")


@pytest.mark.parametrize("content", [b"[stores", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(content: bytes, refusal: Callable[..., list[str]], tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_bytes(content)
    (problem,) = refusal({"WASLA_CONFIG": "my.toml"})
    assert problem.startswith("my.toml: found ")


def test_a_file_that_is_asked_for_has_to_be_there(refusal: Callable[..., list[str]]) -> None:
    assert refusal({"WASLA_CONFIG": "my.toml"}) == ["WASLA_CONFIG: found 'my.toml' (No such file or directory); expected a file that can be read"]


def test_a_file_without_stores_leaves_the_default_one(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write("[jobs.stuck_parcels]\ndays = 3")
    settings = load()
    assert (settings.stores[0].store.id, settings.jobs.stuck_parcels.days) == ("default", 3)


def test_the_example_is_usable() -> None:
    names = ("NOOR_ACCESS_TOKEN", "DAR_ACCESS_TOKEN", "NOOR_SHOPIFY_SECRET", "WASLA_WHATSAPP__APP_SECRET", "WASLA_WHATSAPP__VERIFY_TOKEN")
    given = {
        **dict.fromkeys(names, "0123456789abcdef0123456789abcdef"),
        "NOOR_STANDARD_SECRET": SECRET,
        "NOOR_OUTGOING_SECRET": SECRET,
        "WASLA_CONFIG": str(EXAMPLE),
    }
    assert [shop.store.name for shop in load_settings(given, None).stores] == ["Noor Home", "Dar & Date"]


def test_a_store_says_what_it_wants_of_its_notices(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    decided = 'checkout_collects_consent = true\nquiet_hours = "22:00-08:30"\noff = ["prepared"]\n'
    write(f"{STORE}[stores.noor.notices]\n{decided}")
    rules = load().stores[0].notices.rules()
    assert (rules.checkout_collects_consent, rules.quiet, sorted(rules.off)) == (True, QuietHours(1_320, 510), ["prepared"])
    assert "out_for_delivery" in rules.through_quiet


def test_a_store_tells_notices_in_its_own_words(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(f'{STORE}[stores.noor.notices.wording.delivered]\nen = "Hooray: {{order}} of {{store}} is there."')
    assert load().stores[0].notices.rules().wording == {("delivered", "en"): "Hooray: {order} of {store} is there."}


def test_words_of_ones_own_are_possible_without_a_file(load: Callable[..., Settings], refusal: Callable[..., list[str]]) -> None:
    assert load({"WASLA_NOTICES__WORDING": '{"delivered": {"en": "Hooray: {order} of {store} is there."}}'}).stores[0].notices.wording
    assert refusal({"WASLA_NOTICES__WORDING": '{"delivered": {"en": "Hooray!"}}'})[0].startswith(
        "WASLA_NOTICES__WORDING: delivered.en: found 'Hooray!'"
    )


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("delivered]\nen", "Your {order} is there.", "lacks {store}"),
        ("delivered]\nen", "{store}: {order} is there.", "begins with a value"),
        ("delivered]\nen", "Your {order} of {store} with {carrier} is there.", "has {carrier}, which this notice does not know"),
        ("delivered]\nen", "Your {order of {store} is there.", "write a value as {name}"),
        ("delivered]\nsv", "Din {order} av {store} har kommit.", "there is no language 'sv'"),
        ("delivered]\nxx", "Your {order} of {store} is there.", "a language such as ar, en or pt-BR"),
        ("arrived]\nen", "Your {order} of {store} is there.", "notices.wording.arrived"),
    ],
)
def test_words_that_can_not_be_used_are_named(
    key: str, text: str, expected: str, refusal: Callable[..., list[str]], write: Callable[[str], None]
) -> None:
    write(f'{STORE}[stores.noor.notices.wording.{key} = "{text}"\n')
    (problem,) = refusal()
    assert "stores.noor.notices.wording." in problem
    assert expected in problem


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('quiet_hours = "night"', "two times of day such as 22:00-08:00"),
        ("delay = -1", "seconds from 0 to 600"),
        ("monthly_budget = 0", "US dollars a month"),
    ],
)
def test_a_wrong_decision_about_notices_is_named(line: str, expected: str, refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(f"{STORE}[stores.noor.notices]\n{line}\n")
    assert expected in "\n".join(refusal())


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            'standerd]\nsecrets = ["whsec_AAAA"]',
            "connectors.standerd: found a connector that does not exist; expected standard",
        ),
        ('standard]\nsecrets = ["hello"]', "found a secret of 5 characters; expected whsec_ followed by"),
        (
            'standard]\nsecrets = ["whsec_AAAA"]\noptions = {colour = "s3cret"}',
            "options.colour: found a name that is no setting",
        ),
    ],
)
def test_a_connector_that_can_not_work_is_named(table: str, expected: str, refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(f"{STORE}[stores.noor.connectors.{table}\n")
    problems = "\n".join(refusal())
    assert expected in problems
    assert "s3cret" not in problems


def test_a_store_says_where_its_own_systems_want_to_be_told(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(f'{STORE}[stores.noor.outgoing]\nurl = "https://shop.example/wasla"\nsecret = "{SECRET}"\nevents = ["message.failed"]\n')
    outgoing = load().stores[0].outgoing
    assert outgoing is not None
    assert (outgoing.url, sorted(outgoing.events)) == ("https://shop.example/wasla", ["message.failed"])


def test_a_secret_that_signs_nothing_is_refused_and_not_shown(refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(f'{STORE}[stores.noor.outgoing]\nurl = "https://shop.example/wasla"\nsecret = "hello there"\n')
    (problem,) = refusal()
    assert "found a secret of 11 characters; expected whsec_" in problem


def test_what_a_shop_says_of_itself_stands_in_its_table(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(STORE + '[stores.noor.policies]\nshipping = "Two days."\n[stores.noor.policies.returns]\nen = "14 days."\nar = "14 يومًا."')
    (shop,) = load().stores
    assert (shop.store.policy("shipping", "ar"), shop.store.policy("returns", "ar"), shop.store.policy("returns", "tr")) == (
        "Two days.",
        "14 يومًا.",
        "14 days.",
    )


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('policies.deliveries = "Two days."', "policies.deliveries.[key]: found 'deliveries'"),
        ("policies.shipping = 2", "policies.shipping: found 2"),
        ('policies.shipping.klingon = "Two days."', "policies.shipping.klingon.[key]: found 'klingon'"),
        ('policies.shipping = " "', "policies.shipping.: found ' '"),
    ],
)
def test_a_text_that_can_not_be_used_is_named(line: str, where: str, refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(STORE + line)
    (problem,) = refusal()
    assert problem.startswith(f"wasla.toml: stores.noor.{where}")
    assert "expected" in problem
