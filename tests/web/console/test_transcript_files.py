"""The files of a conversation: shown to who may see it, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from bot.domain.clock import DAY
from bot.domain.delivery import Attached, TranscriptEntry
from bot.errors import Permanent
from bot.flow.inbound_media import InboundMedia, MediaRules
from bot.web.console.guard import POLICY
from bot.whatsapp.client import MediaFile
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/chats/c%3An1%3Acu%3Asara"
VOICE = Attached("voice", "in:w1", "audio/ogg", "", "m1")
SOUND = b"OggS" + bytes(range(96))


def line(file: Attached | None = VOICE, **more: object) -> TranscriptEntry:
    one = TranscriptEntry("wa:w1", CHAT.id, CHAT.customer_id, "noor", "in", NOW, "", "media", wamid="w1", attached=file)
    return replace(one, **more)  # type: ignore[arg-type]


@dataclass
class Meta:
    """Gives out a file, or what it is told to raise."""

    error: Permanent | None = None
    asked: list[str] = field(default_factory=list)

    async def __call__(self, media_id: str, *, limit: int) -> MediaFile:
        del limit
        self.asked.append(media_id)
        if self.error:
            raise self.error
        return MediaFile(SOUND, "audio/ogg")


def address(key: str = "wa:w1") -> str:
    return f"{HERE}/media?line={quote(key, safe='')}"


async def at_work(desk: Desk, *lines: TranscriptEntry, role: str = "agent") -> Browser:
    await stand(desk.db, CHAT, DAR)
    await desk.db.transcript.add(lines)
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def fetched(browser: Browser, key: str = "wa:w1", more: str = "", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    async with browser.client.get(f"/console{address(key)}{more}", headers={**browser.headers, **headers}, allow_redirects=False) as response:
        return response.status, await response.read(), dict(response.headers)


async def kept(desk: Desk, mime_type: str = "audio/ogg", name: str = "voice", data: bytes = SOUND) -> None:
    await desk.db.documents.put("in:w1", name, mime_type, data, at=NOW)


async def test_a_voice_note_that_is_kept_plays_in_the_page(desk: Desk) -> None:
    await kept(desk)
    browser = await at_work(desk, line())
    page = await browser.get(HERE)
    assert f'<audio controls preload="metadata" src="/console{address()}"' in page.text
    status, data, headers = await fetched(browser)
    assert (status, data, headers["Content-Type"], headers["Accept-Ranges"]) == (200, SOUND, "audio/ogg", "bytes")


@pytest.mark.parametrize(
    ("wanted", "status", "there"),
    [
        ("bytes=0-", 206, SOUND),
        ("bytes=4-9", 206, SOUND[4:10]),
        ("bytes=-6", 206, SOUND[-6:]),
        ("bytes=100-", 416, b""),
        ("bytes=9-4", 416, b""),
        ("bytes=x", 416, b""),
    ],
)
async def test_a_player_gets_the_part_that_it_asks_for(desk: Desk, wanted: str, status: int, there: bytes) -> None:
    await kept(desk)
    answered = await fetched(await at_work(desk, line()), Range=wanted)
    assert answered[0] == status
    if there:
        start = SOUND.index(there)
        assert (answered[1], answered[2]["Content-Range"]) == (there, f"bytes {start}-{start + len(there) - 1}/100")


@pytest.mark.parametrize(
    ("mime_type", "name", "kind", "disposition"),
    [
        ("image/png", "picture", "image/png", "inline; filename*=UTF-8''picture.png"),
        ("application/pdf", "فاتورة.pdf", "application/octet-stream", f"attachment; filename*=UTF-8''{quote('فاتورة.pdf')}"),
        ("text/html", "page.html", "application/octet-stream", "attachment; filename*=UTF-8''page.html"),
        ("image/svg+xml", "x.svg", "application/octet-stream", "attachment; filename*=UTF-8''x.svg"),
    ],
)
async def test_only_what_is_safe_is_shown_and_the_rest_is_saved(desk: Desk, mime_type: str, name: str, kind: str, disposition: str) -> None:
    await kept(desk, mime_type, name)
    _, _, headers = await fetched(await at_work(desk, line(Attached("document", "in:w1", mime_type, name, "m1"))))
    assert (headers["Content-Type"], headers["Content-Disposition"]) == (kind, disposition)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize(("more", "how"), [("", "inline"), ("&save=1", "attachment")])
async def test_a_pdf_that_is_one_opens_in_a_sandbox(desk: Desk, more: str, how: str) -> None:
    await desk.db.documents.put("in:w1", "a.pdf", "application/pdf", b"%PDF-1.7", at=NOW)
    _, _, headers = await fetched(await at_work(desk, line(Attached("document", "in:w1", "application/pdf", "a.pdf", "m1"))), more=more)
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("application/pdf", f"{how}; filename*=UTF-8''a.pdf")
    assert headers["Content-Security-Policy"].endswith("sandbox")


async def test_whatever_is_asked_for_can_be_saved(desk: Desk) -> None:
    await kept(desk)
    _, _, headers = await fetched(await at_work(desk, line()), more="&save=1")
    assert headers["Content-Disposition"].startswith("attachment")


async def test_pages_play_files_of_our_own_alone() -> None:
    assert "media-src 'self';" in POLICY


async def test_who_may_not_see_the_conversation_gets_no_file(desk: Desk) -> None:
    await kept(desk)
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    assert (await fetched(await at_work(desk, line(), role="dars")))[0] == 404
    stranger = await desk.browser()
    assert (await fetched(stranger, Accept="*/*"))[0] == 401


@pytest.mark.parametrize("other", [line(conversation_id=DAR.id), line(None), line(id="wa:else")])
async def test_the_file_of_another_line_is_not_there(desk: Desk, other: TranscriptEntry) -> None:
    await kept(desk)
    assert (await fetched(await at_work(desk, other)))[0] == 404


async def test_what_is_not_kept_yet_is_fetched_at_once_and_kept(desk: Desk) -> None:
    meta = Meta()
    desk.inbound = InboundMedia(desk.db, {"n1": meta}, MediaRules(1_000))
    browser = await at_work(desk, line())
    assert 'preload="none"' in (await browser.get(HERE)).text
    assert [(await fetched(browser))[:2] for _ in range(2)] == [(200, SOUND)] * 2
    assert meta.asked == ["m1"]


@pytest.mark.parametrize(("late", "error"), [(8 * DAY, None), (0, Permanent("gone", code=100, http_status=404))])
async def test_what_is_gone_is_said_to_be(desk: Desk, late: int, error: Permanent | None) -> None:
    desk.inbound = InboundMedia(desk.db, {"n1": Meta(error)}, MediaRules(1_000))
    browser = await at_work(desk, line(at=NOW - late))
    page: Page = await browser.get(address())
    assert (page.status, page.says("The file is not there")) == (404, True)
    shows = await browser.get(HERE)
    assert ("<audio" in shows.text, shows.says("no longer available") or shows.says("was not accepted")) == (False, True)


async def test_a_document_of_ours_is_a_link_with_its_name(desk: Desk) -> None:
    await desk.db.documents.put("doc:1", "bill <1>.pdf", "application/pdf", b"%PDF-1")
    ours = line(Attached("document", "doc:1", filename="bill <1>.pdf"), id="o:1", direction="out", state="sent", kind="staff", content="document")
    browser = await at_work(desk, ours)
    page = await browser.get(HERE)
    assert "bill &lt;1&gt;.pdf</bdi></a>" in page.text
    assert (await fetched(browser, "o:1"))[1] == b"%PDF-1"


@pytest.mark.parametrize(
    ("file", "shows"),
    [
        (Attached("image", "in:w1", "image/jpeg", "", "m1"), '<img src="'),
        (Attached("sticker", "in:w1", "image/webp", "", "m1"), '<div class="file-of picture sticker"'),
        (Attached("audio", "in:w1", "audio/mpeg", "", "m1"), "<audio controls"),
        (Attached("video", "in:w1", "video/mp4", "", "m1"), "<video controls"),
        (Attached("document", "in:w1", "application/pdf", "a.pdf", "m1"), 'target="_blank" rel="noopener"><svg'),
        (Attached("image", "in:w1", "image/heic", "", "m1"), "download>"),
        (Attached("document", "in:w1", "text/html", "a.html", "m1"), "download>"),
    ],
)
async def test_each_kind_of_file_is_shown_in_its_way(desk: Desk, file: Attached, shows: str) -> None:
    page = await (await at_work(desk, line(file))).get(HERE)
    ways = [page.text.count(way) for way in ('<img src="/console/chats', "<audio", "<video", " download>", 'rel="noopener"><svg')]
    assert (shows in page.text, sum(ways)) == (True, 1)


async def test_a_picture_has_words_for_who_does_not_see_it(desk: Desk) -> None:
    page = await (await at_work(desk, line(Attached("image", "in:w1", "image/jpeg", "", "m1"), text="it is <torn>"))).get(HERE)
    assert 'alt="Picture: it is &lt;torn&gt;"' in page.text


async def test_what_was_turned_away_says_why(desk: Desk) -> None:
    await desk.db.documents.refuse("in:w1", "x.exe", "application/x-msdownload", "files of type application/x-msdownload are not taken", at=NOW)
    browser = await at_work(desk, line(Attached("document", "in:w1", "application/x-msdownload", "x.exe", "m1")))
    page = await browser.get(HERE)
    assert (page.says("was not accepted"), page.says("application/x-msdownload are not taken"), "media?line" in page.text) == (True, True, False)
    assert (await browser.get(address())).status == 404


async def test_a_quoted_voice_note_is_called_what_it_is(desk: Desk) -> None:
    answer = TranscriptEntry("o:2", CHAT.id, CHAT.customer_id, "noor", "out", NOW + 1, "Thanks", "text", state="sent", kind="staff", quotes="w1")
    page = await (await at_work(desk, line(), answer)).get(HERE)
    assert '<span dir="auto">Voice note</span>' in page.text
