"""Secrets that stand in files: what Docker and Kubernetes hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings
from bot.settings.connectors import options_of
from tests.settings.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings

SECRET = "hunter2-hunter2-hunter2"
TOML = """
[stores.noor]
name = "Noor"
[stores.noor.connectors.woocommerce]
secrets = ["env:WOO_SECRET"]
options = { site = "https://noor.example", consumer_key = "ck_1", consumer_secret = "env:WOO_KEY" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], str]:
    def written(content: bytes) -> str:
        (tmp_path / "secret").write_bytes(content)
        return str(tmp_path / "secret")

    return written


@pytest.mark.parametrize("content", [SECRET, f"{SECRET}\n", f"{SECRET}\r\n"])
def test_a_secret_may_stand_in_a_file_of_its_own(content: str, file: Callable[[bytes], str], load: Callable[..., Settings]) -> None:
    settings = load({"WASLA_WHATSAPP__APP_SECRET": "", "WASLA_WHATSAPP__APP_SECRET_FILE": file(content.encode())})
    assert settings.stores[0].whatsapp.app_secret.get_secret_value() == SECRET


@pytest.mark.parametrize("name", ["WASLA_MONGODB_URI", "WASLA_METRICS_TOKEN", "WASLA_STANDARD_SECRET"])
def test_so_may_every_other_setting(name: str, file: Callable[[bytes], str], load: Callable[..., Settings]) -> None:
    content = {"WASLA_MONGODB_URI": "mongodb://db/", "WASLA_STANDARD_SECRET": "whsec_c2VjcmV0"}.get(name, SECRET)
    settings = load({f"{name}_FILE": file(content.encode())})
    held = (settings.mongodb_uri, settings.metrics_token.get_secret_value(), *_secrets(settings))
    assert content in held


def _secrets(settings: Settings) -> list[str]:
    return [secret.get_secret_value() for shop in settings.stores for one in shop.connectors.values() for secret in one.secrets]


def test_what_a_file_of_stores_refers_to_may_stand_in_one(file: Callable[[bytes], str], tmp_path: Path) -> None:
    (tmp_path / "wasla.toml").write_text(TOML, "utf-8")
    path = file(f"{SECRET}\n".encode())
    settings = load_settings({**GOOD, "WASLA_CONFIG": str(tmp_path / "wasla.toml"), "WOO_SECRET": "s" * 20, "WOO_KEY_FILE": path}, None)
    assert settings.stores[0].connectors["woocommerce"].options["consumer_secret"] == SECRET
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("content", "found"), [(None, "(No such file or directory)"), (b"\xff\xfe", "(it is no text in UTF-8)"), (b"", "found nothing")]
)
def test_a_file_that_says_nothing_is_named(
    content: bytes | None, found: str, file: Callable[[bytes], str], refusal: Callable[..., list[str]]
) -> None:
    path = "/nowhere/secret" if content is None else file(content)
    problems = refusal({"WASLA_WHATSAPP__APP_SECRET": "", "WASLA_WHATSAPP__APP_SECRET_FILE": path})
    assert problems[0].startswith("WASLA_WHATSAPP__APP_SECRET")
    assert found in problems[0]


def test_a_setting_has_one_place(file: Callable[[bytes], str], refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({"WASLA_WHATSAPP__APP_SECRET_FILE": file(SECRET.encode())})
    assert problem == "WASLA_WHATSAPP__APP_SECRET_FILE: found a file, and WASLA_WHATSAPP__APP_SECRET as well; expected one of them"


def test_a_reference_to_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    (tmp_path / "wasla.toml").write_text(TOML, "utf-8")
    environ = {**GOOD, "WASLA_CONFIG": str(tmp_path / "wasla.toml"), "WOO_SECRET_FILE": "/nowhere/secret", "WOO_KEY": "k"}
    with pytest.raises(SettingsError, match="expected WOO_SECRET_FILE to name a text file that can be read"):
        load_settings(environ, None)


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"WASLA_PORT=\xff")
    with pytest.raises(SettingsError, match=r"\.env: found what can't be read \(it is no text in UTF-8\); expected lines such as NAME=value"):
        load_settings(GOOD, tmp_path / ".env")


def test_a_notice_that_there_is_not_is_named(refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({"WASLA_NOTICES__WORDING": '{"chipped": {"en": "It is on its way"}}'})
    assert problem.startswith("WASLA_NOTICES__WORDING__CHIPPED")


def test_a_connectors_options_are_never_printed(tmp_path: Path) -> None:
    (tmp_path / "wasla.toml").write_text(TOML, "utf-8")
    settings = load_settings({**GOOD, "WASLA_CONFIG": str(tmp_path / "wasla.toml"), "WOO_SECRET": "s" * 20, "WOO_KEY": SECRET}, None)
    assert SECRET not in repr(settings.stores)
    assert SECRET not in repr(options_of("woocommerce", settings.stores[0].connectors["woocommerce"]))
