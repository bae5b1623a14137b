from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import MINUTE
from bot.domain.daily import Case
from bot.flow.overview.cases import GIVEN_UP, MOST, Cases, Turn, quantile, step_of, thinned

DAY_OF_ONE = [Turn("c", 0, "flagged"), Turn("c", MINUTE, "taken"), Turn("c", 3 * MINUTE, "spoke"), Turn("c", 9 * MINUTE, "done")]


def followed(*turns: Turn, before: tuple[Case, ...] = ()) -> Cases:
    cases = Cases(before)
    cases.follow(turns)
    return cases


@given(st.permutations(DAY_OF_ONE))
def test_the_order_of_reading_does_not_matter(turns: list[Turn]) -> None:
    cases = followed(*turns)
    assert (cases.responses, cases.resolutions, cases.open_at(0)) == ((180,), (540,), ())


def test_only_the_first_words_count_as_the_response() -> None:
    assert followed(*DAY_OF_ONE[:3], Turn("c", 5 * MINUTE, "spoke")).responses == (180,)


def test_a_case_goes_on_the_next_day() -> None:
    evening = followed(DAY_OF_ONE[0]).open_at(0)
    assert evening == (Case("c", 0, 0),)
    assert followed(*DAY_OF_ONE[2:], before=evening).responses == (180,)


def test_who_still_waits_is_waited_for_when_the_clock_hands_back() -> None:
    assert followed(Turn("c", 0, "flagged"), Turn("c", MINUTE, "silence")).open_at(0) == (Case("c", 0, 0),)
    assert followed(*DAY_OF_ONE[:3], Turn("c", 8 * MINUTE, "silence")).open_at(0) == ()


def test_what_nobody_asked_for_has_no_response_time() -> None:
    cases = followed(Turn("c", 0, "taken"), Turn("c", MINUTE, "spoke"), Turn("c", 2 * MINUTE, "done"))
    assert (cases.responses, cases.resolutions) == ((), (120,))


def test_a_case_where_nobody_came_is_given_up() -> None:
    assert followed(Turn("c", 0, "flagged")).open_at(GIVEN_UP) == ()


def test_markers_that_move_nothing_have_no_step() -> None:
    assert [step_of(one) for one in ("taken_over", "closed", "labelled")] == ["taken", "done", None]


def test_quantiles_are_of_those_that_there_are() -> None:
    assert (quantile([], 0.5), quantile([7], 0.9), quantile([1, 2, 3, 4], 0.5), quantile(range(1, 11), 0.9)) == (None, 7, 2, 9)


def test_of_very_many_every_so_many_is_kept() -> None:
    kept = thinned(range(10_000))
    assert (len(kept), kept[0], kept[-1], abs((quantile(kept, 0.5) or 0) - 5_000) < 30) == (MOST, 0, 9_999, True)
