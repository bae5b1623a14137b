from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Terminal


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.embedded
def test_one_talks_as_somebody_of_the_sample_store(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "please cancel my order NH-1053", "/later 5", "/1", "/voice", "/9", "/bye", "never read")
    assert terminal.wasla("chat", "--as", "sara", "--demo") == 0
    assert "You are" in terminal.out
    assert "[/1] Yes, please" in terminal.out
    assert "I've passed it on to our team: cancelling your order (order NH-1053)." in terminal.out
    assert "voice note" in terminal.out


@pytest.mark.embedded
def test_one_talks_as_anybody_to_ones_own_store(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "where is my order please tell me")
    assert terminal.wasla("chat", "--as", "SA.1234567890") == 0
    assert "with 0 orders" in terminal.out
    assert "[/share] shares the phone number" in terminal.out


def test_who_does_not_live_in_the_sample_store_is_told_who_does(terminal: Terminal) -> None:
    assert terminal.wasla("chat", "--as", "nobody", "--demo") == 1
    assert "nobody in the sample store is called 'nobody'" in terminal.errors
