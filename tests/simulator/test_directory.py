from __future__ import annotations

import pytest

from bot.simulator.directory import Directory
from bot.simulator.faults import KNOWN, Fault
from bot.simulator.people import SimNumber, User

from .conftest import NOUR, NUMBER, OMAR, OTHER, SARA

DIRECTORY = Directory([NUMBER, OTHER], [SARA, OMAR, NOUR])


@pytest.mark.parametrize(
    ("to", "key"),
    [
        ("+966511111111", "sara"),
        ("+966 51-111 1111", "sara"),
        ("511111111", "sara"),
        ("+5215512345678", "wa:525512345678"),
        ("+525512345678", "wa:525512345678"),
        ("+4915100000001", "wa:4915100000001"),
    ],
)
def test_a_phone_number_finds_its_user(to: str, key: str) -> None:
    assert DIRECTORY.user(NUMBER, to, None).key == key


@pytest.mark.parametrize(("bsuid", "key"), [("SA.111", "sara"), ("FR.333", "nour"), ("US.ENT.5", "bsuid:US.ENT.5")])
def test_a_bsuid_finds_its_user(bsuid: str, key: str) -> None:
    assert DIRECTORY.user(NUMBER, None, bsuid).key == key


def test_a_national_number_belongs_to_the_senders_country() -> None:
    assert DIRECTORY.user(OTHER, "15100000001", None).wa_id == "4915100000001"


def test_the_own_number_is_no_recipient() -> None:
    with pytest.raises(Fault) as caught:
        DIRECTORY.user(OTHER, "+4915112345678", None)
    assert caught.value.code == 131021


@pytest.mark.parametrize("to", ["", "+", "12", "+12345678901234567890123", "name", 5, True, [], {}])
def test_what_is_no_number_is_refused(to: object) -> None:
    with pytest.raises(Fault) as caught:
        DIRECTORY.user(NUMBER, to, None)
    assert caught.value.code == 131009


@pytest.mark.parametrize("recipient", ["", "111", "sa.111", "SA.", "SA." + "1" * 129, "SA.1 2", 5])
def test_what_is_no_bsuid_is_refused(recipient: object) -> None:
    with pytest.raises(Fault) as caught:
        DIRECTORY.user(NUMBER, None, recipient)
    assert caught.value.code == 131009


def test_an_account_has_its_numbers() -> None:
    assert DIRECTORY.business("201") == [OTHER]
    assert DIRECTORY.business("999") == []


def test_a_number_of_no_country_has_no_calling_code() -> None:
    odd = SimNumber("1", "2", "+999", "Odd", "t", "s")
    assert Directory([odd], []).user(odd, "12345678", None).wa_id == "12345678"


def test_a_stranger_is_called_customer() -> None:
    assert (User("wa:1", "1", None).name, DIRECTORY.user(NUMBER, "+966511111111", None).name) == ("Customer", "Sara")


@pytest.mark.parametrize(("code", "status"), [(190, 401), (130429, 400), (131056, 400), (131000, 500), (132001, 404), (131016, 500)])
def test_codes_have_graphs_http_status(code: int, status: int) -> None:
    assert Fault(code, "x").status == status == KNOWN[code][0]


def test_an_unknown_code_is_a_400() -> None:
    assert Fault(999999, "x").status == 400
