"""Every exception that Wasla raises on purpose.

::

    WaslaError
    +-- UserMistake              somebody can mend it: the text says what, where and how
    |   +-- SettingsError        a setting is missing or wrong
    |   +-- DataFileError        an intent file, a catalogue or an import file is wrong
    +-- Unauthenticated          a signature is absent, malformed or wrong
    +-- Unreadable               a payload can't be split or parsed: it is parked
    +-- OverLimit                content breaks one of WhatsApp's limits: it can't be sent as it is
    +-- DatabaseDown             the database can't be reached or refused a write
    +-- FetchFailed              another system gave no usable answer, or its address is not allowed
    +-- GraphError               WhatsApp's Graph API did not do what was asked
        +-- NoAnswer             nothing came back: the outcome is unknown
        +-- NotSent              the request never left: it is safe to repeat
        +-- Refused              Graph answered with an error code
            +-- Retryable        the same request may work later
            +-- Permanent        the same request will never work
            +-- NeedsStaff       somebody has to act first (token, payment, policy)
"""

from __future__ import annotations


class WaslaError(Exception):
    """The root of everything that Wasla raises on purpose."""


class UserMistake(WaslaError):
    """Somebody can mend this; the text says what is wrong, where, and how to mend it."""


class SettingsError(UserMistake):
    """A setting is missing or wrong."""


class DataFileError(UserMistake):
    """A data file (intents, catalogues, an import) is wrong; the text names file and line."""


class Unauthenticated(WaslaError):
    """A signature is absent, malformed or wrong; nothing of the request may be kept."""


class Unreadable(WaslaError):
    """A stored payload can't be understood; it is parked and can be replayed after a fix."""


class OverLimit(WaslaError):
    """Content breaks one of WhatsApp's limits; the text names the field, its limit and its length."""


class DatabaseDown(WaslaError):
    """The database can't be reached or refused a write."""


class FetchFailed(WaslaError):
    """Another system gave no usable answer, or its address is not one that we may ask; ``again`` says whether to try later."""

    def __init__(self, text: str, *, again: bool = True) -> None:
        super().__init__(text)
        self.again = again


class GraphError(WaslaError):
    """WhatsApp's Graph API did not do what was asked."""


class NoAnswer(GraphError):
    """The request left and no answer came: it may or may not have been carried out."""


class NotSent(GraphError):
    """The connection was never made, so the request was certainly not carried out."""


class Refused(GraphError):
    """Graph answered with an error.

    ``code`` is Graph's error code (0 when the body had none), ``http_status`` the status that came with it,
    ``retry_after`` the seconds that Graph asked to wait, if it did.
    """

    def __init__(self, text: str, *, code: int, http_status: int, retry_after: float | None = None) -> None:
        super().__init__(f"{text} (code {code}, HTTP {http_status})")
        self.code = code
        self.http_status = http_status
        self.retry_after = retry_after


class Retryable(Refused):
    """The same request may work later."""


class Permanent(Refused):
    """The same request will never work."""


class NeedsStaff(Refused):
    """Somebody has to act before any request works again: token, payment, policy."""
