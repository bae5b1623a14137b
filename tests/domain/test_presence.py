"""Who else is at a conversation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.presence import Doing, Presence, Present, others

NOW = 1_760_000_000_000
DOING: tuple[Doing, ...] = ("looks", "types")


def at(staff: str, doing: Doing = "looks", until: int = NOW + 1) -> Presence:
    return Presence(f"{staff}|{doing}|{until}", "c:1", staff, staff.title(), doing, until)


def test_each_person_is_there_once_and_who_types_comes_first() -> None:
    found = [at("aya"), at("mona"), at("mona", "types"), at("aya", "looks", NOW + 9)]
    assert others(found, "tariq", NOW) == (Present("mona", "Mona", types=True), Present("aya", "Aya", types=False))


def test_nobody_is_told_of_himself() -> None:
    assert others([at("mona"), at("mona", "types")], "mona", NOW) == ()


def test_what_was_true_until_now_is_no_longer() -> None:
    assert others([at("mona", until=NOW), at("aya", until=NOW - 1)], "tariq", NOW) == ()
    assert others([at("mona"), at("mona", "types", NOW)], "tariq", NOW) == (Present("mona", "Mona", types=False),)


@given(st.lists(st.builds(at, st.sampled_from(["aya", "mona", "omar"]), st.sampled_from(DOING), st.integers(NOW - 3, NOW + 3))))
def test_the_order_in_which_it_was_told_does_not_matter(found: list[Presence]) -> None:
    assert others(found, "tariq", NOW) == others(found[::-1], "tariq", NOW)
