"""The Graph API's client for one phone number: it sends, fetches and asks, and knows for certain what it does not know."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import aiohttp
from yarl import URL

from bot.errors import NoAnswer, NotSent, OverLimit, Permanent, Refused
from bot.whatsapp.graph import Accepted, MediaFile, PhoneNumber, TemplateInfo, accepted_of, answer, next_page, phone_number_of, string, template_of
from bot.whatsapp.limits import DOCUMENT_BYTES
from bot.whatsapp.signature import appsecret_proof
from bot.whatsapp.wire import Json, dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CALL_TIMEOUT", "MEDIA_TIMEOUT", "Accepted", "GraphClient", "GraphNumber", "MediaFile", "PhoneNumber", "TemplateInfo"]

# ``connect`` includes the wait for a free connection and is shorter than ``total``, so that whatever ends at ``total`` has left.
CALL_TIMEOUT = aiohttp.ClientTimeout(total=15, connect=3, sock_connect=3)
MEDIA_TIMEOUT = aiohttp.ClientTimeout(total=90, connect=3, sock_connect=3, sock_read=15)
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)
_OK = 200
_NOT_FOUND = 404
_CHUNK = 64 * 1024
_PAGE = "100"
_MOST_PAGES = 100
_TEMPLATE_FIELDS = "name,language,status,category,quality_score,rejected_reason,components"
_NUMBER_FIELDS = "verified_name,name_status,quality_rating,throughput,whatsapp_business_manager_messaging_limit,is_on_biz_app"


@dataclass(frozen=True, slots=True)
class GraphNumber:
    """A phone number at Meta and what it takes to speak for it; without ``app_secret`` calls carry no proof of it."""

    phone_number_id: str
    business_account_id: str
    access_token: str = field(repr=False)
    app_secret: str = field(default="", repr=False)
    graph_url: str = "https://graph.facebook.com"
    graph_version: str = "v26.0"


@dataclass(frozen=True, slots=True)
class _Request:
    data: bytes | aiohttp.FormData | None
    headers: Mapping[str, str]
    timeout: aiohttp.ClientTimeout
    limit: int | None = None


class GraphClient:
    """Calls the Graph API for one number over a session that its maker owns and closes.

    Every method raises ``NotSent`` when no connection was made, ``NoAnswer`` when the outcome is unknown, and ``Retryable``,
    ``Permanent`` or ``NeedsStaff`` when Graph refused. Nothing is repeated here: only the caller knows what may be.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        number: GraphNumber,
        *,
        timeout: aiohttp.ClientTimeout = CALL_TIMEOUT,
        media_timeout: aiohttp.ClientTimeout = MEDIA_TIMEOUT,
    ) -> None:
        self._session = session
        self._number = number
        self._timeout = timeout
        self._media_timeout = media_timeout
        self._proof = {"appsecret_proof": appsecret_proof(number.access_token, number.app_secret)} if number.app_secret else {}
        self._base = URL(number.graph_url) / number.graph_version
        self._messages_url = self._url(f"{number.phone_number_id}/messages")
        self._authorization = {"Authorization": f"Bearer {number.access_token}"}
        self._json_headers = {**self._authorization, "Content-Type": "application/json"}

    async def send(self, body: Mapping[str, object]) -> Accepted:
        """Send a message body; accepted is not delivered, which only the statuses tell."""
        return accepted_of(await self._call("POST", self._messages_url, data=dumps(body), headers=self._json_headers))

    async def receipt(self, body: Mapping[str, object]) -> None:
        """Mark a message as read, with or without the typing sign."""
        await self._call("POST", self._messages_url, data=dumps(body), headers=self._json_headers)

    async def upload(self, data: bytes, mime_type: str, filename: str) -> str:
        """Upload a file and return its media id, which lives for 30 days."""
        form = aiohttp.FormData({"messaging_product": "whatsapp", "type": mime_type})
        form.add_field("file", BytesIO(data), content_type=mime_type, filename=filename)
        url = self._url(f"{self._number.phone_number_id}/media")
        media_id = string(await self._call("POST", url, data=form, timeout=self._media_timeout), "id")
        if media_id is None:
            raise NoAnswer("Graph took an upload without naming it")
        return media_id

    async def download(self, media_id: str, *, limit: int = DOCUMENT_BYTES) -> MediaFile:
        """Fetch a customer's file (kept for 7 days); raise ``OverLimit`` when it has more than ``limit`` bytes."""
        try:
            return await self._download(media_id, limit)
        except Refused as error:
            if error.http_status != _NOT_FOUND or isinstance(error, Permanent):
                raise
            # The address lives for five minutes only; a 404 there means to ask for a new one.
            return await self._download(media_id, limit)

    async def templates(self) -> tuple[TemplateInfo, ...]:
        """Return every template of the business account, in all languages and states."""
        found: list[TemplateInfo] = []
        query = {"fields": _TEMPLATE_FIELDS, "limit": _PAGE}
        for _ in range(_MOST_PAGES):
            body = await self._call("GET", self._url(f"{self._number.business_account_id}/message_templates", **query))
            data = body.get("data")
            found.extend(template_of(item) for item in (data if isinstance(data, list) else []) if isinstance(item, dict))
            after = next_page(body)
            if after is None or after == query.get("after"):
                break
            query["after"] = after
        return tuple(found)

    async def create_template(self, definition: Mapping[str, object]) -> tuple[str, str]:
        """Have Meta review a template in Meta's own form; return its status and the category that it got, which may be another."""
        url = self._url(f"{self._number.business_account_id}/message_templates")
        body = await self._call("POST", url, data=dumps(definition), headers=self._json_headers)
        return string(body, "status") or "PENDING", string(body, "category") or str(definition.get("category", ""))

    async def example_handle(self, data: bytes, mime_type: str, filename: str) -> str:
        """Upload an example of what a template's header will hold (https://developers.facebook.com/docs/graph-api/guides/upload).

        Return its handle for ``header_handle``. The app is the one that the token belongs to.
        """
        about = {"file_name": filename, "file_length": str(len(data)), "file_type": mime_type}
        session = string(await self._call("POST", self._url("app/uploads", **about)), "id")
        if session is None:
            raise NoAnswer("Graph began an upload without naming it")
        path, _, query = session.partition("?")
        headers = {"Authorization": f"OAuth {self._number.access_token}", "file_offset": "0"}
        handle = string(await self._call("POST", self._url(path, **dict(parse_qsl(query))), data=data, headers=headers), "h")
        if handle is None:
            raise NoAnswer("Graph took an example without naming it")
        return handle

    async def phone_number(self) -> PhoneNumber:
        """Return how the number stands: name, quality, throughput and the limit of users."""
        return phone_number_of(await self._call("GET", self._url(self._number.phone_number_id, fields=_NUMBER_FIELDS)))

    async def look(self, path: str, **query: str) -> Json:
        """Return what Graph says of an object or list: for setting up, where every field is for people to read."""
        return await self._call("GET", self._url(path, **query))

    async def subscribe(self) -> None:
        """Have Meta send the business account's webhooks to our app; repeating it changes nothing."""
        await self._call("POST", self._url(f"{self._number.business_account_id}/subscribed_apps"))

    def _url(self, path: str, **query: str) -> URL:
        return (self._base / path).with_query({**query, **self._proof})

    async def _call(
        self,
        method: str,
        url: URL,
        *,
        data: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: aiohttp.ClientTimeout | None = None,  # noqa: ASYNC109 - aiohttp's own kind, handed through
    ) -> Json:
        options = _Request(data, headers or self._authorization, timeout or self._timeout)
        status, response_headers, raw = await self._exchange(method, url, options)
        return answer(status, response_headers.get("Retry-After"), raw)

    async def _exchange(self, method: str, url: URL, request: _Request) -> tuple[int, Mapping[str, str], bytes]:
        """Make one request. The texts of the errors name no address, because addresses carry the proof."""
        exchange = self._session.request(
            method,
            url,
            data=request.data,
            headers=request.headers,
            timeout=request.timeout,
            allow_redirects=False,
            raise_for_status=False,
        )
        try:
            async with exchange as response:
                raw = await (response.read() if request.limit is None else _read(response, request.limit))
                return response.status, response.headers, raw
        except _NEVER_LEFT as error:
            raise NotSent(f"no connection to WhatsApp: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(f"no answer from WhatsApp: {type(error).__name__}") from error

    async def _download(self, media_id: str, limit: int) -> MediaFile:
        about = await self._call("GET", self._url(media_id, phone_number_id=self._number.phone_number_id))
        address, size = string(about, "url"), about.get("file_size")
        if address is None:
            raise NoAnswer("Graph named no address for a file")
        if isinstance(size, int) and size > limit:
            raise OverLimit(f"media {media_id} has {size} bytes, the limit is {limit}")
        url = self._trusted(address)
        status, headers, data = await self._exchange("GET", url, _Request(None, self._authorization, self._media_timeout, limit))
        if status != _OK:
            answer(status, headers.get("Retry-After"), data)
        return MediaFile(data, string(about, "mime_type") or headers.get("Content-Type", "application/octet-stream"))

    def _trusted(self, address: str) -> URL:
        """Return an address that may see the token: over TLS, or where Graph itself is (which is how a local stand-in works)."""
        try:
            url = URL(address, encoded=True)
            trusted = url.scheme == "https" or url.origin() == self._base.origin()
        except ValueError as error:
            raise Permanent("a file's address is no web address", code=0, http_status=_OK) from error
        if not trusted:
            raise Permanent("a file's address is not over TLS", code=0, http_status=_OK)
        return url


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise OverLimit(f"a file has more than {limit} bytes")
    return bytes(data)
