"""Whatever is set: either it can be relied on, or what is wrong is said without giving a secret away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.connectors.registry import CONNECTORS
from bot.errors import SettingsError
from bot.settings import load_settings
from bot.settings.environment import NAMES
from bot.settings.problems import Problem, close_to, report, shown
from tests.settings.conftest import GOOD

if TYPE_CHECKING:
    from bot.settings import Settings

# A folder without wasla.toml in it, for those who can't ask pytest for one of their own in each example.
EMPTY = Path(tempfile.gettempdir()) / "there is no such folder" / "wasla.toml"
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
WORDS = TEXTS | st.sampled_from(
    ["-1", "1e999", "nan", "inf", "{}", "[]", "null", "true", "https://[", "whsec_é", "mongodb://", "env:NOPE", "٣", " 8080 "]
)
SECRET_NAMES = [f"WASLA_{name}" for name in ("WHATSAPP__APP_SECRET", "WHATSAPP__VERIFY_TOKEN", "WHATSAPP__ACCESS_TOKEN", "STANDARD_SECRET")]
STORE = '[stores.noor]\nname = "Noor"\n'
LINES = st.sampled_from(
    [
        "[stores.noor]",
        'name = "Noor"',
        "name = 7",
        "[jobs.stuck_parcels]",
        "days = 3",
        "[stores.noor.connectors.shopify]",
        'secrets = ["s3cret-s3cret-s3cret-s3cret-s3cr"]',
        'secrets = "s3cret"',
        "options = {}",
        "options = { access_token = 5 }",
        "[stores.noor.hours]",
        'mon = "09:00-24:00"',
        "holidays = [2026-12-02]",
        "[stores.noor.notices]",
        'quiet_hours = "22:00-08:00"',
        "[stores.noor.policies]",
        'returns = "14 days"',
        "[[stores]]",
        "stores = 3",
        "nonsense",
    ]
)


def loaded(variables: dict[str, str]) -> Settings | str:
    """Return the settings, or the text that names what is wrong with them."""
    try:
        return load_settings({**GOOD, **variables}, None)
    except SettingsError as error:
        return str(error)


@given(st.dictionaries(st.sampled_from(sorted(NAMES - {"WASLA_CONFIG"})), WORDS, max_size=6))
def test_any_values_are_settings_or_a_list_of_problems(variables: dict[str, str]) -> None:
    found = loaded(variables)
    if isinstance(found, str):
        named = [line.removeprefix("  - ") for line in found.splitlines()[1:] if line.startswith("  - ")]
        assert named
        assert all(name.startswith("WASLA_") for name in named)
    else:
        assert 1 <= found.port <= 65_535
        assert all(shop.whatsapp.access_token.get_secret_value().isprintable() for shop in found.stores)


@given(
    st.sampled_from(SECRET_NAMES), st.text("kqxzKQXZ", min_size=8, max_size=20), st.dictionaries(st.sampled_from(sorted(NAMES)), WORDS, max_size=3)
)
def test_no_secret_is_ever_part_of_what_is_said(name: str, secret: str, others: dict[str, str]) -> None:
    assume(not any(secret in value for value in others.values()))
    found = loaded({**others, "WASLA_CONFIG": str(EMPTY), name: f"{secret}\n"})
    assert secret not in (found if isinstance(found, str) else repr(found))


@given(st.lists(LINES, max_size=8))
def test_any_file_is_settings_or_a_list_of_problems(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text("\n".join(lines), "utf-8")
    found = loaded({"WASLA_CONFIG": str(path)})
    assert len(found.splitlines()) > 1 if isinstance(found, str) else found.stores
    assert "s3cret" not in (found if isinstance(found, str) else repr(found))


def test_a_list_that_is_not_written_as_one_is_named_and_no_crash() -> None:
    with pytest.raises(SettingsError, match=r"WASLA_ALLOWED_HOSTS: found 'erp.lan'; expected a list of hosts .*\[\"erp.lan\"\]"):
        load_settings({**GOOD, "WASLA_ALLOWED_HOSTS": "erp.lan"}, None)
    assert load_settings({**GOOD, "WASLA_ALLOWED_HOSTS": '["erp.lan"]'}, None).allowed_hosts == ("erp.lan",)


@pytest.mark.parametrize("token", ["EAAG\n", "EAAG\r\nHost: x", "EA\tAG", "\x00"])
def test_a_token_that_does_not_fit_into_a_header_is_found_before_it_is_used(token: str) -> None:
    with pytest.raises(SettingsError, match=r"found a secret of \d+ characters; expected a token in one line"):
        load_settings({**GOOD, "WASLA_WHATSAPP__ACCESS_TOKEN": token}, None)


@pytest.mark.parametrize("name", ["PHONE_NUMBER_ID", "BUSINESS_ACCOUNT_ID"])
@pytest.mark.parametrize("digits", ["١٢٣", "\N{FULLWIDTH DIGIT ONE}", "1 2", "+966", "12\n"])
def test_ids_are_plain_digits(name: str, digits: str) -> None:
    with pytest.raises(SettingsError, match="digits only"):
        load_settings({**GOOD, f"WASLA_WHATSAPP__{name}": digits}, None)


@pytest.mark.parametrize("address", ["https://[", "https://", "//noor.example", "https:noor", "ftp://noor.example"])
def test_an_address_that_is_none_is_told_from_one(address: str) -> None:
    with pytest.raises(SettingsError, match="an address that begins with https://"):
        load_settings({**GOOD, "WASLA_WHATSAPP__GRAPH_URL": address}, None)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_é", "whsec_ab c", "c2VjcmV0", "WHSEC_c2VjcmV0", "whsec_====", "whsec_c2VjcmV0\n"])
def test_what_can_not_sign_says_how_a_secret_looks(secret: str) -> None:
    with pytest.raises(SettingsError, match=r"expected whsec_ followed by 24 to 64 random bytes in base64"):
        load_settings({**GOOD, "WASLA_STANDARD_SECRET": secret}, None)


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_no_connector_takes_an_option_that_it_does_not_know_or_shows_its_value(name: str, tmp_path: Path) -> None:
    path = tmp_path / "wasla.toml"
    path.write_text(f'{STORE}[stores.noor.connectors.{name}]\nsecrets = ["{"0a" * 16}"]\noptions = {{ colour = "s3cret" }}\n', "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings({**GOOD, "WASLA_CONFIG": str(path)}, None)
    assert f"connectors.{name}.options.colour: found a name that is no setting" in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("port",), None, "nothing"),
        (("port",), "", "nothing"),
        (("port",), 70_000, "70000"),
        (("whatsapp", "app_secret"), "hunter2", "a secret of 7 characters"),
        (("connectors", "standard", "secrets", 0), 7, "a value of type int"),
        (("connectors", "standard", "secrets"), {"a": "hunter2"}, "a value of type dict"),
        (("whatsapp", "access_token"), "env:NOOR", "'env:NOOR'"),
        (("stores",), [{"secrets": ["hunter2"], "name": "Noor"}], "[{'secrets': '***', 'name': 'Noor'}]"),
        (("stores", "noor"), {"a": [{"b": {"access_token": "hunter2"}}]}, "{'a': [{'b': {'access_token': '***'}}]}"),
        (("mongodb_uri",), "mongodb://bot:hunter2@db", "'mongodb://***@db'"),
        (("name",), "x" * 80, "'" + "x" * 59 + "..."),
    ],
)
def test_what_was_found_is_shown_as_far_as_it_may_be(path: tuple[str | int, ...], value: object, said: str) -> None:
    assert shown(path, value) == said


def test_one_problem_is_spoken_of_as_one() -> None:
    one = Problem("WASLA_PORT", "'x'", "a port")
    assert report([one]) == "one setting needs attention:\n  - WASLA_PORT: found 'x'; expected a port"
    assert report([one, one]).startswith("2 settings need attention:")


@pytest.mark.parametrize(("word", "meant"), [("standerd", "standard"), ("shopfy", "shopify"), ("prestashop", None), ("", None)])
def test_a_slip_is_told_from_another_word(word: str, meant: str | None) -> None:
    assert close_to(word, CONNECTORS) == meant
