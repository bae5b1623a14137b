from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import (
    Button,
    ButtonsOut,
    ContactRequestOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    OutContent,
    ReactionOut,
    Row,
    Section,
    TemplateOut,
    TextOut,
)
from bot.errors import OverLimit
from bot.whatsapp.limits import ROWS, TEXT, check


def text(length: int) -> str:
    return "ن" * length


def buttons(*titles: str, body: str = "?", header: str | None = None, footer: str | None = None) -> ButtonsOut:
    return ButtonsOut(body, tuple(Button(f"b{number}", title) for number, title in enumerate(titles)), header, footer)


def rows(count: int, start: int = 0) -> tuple[Row, ...]:
    return tuple(Row(str(number), f"Row {number}") for number in range(start, start + count))


def menu(*sections: Section, button: str = "Choose", body: str = "?") -> ListOut:
    return ListOut(body, button, sections)


def one(row: Row) -> ListOut:
    return menu(Section((row,)))


AT_THE_LIMIT: list[OutContent] = [
    TextOut(text(4096)),
    buttons(text(20), text(19), text(18), body=text(1024), header=text(60), footer=text(60)),
    ButtonsOut("?", (Button(text(256), "a"),)),
    menu(*(Section(rows(1, number), text(24)) for number in range(10)), body=text(4096), button=text(20)),
    menu(Section(rows(10))),
    one(Row(text(200), text(24), text(72))),
    ContactRequestOut(text(1024)),
    LinkOut(text(1024), text(20), "https://a.example/" + "x" * 1982, text(60), text(60)),
    DocumentOut("d", "f.pdf", text(1024)),
    ImageOut("d"),
    ImageOut("d", text(1024)),
    TemplateOut("a" * 512, "en", (("name", text(1024)),), "x" * 2000),
    ReactionOut("wamid.1", ""),
]
OVER: list[tuple[OutContent, str]] = [
    (TextOut(text(4097)), r"text\.body has 4097 characters, its limit is 4096"),
    (TextOut(""), r"text\.body needs at least 1"),
    (buttons("a", body=text(1025)), "body has 1025 characters, its limit is 1024"),
    (buttons("a", header=text(61)), "header has 61 characters, its limit is 60"),
    (buttons("a", footer=text(61)), "footer has 61 characters, its limit is 60"),
    (buttons(), "there are 0, there must be 1 to 3"),
    (buttons("a", "b", "c", "d"), "there are 4, there must be 1 to 3"),
    (buttons("a", text(21)), r"buttons\[1\]\.title has 21 characters, its limit is 20"),
    (buttons(""), r"buttons\[0\]\.title needs at least 1"),
    (buttons("a", "a"), r"buttons\.title must be unique, 'a'"),
    (ButtonsOut("?", (Button(text(257), "a"),)), r"buttons\[0\]\.id has 257 characters, its limit is 256"),
    (ButtonsOut("?", (Button("x", "a"), Button("x", "b"))), r"buttons\.id must be unique"),
    (menu(Section(rows(1)), body=text(4097)), "body has 4097 characters, its limit is 4096"),
    (menu(Section(rows(1)), button=text(21)), r"list\.button has 21 characters, its limit is 20"),
    (menu(), "sections: there are 0, there must be 1 to 10"),
    (menu(*(Section(rows(1, number), "s") for number in range(11))), "sections: there are 11"),
    (menu(Section(rows(6), "a"), Section(rows(5, 6), "b")), "rows of all sections: there are 11, there must be 1 to 10"),
    (menu(Section(rows(1), "a"), Section((), "b")), r"sections\[1\]\.rows: there are 0"),
    (menu(Section(rows(1), "a"), Section(rows(1, 1))), r"sections\[1\]\.title needs at least 1"),
    (menu(Section(rows(1), text(25))), r"sections\[0\]\.title has 25 characters, its limit is 24"),
    (one(Row("1", text(25))), r"rows\[0\]\.title has 25 characters, its limit is 24"),
    (one(Row("1", "a", text(73))), r"rows\[0\]\.description has 73 characters, its limit is 72"),
    (one(Row(text(201), "a")), r"rows\[0\]\.id has 201 characters, its limit is 200"),
    (menu(Section((Row("1", "a"), Row("1", "b")))), r"rows\.id must be unique"),
    (ContactRequestOut(text(1025)), "body has 1025"),
    (LinkOut(text(1025), "a", "https://a.example"), "body has 1025"),
    (LinkOut("?", text(21), "https://a.example"), r"link\.label has 21 characters, its limit is 20"),
    (LinkOut("?", "a", "https://a.example/" + "x" * 1983), r"link\.url has 2001 characters, its limit is 2000"),
    (LinkOut("?", "a", "a.example"), r"link\.url must be an absolute web address"),
    (DocumentOut("d", "f.pdf", text(1025)), r"document\.caption has 1025 characters, its limit is 1024"),
    (ImageOut("d", text(1025)), r"image\.caption has 1025 characters, its limit is 1024"),
    (DocumentOut("d", ""), r"document\.filename needs at least 1"),
    (TemplateOut("a" * 513, "en"), r"template\.name has 513 characters, its limit is 512"),
    (TemplateOut("Order", "en"), r"template\.name has only a-z"),
    (TemplateOut("order", ""), r"template\.language needs"),
    (TemplateOut("order", "en", (("name", " \n"),)), r"template\.parameters\.name needs at least 1"),
    (TemplateOut("order", "en", (("name", text(1025)),)), r"template\.parameters\.name has 1025 characters, its limit is 1024"),
    (TemplateOut("order", "en", (("name", "a"), ("name", "b"))), r"template\.parameters must be unique"),
    (TemplateOut("order", "en", payloads=("a", "x" * 257)), r"template\.payloads\[1\] has 257 characters, its limit is 256"),
    (TemplateOut("order", "en", payloads=("",)), r"template\.payloads\[0\] needs at least 1"),
    (TemplateOut("order", "en", button_suffix="x" * 2001), r"template\.button_suffix has 2001"),
    (ReactionOut("", "👍"), r"reaction\.message_id needs"),
]


@pytest.mark.parametrize("content", AT_THE_LIMIT)
def test_what_just_fits_is_taken(content: OutContent) -> None:
    check(content)


@pytest.mark.parametrize(("content", "why"), OVER)
def test_what_does_not_fit_is_refused_with_field_limit_and_length(content: OutContent, why: str) -> None:
    with pytest.raises(OverLimit, match=why):
        check(content)


@given(st.integers(1, 5000))
def test_a_text_is_taken_exactly_up_to_its_limit(length: int) -> None:
    if length <= TEXT:
        check(TextOut(text(length)))
        return
    with pytest.raises(OverLimit, match=f"has {length} characters"):
        check(TextOut(text(length)))


@given(st.lists(st.integers(0, 12), max_size=12))
def test_rows_are_counted_over_all_sections(sizes: list[int]) -> None:
    sections = [Section(rows(size, start * 100), f"Section {start}") for start, size in enumerate(sizes)]
    fits = 0 < sum(sizes) <= ROWS and all(sizes)
    if fits:
        check(menu(*sections))
        return
    with pytest.raises(OverLimit, match="must be 1 to 10"):
        check(menu(*sections))
