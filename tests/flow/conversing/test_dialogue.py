"""Questions of ours, their answers, and what comes in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR, SECOND
from bot.domain.content import ButtonsOut
from bot.domain.conversation import Conversation
from bot.domain.message import Location, Media, Tapped
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, converse
from bot.flow.conversing.opened import request_news
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, heard, scene

if TYPE_CHECKING:
    from bot.domain.message import Content
    from bot.domain.order import Order
    from bot.domain.request import Request
    from bot.flow.converse import Mind

ARRIVED = replace(ON_ITS_WAY, id="noor:3", number="NH-1040", shipments=(replace(ON_ITS_WAY.shipments[0], state="delivered"),))
PICTURE = Media("image", "m1", "image/jpeg")


class Talk:
    """A conversation that goes on; ``last`` is the newest decision."""

    last: Decision

    def __init__(self, mind: Mind, *orders: Order) -> None:
        self.mind = mind
        self.orders = orders
        self.chat = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1")
        self.now = NOW
        self.count = 0
        self.requests: tuple[Request, ...] = ()

    def say(self, *contents: Content | str, later: int = 9 * SECOND) -> str:
        """Return what is answered, a while later."""
        self.now += later
        said = [heard(content, self.count + n) for n, content in enumerate(contents)]
        self.count += len(said)
        at = replace(scene(*said, conversation=self.chat, orders=self.orders), now=self.now, requests=self.requests)
        decision = converse(at, self.mind, 0)
        assert isinstance(decision, Decision)
        self.last, self.chat = decision, decision.conversation
        self.requests = (*self.requests, *decision.requests)
        return "\n".join(spoken_text(item.content) for item in decision.outbox if item.content)

    def tap(self, place: int) -> str:
        """Tap a button of the newest answer."""
        content = self.last.outbox[-1].content
        assert isinstance(content, ButtonsOut)
        return self.say(Tapped(content.buttons[place].id, content.buttons[place].title))

    @property
    def opened(self) -> list[tuple[str, str | None, str, tuple[str, ...]]]:
        return [(one.kind, one.order_id, one.text, one.media) for one in self.last.requests]


@pytest.mark.parametrize("yes", ["yes", "yes please", "ok", "نعم", "ايوه", "si"])
def test_cancelling_takes_a_yes(mind: Mind, yes: str) -> None:
    talk = Talk(mind, PREPARING)
    assert "cancelling your order" in talk.say("cancel my order please")
    assert "NH-1042" in talk.say(yes)
    assert [one[:2] for one in talk.opened] == [("cancel", "noor:2")]


def test_the_button_says_yes_as_well(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    talk.tap(0)
    assert len(talk.opened) == 1
    assert talk.chat.flag is not None
    assert talk.chat.flag.reason == "request"


@pytest.mark.parametrize("no", ["no", "never mind", "no thanks", "leave it", "لا", "خلاص"])
def test_a_no_leaves_everything(mind: Mind, no: str) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    talk.say(no)
    assert talk.last.requests == ()
    assert talk.chat.question is None


def test_a_digression_keeps_the_question(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    assert "preparing" in talk.say("where is my order")
    talk.say("yes")
    assert len(talk.opened) == 1


def test_a_question_expires(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    talk.say("yes", later=HOUR)
    assert talk.last.requests == ()


def test_a_button_outlives_its_question(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    talk.now += HOUR
    talk.tap(0)
    assert len(talk.opened) == 1


def test_the_same_is_passed_on_once(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    button = talk.last.outbox[-1].content
    talk.tap(0)
    requests = talk.last.requests
    assert isinstance(button, ButtonsOut)
    again = scene(Tapped(button.buttons[0].id, "Yes"), conversation=talk.chat, orders=talk.orders)
    decision = converse(replace(again, requests=requests), mind, 0)
    assert isinstance(decision, Decision)
    assert decision.requests == ()


def test_a_new_address_is_asked_for_shown_and_passed_on(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    assert "new address" in talk.say("change my address")
    assert "King Fahd Road 12, Jeddah" in talk.say("King Fahd Road 12, Jeddah")
    talk.say("yes")
    assert talk.opened == [("change_address", "noor:2", "King Fahd Road 12, Jeddah", ())]


def test_a_place_is_an_address(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("change my address")
    assert "24.700000, 46.700000" in talk.say(Location(24.7, 46.7, "Home"))


def test_a_broken_thing_and_then_its_picture(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    assert "photo" in talk.say("my item arrived broken")
    talk.say(PICTURE)
    assert [(kind, media) for kind, _, _, media in talk.opened] == [("damaged", ("in:wamid.1",))]


def test_a_picture_that_comes_with_the_words_is_not_asked_for(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    talk.say(PICTURE, "my item arrived broken")
    assert [media for _, _, _, media in talk.opened] == [("in:wamid.0",)]


def test_without_a_picture_words_will_do(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    talk.say("my item arrived broken")
    talk.say("the handle of the blue cup came off")
    assert [text for _, _, text, _ in talk.opened] == ["my item arrived broken\nthe handle of the blue cup came off"]


def test_another_question_in_between_is_no_address(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("change my address")
    assert "preparing" in talk.say("where is my order")
    assert talk.chat.question is not None
    assert "King Fahd Road" in talk.say("King Fahd Road 12, Jeddah")


@pytest.mark.parametrize("words", ["no, the other one", "the other one", "لا الثاني", "el otro"])
def test_the_other_one_is_the_other_one(mind: Mind, words: str) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    assert "NH-1041" in talk.say("where is order 1041")
    assert "NH-1042" in talk.say(words)


@pytest.mark.parametrize("words", ["what?", "repeat please", "say that again", "مرة ثانية", "otra vez"])
def test_what_was_said_is_said_again_in_other_words(mind: Mind, words: str) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    first = talk.say("where is my order")
    assert talk.say(words) != first
    assert "NH-1041" in spoken_text(talk.last.outbox[0].content)  # type: ignore[arg-type]


def test_a_question_survives_what(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    assert "cancelling" in talk.say("what?")
    talk.say("yes")
    assert len(talk.opened) == 1


def test_other_systems_hear_of_a_request(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    talk.say("yes")
    (event,) = request_news(talk.last.requests)
    assert (event.type, event.data["kind"], event.data["order"]) == ("request.created", "cancel", "noor:2")
    assert talk.chat.requests == (talk.last.requests[0].id,)


def test_a_request_holds_what_the_customer_wrote(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("please cancel my order, I found it cheaper")
    talk.say("what?")
    talk.say("yes")
    assert [text for _, _, text, _ in talk.opened] == ["please cancel my order, I found it cheaper"]
    assert talk.chat.flag is not None
    assert talk.chat.flag.summary == "please cancel my order, I found it cheaper"


@pytest.mark.parametrize("words", ["the second one", "الثاني", "el otro"])
def test_asked_which_of_two_the_second_is_the_one_below(mind: Mind, words: str) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    talk.say("where is my order")
    assert "NH-1041" in talk.say(words)


def test_an_invoice_and_a_question_are_one_message(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    words = talk.say("send me the invoice", "where is my order")
    (item,) = talk.last.outbox
    assert item.content is not None
    assert item.content.kind == "document"
    assert "INV-1" in words
    assert "https://example.com/T1" in words


@pytest.mark.parametrize(("words", "number"), [("1", "1042"), ("the second", "1041"), ("٢", "1041"), ("الاول", "1042"), ("el último", "1041")])
def test_an_order_may_be_chosen_by_its_place(mind: Mind, words: str, number: str) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    talk.say("where is my order")
    assert f"NH-{number}" in talk.say(words)


def test_a_no_with_another_wish_is_that_wish(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    assert "new address" in talk.say("no, I want to change the delivery address")
    assert talk.chat.question is not None
    assert talk.chat.question.intent == "change_address"


def test_what_is_missing_may_be_shown(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    assert "photo" in talk.say("something is missing from my order")
    talk.say(PICTURE)
    talk.say("yes")
    assert [(kind, media) for kind, _, _, media in talk.opened] == [("missing", ("in:wamid.1",))]


def test_an_address_may_begin_with_no(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("change my address")
    assert "No. 5, King Fahd Road" in talk.say("No. 5, King Fahd Road, Jeddah")


def test_what_was_asked_for_is_remembered_over_the_choice_of_an_order(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, replace(PREPARING, id="noor:9", number="NH-1049"))
    talk.say("please cancel my order, I found it cheaper")
    talk.say("the second one")
    talk.say("yes")
    assert [(order, text) for _, order, text, _ in talk.opened] == [("noor:9", "please cancel my order, I found it cheaper")]


@pytest.mark.parametrize("no", ["no", "no wait", "لا", "never mind"])
def test_a_no_to_which_order_ends_it(mind: Mind, no: str) -> None:
    talk = Talk(mind, PREPARING, replace(PREPARING, id="noor:9", number="NH-1049"))
    talk.say("cancel my order")
    talk.say(no)
    assert talk.chat.question is None
    assert talk.chat.requests == ()


def test_broken_and_money_back_is_one_request(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    talk.say("the lamp arrived broken and i want my money back")
    talk.say(PICTURE)
    assert [(kind, text) for kind, _, text, _ in talk.opened] == [("damaged", "the lamp arrived broken and i want my money back")]


def test_what_was_sent_is_remembered_over_the_choice_of_an_order(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, replace(PREPARING, id="noor:9", number="NH-1049"))
    talk.say(Location(24.7, 46.7, "Home"))
    talk.tap(0)
    assert "Home, 24.700000, 46.700000" in talk.say("1049")
    talk.say("نعم")
    assert talk.opened == [("change_address", "noor:9", "Home, 24.700000, 46.700000", ())]


def test_a_picture_is_remembered_over_the_choice_of_an_order(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED, replace(ARRIVED, id="noor:9", number="NH-1049"))
    talk.say("it arrived broken", PICTURE)
    talk.say("the second one")
    assert [(kind, order, media) for kind, order, _, media in talk.opened] == [("damaged", "noor:9", ("in:wamid.1",))]


def test_a_question_that_follows_is_about_the_same_order(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    talk.say("where is order 1041")
    assert "NH-1041" in talk.say("when will it arrive")
    talk.say("where is order 1042")
    assert "NH-1042" in talk.say("please cancel it")


def test_a_request_that_does_not_fit_the_order_spoken_of_is_about_one_that_does(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, ARRIVED)
    talk.say("where is order 1042")
    assert "NH-1040" in talk.say("I want to return my order")


def test_later_it_has_to_be_said_again(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    talk.say("where is order 1041")
    talk.say("when will it arrive", later=HOUR)
    assert talk.chat.question is not None
    assert talk.chat.question.kind == "choose_order"


def test_the_same_question_again_is_asked_of_all_orders(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    talk.say("where is order 1041")
    talk.say("where is my order")
    assert talk.chat.question is not None


@pytest.mark.parametrize("words", ["please cancel my order. I want a refund", "i want to cancel my order, and then refund me please"])
def test_cancelled_and_paid_back_is_one_request(mind: Mind, words: str) -> None:
    talk = Talk(mind, PREPARING)
    talk.say(words)
    assert len(talk.last.outbox) == 1
    talk.say("yes")
    assert [(kind, text) for kind, _, text, _ in talk.opened] == [("cancel", words)]


def test_of_two_questions_the_one_below_is_open(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("please cancel my order", "and I want to change the delivery address")
    assert [item.content.kind for item in talk.last.outbox if item.content] == ["buttons", "text"]
    assert talk.chat.question is not None
    assert talk.chat.question.intent == "change_address"


def test_a_tracking_number_means_its_order(mind: Mind) -> None:
    parcel = replace(ON_ITS_WAY.shipments[0], tracking_number="1Z 999 AA1 0123456784")
    talk = Talk(mind, PREPARING, replace(ON_ITS_WAY, shipments=(parcel,)))
    assert "NH-1041" in talk.say("where is 1Z999AA10123456784")
