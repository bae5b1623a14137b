"""What a webhook is about. Zoho sends the record under the name of its module: as JSON, or as JSON inside a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from bot.connectors.reading import load
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.domain.order import InvoiceKind

_FORM_FIELD: Final = b"JSONString="
_MODULES: Final[dict[str, InvoiceKind]] = {"invoice": "invoice", "creditnote": "credit_note", "credit_note": "credit_note"}


@dataclass(frozen=True, slots=True)
class Told:
    """``document`` is ``None`` for modules that are none of ours; ``module`` is for the log."""

    module: str
    document: InvoiceKind | None
    fields: Mapping[str, object]


def read(body: bytes) -> Told:
    """Return what a body is about, or raise ``Unreadable``."""
    content = load(_json_of(body))
    if not isinstance(content, Mapping) or not content:
        raise Unreadable("the body is not an object")
    for module, document in _MODULES.items():
        fields = content.get(module)
        if isinstance(fields, Mapping):
            return Told(module, document, fields)
    # A body of the rule's own making may name the fields alone.
    if "invoice_number" in content or "creditnote_number" in content:
        return Told("", "invoice" if "invoice_number" in content else "credit_note", content)
    return Told(str(next(iter(content)))[:40], None, {})


def _json_of(body: bytes) -> bytes:
    if _FORM_FIELD not in body or body.lstrip().startswith(b"{"):
        return body
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=100).get("JSONString")
    except ValueError as error:
        raise Unreadable("the form can't be read") from error
    return found[0].encode("utf-8", "replace") if found else body
