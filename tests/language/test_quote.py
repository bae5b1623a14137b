from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import normalise
from bot.language.quote import Piece, quote


def shown(texts: list[str], *words: str) -> str:
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in quote(texts, words))


def test_the_words_that_were_looked_for_are_marked() -> None:
    assert shown(["The PARCEL is blue, my parcels are not"], "parcel") == "The [PARCEL ]is blue, my [parcels ]are not"


def test_words_in_arabic_are_marked_however_they_are_written() -> None:
    assert shown(["أين طَلَبي؟"], "طلبي") == "أين [طَلَبي؟]"


def test_of_several_texts_the_one_with_most_words_is_shown_and_else_the_newest() -> None:
    assert shown(["a parcel", "blue parcel", "red parcel"], "blue", "parcel") == "[blue parcel]"
    assert shown(["a parcel", "red parcel"], "parcel") == "a [parcel]"


def test_long_texts_are_cut_around_the_words() -> None:
    text = f"{'before ' * 30}parcel {'after ' * 30}"
    found = shown([text], "parcel")
    assert found.startswith("… before ")
    assert found.endswith("after …")
    assert len(found.split()) < 30


def test_without_such_words_nothing_is_quoted() -> None:
    assert quote(["nothing here", ""], ["parcel"]) == ()
    assert quote(["parcel"], []) == ()


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(min_size=1, max_size=6).map(normalise).filter(bool), max_size=3))
def test_what_is_quoted_was_said(texts: list[str], words: list[str]) -> None:
    pieces = quote(texts, words)
    said = "".join(piece.text for piece in pieces if piece not in {Piece("… "), Piece(" …")})
    assert not pieces or any(" ".join(said.split()) in " ".join(text.split()) for text in texts)
    assert not pieces or any(piece.found for piece in pieces)
