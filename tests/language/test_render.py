from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answer import Answer, Option, Ref, Say
from bot.domain.content import ButtonsOut, ContactRequestOut, DocumentOut, LinkOut, ListOut, OutContent, TextOut
from bot.language.catalogue import Catalogues
from bot.language.render import render, safe_filename
from bot.language.trim import width
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTRIES = 'msgid "a.text"\nmsgstr "{text}"\n\nmsgid "list.open.button"\nmsgstr "Choose"\n'
URL = "https://carrier.example/track/1"


@pytest.fixture
def small(write_catalogue: Callable[[str, str], Path]) -> Catalogues:
    return Catalogues.load(write_catalogue("en", ENTRIES))


def say(text: str) -> Say:
    return Say("a.text", {"text": text})


def option(number: int, title: str = "", description: str | None = None) -> Option:
    return Option(f"id{number}", Ref(title or f"Title {number}"), say(description) if description else None)


def shown(answer: Answer, catalogues: Catalogues) -> OutContent:
    return render(answer, catalogues=catalogues, language="en", store=STORE)


def test_lines_become_paragraphs(small: Catalogues) -> None:
    assert shown(Answer((say("one"), say(""), say("two"))), small) == TextOut("one\n\ntwo")


def test_nothing_to_say_is_still_a_message(small: Catalogues) -> None:
    assert shown(Answer((say(" "),)), small) == TextOut("…")


def test_up_to_three_options_are_buttons(small: Catalogues) -> None:
    content = shown(Answer((say("pick"),), tuple(map(option, range(3)))), small)
    assert isinstance(content, ButtonsOut)
    assert [button.title for button in content.buttons] == ["Title 0", "Title 1", "Title 2"]


def test_more_options_are_a_list(small: Catalogues) -> None:
    content = shown(Answer((say("pick"),), tuple(map(option, range(4)))), small)
    assert isinstance(content, ListOut)
    assert content.button == "Choose"
    assert len(content.sections[0].rows) == 4


def test_few_options_are_a_list_when_asked_for(small: Catalogues) -> None:
    answer = Answer((say("pick"),), (option(1, description="on its way"),), as_list=True, list_label=say("Orders"))
    content = shown(answer, small)
    assert isinstance(content, ListOut)
    assert (content.button, content.sections[0].rows[0].description) == ("Orders", "on its way")


def test_buttons_under_a_long_text_become_a_list(small: Catalogues) -> None:
    content = shown(Answer((say("long " * 300),), (option(1),)), small)
    assert isinstance(content, ListOut)
    assert len(content.body) > 1024


def test_a_list_ends_at_ten_rows(small: Catalogues) -> None:
    content = shown(Answer((say("pick"),), tuple(map(option, range(15)))), small)
    assert isinstance(content, ListOut)
    assert len(content.sections[0].rows) == 10


def test_equal_titles_are_numbered(small: Catalogues) -> None:
    options = tuple(option(number, "The very same long title") for number in range(3))
    content = shown(Answer((say("pick"),), options), small)
    assert isinstance(content, ButtonsOut)
    assert [button.title for button in content.buttons] == ["The very same long…", "The very same… (2)", "The very same… (3)"]


def test_an_empty_title_becomes_a_number(small: Catalogues) -> None:
    content = shown(Answer((say("pick"),), (Option("a", Ref("\u200f")),)), small)
    assert isinstance(content, ButtonsOut)
    assert content.buttons[0].title == "1"


def test_options_that_whatsapp_would_refuse_are_left_out(small: Catalogues) -> None:
    options = (Option("x" * 201, Ref("too long")), Option("", Ref("none")), Option("a", Ref("A")), Option("a", Ref("again")))
    content = shown(Answer((say("pick"),), options), small)
    assert isinstance(content, ButtonsOut)
    assert [button.id for button in content.buttons] == ["a"]


