"""An example of an attached document, for Meta's review of templates: one empty page, made without any library."""

from __future__ import annotations

from typing import Final

_OBJECTS: Final = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
)


def sample_pdf() -> bytes:
    """Return a PDF of one empty page (ISO 32000-1, section 7.5: body, cross-reference table, trailer)."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(_OBJECTS, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(_OBJECTS) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, len(body))
