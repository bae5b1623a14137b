from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.settings import Settings

NEEDED = ("APP_SECRET", "VERIFY_TOKEN", "ACCESS_TOKEN", "PHONE_NUMBER_ID")


def test_one_number_is_one_store(load: Callable[..., Settings]) -> None:
    (shop,) = load({"WASLA_STORE_NAME": "Noor Home"}).stores
    assert (shop.store.id, shop.store.name, shop.store.phone_number_id) == ("default", "Noor Home", "110")
    assert shop.whatsapp.access_token.get_secret_value() == "a token"


def test_what_is_not_set_has_a_default(load: Callable[..., Settings]) -> None:
    settings = load()
    assert (settings.host, settings.port, settings.mongodb_uri, str(settings.data_dir)) == ("127.0.0.1", 8080, "", "wasla-data")
    assert (settings.reply_pause, settings.unknown_deadline, settings.unknown_notices, settings.role) == (1.5, 120, "staff", "all")
    assert (settings.jobs.stuck_parcels.every_minutes, settings.jobs.stuck_parcels.days) == (60, 5)


def test_an_empty_variable_counts_as_not_set(load: Callable[..., Settings]) -> None:
    assert load({"WASLA_PORT": ""}).port == 8080


def test_levels_may_be_written_small(load: Callable[..., Settings]) -> None:
    assert load({"WASLA_LOG_LEVEL": "debug"}).log_level == "DEBUG"


def test_the_standard_secret_belongs_to_the_default_store(load: Callable[..., Settings]) -> None:
    (shop,) = load({"WASLA_STANDARD_SECRET": "whsec_c2VjcmV0"}).stores
    assert [secret.get_secret_value() for secret in shop.connectors["standard"].secrets] == ["whsec_c2VjcmV0"]


def test_the_number_is_handed_to_graph_as_it_is_set(load: Callable[..., Settings]) -> None:
    number = load({"WASLA_WHATSAPP__GRAPH_URL": "http://127.0.0.1:9/graph/"}).stores[0].graph_number()
    assert (number.phone_number_id, number.app_secret, number.graph_url) == ("110", "an app secret", "http://127.0.0.1:9/graph")


@pytest.mark.parametrize("name", NEEDED)
def test_a_running_bot_needs_its_credentials(name: str, refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({f"WASLA_WHATSAPP__{name}": ""})
    assert problem.startswith(f"WASLA_WHATSAPP__{name}: found nothing; expected the ")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "a port number from 1 to 65535"),
        ("PORT", "70000", "a port number from 1 to 65535"),
        ("REPLY_PAUSE", "-1", "seconds from 0 to 60"),
        ("UNKNOWN_DEADLINE", "0", "seconds, more than 0 and at most 86400"),
        ("UNKNOWN_NOTICES", "maybe", "staff or resend"),
        ("LOG_LEVEL", "LOUD", "debug, info, warning or error"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("ROLE", "some", "all, web or worker"),
        ("MONGODB_URI", "localhost", "mongodb://..., mongodb+srv://... or nothing (the embedded database)"),
        ("WHATSAPP__PHONE_NUMBER_ID", "+966 50", "the phone number id (WhatsApp, API setup), digits only"),
        ("WHATSAPP__GRAPH_URL", "graph", "an address that begins with https://"),
        ("WHATSAPP__GRAPH_VERSION", "26", "a version of the Graph API such as v26.0"),
        ("WHATSAPP__MESSAGES_PER_SECOND", "0", "a whole number of 1 or more"),
        ("CONSOLE__SESSION_DAYS", "0", "days from 0.1 to 90"),
        ("CONSOLE__SECURE_COOKIES", "perhaps", "auto, always or never"),
        ("CONSOLE__TRUSTED_PROXIES", "-1", "a whole number from 0 to 5"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, expected: str, refusal: Callable[..., list[str]]) -> None:
    assert f"WASLA_{name}: found {value!r}; expected {expected}" in refusal({f"WASLA_{name}": value})


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"WASLA_PORT": "x", "WASLA_LOG_FORMAT": "x"}, None)
    assert str(caught.value).startswith("6 settings need attention:")
    assert [name for name in ("PORT", "LOG_FORMAT", *NEEDED) if name not in str(caught.value)] == []


def test_a_secret_is_never_shown(refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({"WASLA_STANDARD_SECRET": "whsec_hunter2!"})
    assert problem == "WASLA_STANDARD_SECRET: found a secret of 14 characters; expected whsec_ followed by 24 to 64 random bytes in base64"


@pytest.mark.parametrize("uri", ["http://bot:hunter2@db/", "mongo://bot:hunt@er2@db", "postgres://bot:hunter2/@db"])
def test_a_password_in_an_address_is_never_shown(uri: str, refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({"WASLA_MONGODB_URI": uri})
    assert "//***@db" in problem
    assert "hunt" not in problem


def test_settings_print_no_secret(load: Callable[..., Settings]) -> None:
    printed = repr(load({"WASLA_MONGODB_URI": "mongodb://bot:hunter2@db/"}))
    assert [word for word in ("hunter2", "an app secret", "a token", "a word") if word in printed] == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [("WASLA_REPLY_PAUZE", "WASLA_REPLY_PAUSE"), ("WASLA_WHATSAPP__APP_SECRIT", "WASLA_WHATSAPP__APP_SECRET")],
)
def test_a_misspelt_name_is_found(name: str, meant: str, refusal: Callable[..., list[str]]) -> None:
    assert refusal({name: "1"}) == [f"{name}: found a name that is no setting; expected {meant}"]


def test_names_of_others_are_left_alone(load: Callable[..., Settings]) -> None:
    assert load({"WASLA_TEST_MONGODB_URI": "mongodb://db", "PATH": "/bin"}).mongodb_uri == ""


def test_an_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WASLA_PORT=1\nWASLA_HOST='::1'\n", "utf-8")
    settings = load_settings({"WASLA_PORT": "2"}, tmp_path / ".env", demo=True)
    assert (settings.port, settings.host) == (2, "::1")


@pytest.mark.parametrize("given", [{}, {"WASLA_WHATSAPP__ACCESS_TOKEN": "a real token", "WASLA_CONFIG": "/nowhere.toml"}])
def test_the_demo_needs_no_credentials_and_uses_none(given: Mapping[str, str]) -> None:
    assert load_settings(given, None, demo=True).stores == ()


def test_the_console_is_on_and_can_be_set(load: Callable[..., Settings]) -> None:
    console = load().console
    assert (console.enabled, console.session_idle_minutes, console.secure_cookies) == (True, 60, "auto")
    changes = {"ENABLED": "false", "SESSION_IDLE_MINUTES": "15", "TRUSTED_PROXIES": "1"}
    console = load({f"WASLA_CONSOLE__{name}": value for name, value in changes.items()}).console
    assert (console.enabled, console.session_idle_minutes, console.trusted_proxies) == (False, 15, 1)