def test_a_link_becomes_a_button(small: Catalogues) -> None:
    assert shown(Answer((say("on its way"),), link=(URL, say("Track"))), small) == LinkOut("on its way", "Track", URL)


def test_a_link_under_a_long_text_stands_at_its_end(small: Catalogues) -> None:
    content = shown(Answer((say("long " * 1000),), link=(URL, say("Track"))), small)
    assert isinstance(content, TextOut)
    assert content.body.endswith(f"\n\n{URL}")
    assert width(content.body) <= 4096


@pytest.mark.parametrize("url", ["javascript:alert(1)", "carrier.example", "https://", "https://a b", "", "https://x.example/" + "y" * 2000])
def test_what_is_no_web_address_is_not_offered(small: Catalogues, url: str) -> None:
    assert shown(Answer((say("hello"),), link=(url, say("Track"))), small) == TextOut("hello")


def test_a_document_has_a_caption_and_a_safe_name(small: Catalogues) -> None:
    content = shown(Answer((say("here"),), document=("d1", "Invoice-2026/07.pdf")), small)
    assert content == DocumentOut("d1", "Invoice-2026-07.pdf", "here")


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b\\c:d.pdf", "a-b-c-d.pdf"), ("", "document"), ("...", "document"), ("فاتورة.pdf", "فاتورة.pdf"), ("noending", "noending")],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert safe_filename(name) == safe


def test_a_long_file_name_keeps_its_ending() -> None:
    name = safe_filename("x" * 500 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name) <= 241


TEXTS = st.text(max_size=1500)
OPTIONS = st.lists(
    st.builds(Option, st.text(max_size=260), st.builds(Ref, st.text(max_size=60)), st.none() | st.builds(say, st.text(max_size=90))), max_size=14
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(TEXTS, max_size=4), options=OPTIONS, as_list=st.booleans(), link=st.none() | st.sampled_from([URL, "bad"]), document=st.booleans()
)
def test_the_limits_are_always_kept(
    small: Catalogues, texts: list[str], options: list[Option], link: str | None, *, as_list: bool, document: bool
) -> None:
    answer = Answer(
        tuple(map(say, texts)),
        tuple(options),
        as_list=as_list,
        link=(link, say(texts[0] if texts else "Open")) if link else None,
        document=("d1", texts[0] if texts else "x.pdf") if document else None,
    )
    check(shown(answer, small))


def check(content: OutContent) -> None:
    match content:
        case TextOut(body=body):
            assert 0 < width(body) <= 4096
        case ButtonsOut(body=body, buttons=buttons):
            assert 0 < width(body) <= 1024
            assert 1 <= len(buttons) <= 3
            assert len({button.title for button in buttons}) == len({button.id for button in buttons}) == len(buttons)
            assert all(0 < width(button.title) <= 20 and 0 < width(button.id) <= 256 for button in buttons)
        case ListOut(body=body, button=button, sections=sections):
            rows = [row for section in sections for row in section.rows]
            assert 0 < width(body) <= 4096
            assert 0 < width(button) <= 20
            assert 1 <= len(rows) <= 10
            assert len({row.id for row in rows}) == len(rows)
            assert all(0 < width(row.title) <= 24 and 0 < width(row.id) <= 200 and width(row.description or "") <= 72 for row in rows)
        case LinkOut(body=body, label=label):
            assert 0 < width(body) <= 1024
            assert 0 < width(label) <= 20
        case DocumentOut(filename=filename, caption=caption):
            assert 0 < len(filename) <= 241
            assert width(caption or "") <= 1024
        case _:
            pytest.fail(f"unexpected {content}")


def test_a_customer_may_be_asked_to_share_his_number(small: Catalogues) -> None:
    assert shown(Answer((say("on its way"),), contact_request=True), small) == ContactRequestOut("on its way")
    assert isinstance(shown(Answer((say("x" * 1_100),), contact_request=True), small), TextOut)
