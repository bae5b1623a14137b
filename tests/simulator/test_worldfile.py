from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from bot.errors import DataFileError
from bot.simulator.people import Person, Shippable, SimNumber
from bot.simulator.worldfile import WorldFile, read_world

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = """numbers: [{phone_number_id: "100", waba_id: "200", display_phone_number: "+966500000000", verified_name: Shop,
  throughput: HIGH, messaging_limit: TIER_2K}]
"""
FULL = (
    NUMBERS
    + """
people:
  - {id: sara, name: Sara, language: ar, wa_id: "966511111111", bsuid: SA.1, country: SA, store_id: shop, store_name: Shop, colour: red,
     about: hello, about_ar: أهلا}
shippables:
  sara: [{order_number: "1001", carrier: Aramex, tracking_number: A1, tracking_url: "https://example.com/A1", in_transit: true}]
store_secrets: {shop: whsec_x}
templates: [{name: thanks}]
"""
)


def read(tmp_path: Path, content: str) -> WorldFile:
    path = tmp_path / "world.yaml"
    path.write_text(content, encoding="utf-8")
    return read_world(path, access_token="given token", app_secret="given secret")


def test_a_whole_world_is_read(tmp_path: Path) -> None:
    world = read(tmp_path, FULL)
    assert world.numbers == (SimNumber("100", "200", "+966500000000", "Shop", "given token", "given secret", "HIGH", "TIER_2K"),)
    assert world.people == (Person("sara", "Sara", "ar", "966511111111", "SA.1", "SA", "shop", "Shop", "100", "red", "hello", "أهلا"),)
    assert world.shippables == {"sara": (Shippable("1001", "Aramex", "A1", "https://example.com/A1", in_transit=True),)}
    assert (world.store_secrets, world.templates) == ({"shop": "whsec_x"}, ({"name": "thanks"},))


def test_the_example_names_every_field() -> None:
    named = {"access_token", "app_secret", "phone_number_id"}
    for kind in (Person, Shippable, SimNumber):
        assert all(field.name in named or field.name in FULL for field in fields(kind))


def test_a_number_may_have_a_token_and_secret_of_its_own(tmp_path: Path) -> None:
    world = read(tmp_path, NUMBERS.replace("verified_name: Shop", "verified_name: Shop, access_token: mine, app_secret: own"))
    assert (world.numbers[0].access_token, world.numbers[0].app_secret) == ("mine", "own")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "a world is a mapping"),
        ("[]", "a world is a mapping"),
        ("numbers: []", "numbers is empty"),
        ("numbers: many", "numbers must be a list"),
        ("numbers: [100]", "numbers must be a list"),
        ('numbers: [{phone_number_id: "100"}]', "missing 3 required positional arguments"),
        (NUMBERS.replace("verified_name", "very_fine_name"), "very_fine_name is unknown"),
        (NUMBERS + "people: [{id: sara}]", "people: "),
        ("{", "world.yaml"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read(tmp_path, content)
    assert words in str(caught.value)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="absent"):
        read_world(tmp_path / "absent.yaml", access_token="t", app_secret="s")
