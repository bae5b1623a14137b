from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bench.crowd import crowd
from bot.bench.questions import Faults, Phase, Questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.crowd import Asker
    from bot.bench.webhooks import Webhooks

ASKERS = crowd(2)
FIRST, SECOND = ASKERS


class Wire:
    """Takes requests like a pool and answers each at once with ``status``."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.status = 200

    def send(self, request: bytes, done: Callable[[int], None]) -> None:
        self.requests.append(request)
        done(self.status)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def questions(wire: Wire, webhooks: Webhooks) -> Questions:
    return Questions(ASKERS, ["where is my order", "when will it come"], webhooks, wire)


def right(asker: Asker) -> tuple[str, str]:
    return f"wa:{asker.wa_id}", f"Order {asker.order_number} is on its way."


def test_an_answered_question_is_no_fault(questions: Questions) -> None:
    phase = Phase()
    questions.ask(phase, 0.0)
    questions.answered(*right(FIRST))
    assert questions.faults() == Faults()
    assert (phase.asked, len(phase.answers), len(phase.acknowledgements)) == (1, 1, 1)


def test_each_question_is_the_next_sentence_of_the_next_customer(questions: Questions, wire: Wire) -> None:
    questions.ask(Phase(), 0.0)
    questions.ask(Phase(), 0.0)
    assert FIRST.wa_id.encode() in wire.requests[0]
    assert b"where is my order" in wire.requests[0]
    assert SECOND.wa_id.encode() in wire.requests[1]
    assert b"when will it come" in wire.requests[1]


def test_an_answer_may_be_addressed_to_a_bsuid(questions: Questions) -> None:
    questions.ask(Phase(), 0.0)
    questions.answered(f"bsuid:{FIRST.bsuid}", right(FIRST)[1])
    assert questions.faults().total == 0


def test_an_unanswered_question_is_lost(questions: Questions) -> None:
    questions.ask(Phase(), 0.0)
    assert questions.waiting == 1
    assert questions.faults() == Faults(lost=1, examples=[f"never answered: 'where is my order' of {FIRST.wa_id}"])


def test_what_was_refused_is_not_lost(questions: Questions, wire: Wire) -> None:
    phase = Phase()
    wire.status = 503
    questions.ask(phase, 0.0)
    assert (questions.faults().lost, questions.waiting, phase.refused) == (0, 0, 1)


def test_a_second_answer_is_once_too_often(questions: Questions) -> None:
    questions.ask(Phase(), 0.0)
    questions.answered(*right(FIRST))
    questions.answered(*right(FIRST))
    assert questions.faults().twice == 1
    assert FIRST.wa_id in questions.faults().examples[0]


def test_a_message_to_a_stranger_is_once_too_often(questions: Questions) -> None:
    questions.answered("wa:966599999999", "hello")
    assert questions.faults().twice == 1


def test_another_customers_order_is_wrong(questions: Questions) -> None:
    questions.ask(Phase(), 0.0)
    questions.answered(f"wa:{FIRST.wa_id}", right(SECOND)[1])
    assert questions.faults().wrong == 1
    assert "where is my order" in questions.faults().examples[0]


def test_what_is_due_while_everybody_waits_is_asked_when_one_is_free(questions: Questions, wire: Wire) -> None:
    for _ in range(3):
        questions.ask(Phase(), 0.0)
    assert (len(wire.requests), questions.waiting) == (2, 3)
    questions.answered(*right(SECOND))
    assert SECOND.wa_id.encode() in wire.requests[2]


def test_a_phase_hears_of_its_own_answers_only(questions: Questions) -> None:
    heard: list[str] = []
    questions.ask(Phase(ended=lambda: heard.append("first")), 0.0)
    questions.ask(Phase(ended=lambda: heard.append("second")), 0.0)
    questions.answered(*right(SECOND))
    assert heard == ["second"]


def test_latencies_are_summarised_in_milliseconds() -> None:
    answers, acknowledgements = Phase([0.25, 0.5], [0.001]).summary()
    assert (answers.p50, answers.worst, acknowledgements.worst) == (250, 500, 1)


def test_examples_stay_few() -> None:
    faults = Faults()
    for number in range(9):
        faults.note(f"example {number}")
    assert len(faults.examples) == 5


def test_faults_add_up() -> None:
    faults = Faults(lost=1, examples=["a"])
    faults.add(Faults(lost=2, twice=3, wrong=4, examples=["b"]))
    assert (faults, faults.total) == (Faults(3, 3, 4, ["a", "b"]), 10)
