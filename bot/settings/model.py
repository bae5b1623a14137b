"""The settings as the program sees them. A field's description says what is expected, for whoever set something else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.domain.notice import KINDS, Milestone
from bot.domain.outgoing import OutgoingType
from bot.domain.rules import StoreRules
from bot.domain.store import Store
from bot.settings.values import IssuerAddress, Language, MongoUri, Option, PublicAddress, Quiet, Secret, SigningSecret, Token, WebAddress
from bot.whatsapp.client import GraphNumber

URGENT = frozenset(milestone for milestone, kind in KINDS.items() if kind.urgent)
LEAST_KEPT: Final = 30
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda value: str(value).upper())]


class Part(BaseModel):
    """A group of settings: never changed after loading, and closed, so that a misspelt name is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class WhatsAppSettings(Part):
    """One business number and what it takes to speak for it. ``messages_per_second`` is Meta's ceiling for the number."""

    app_secret: Secret = Field(SecretStr(""), description="the app secret (Meta app, Settings, Basic)")
    verify_token: Secret = Field(SecretStr(""), description="the word that Meta's webhook configuration gives as verify token")
    access_token: Token = Field(SecretStr(""), description="the token of a system user with the two whatsapp_business permissions")
    phone_number_id: str = Field("", pattern=r"^[0-9]*$", description="the phone number id (WhatsApp, API setup), digits only")
    business_account_id: str = Field("", pattern=r"^[0-9]*$", description="the WhatsApp Business account id (WhatsApp, API setup), digits only")
    graph_url: WebAddress = "https://graph.facebook.com"
    graph_version: str = Field("v26.0", pattern=r"^v[0-9]+\.[0-9]+$", description="a version of the Graph API such as v26.0")
    messages_per_second: int = Field(80, ge=1, description="a whole number of 1 or more")


class ConnectorSettings(Part):
    """A store's, carrier's or invoicing system's secrets, more than one while they are being changed, and its own options."""

    secrets: tuple[Secret, ...] = Field((), description='a list of one or more secrets, ["env:NAME"]')
    options: dict[str, Option] = Field(default_factory=dict, repr=False, description="a table of the connector's options")


class NoticeSettings(Part):
    """What a store has decided about its notices.

    ``delay`` is the seconds in which notices of one order become one message; ``wording`` the store's own texts by notice and language.
    """

    checkout_collects_consent: bool = Field(default=False, description="true or false: does the checkout ask for consent to order messages?")
    quiet_hours: Quiet | None = Field(None, description="two times of day such as 22:00-08:00")
    through_quiet_hours: frozenset[Milestone] = Field(URGENT, description="a list of notices that may come in quiet hours")
    off: frozenset[Milestone] = Field(frozenset(), description="a list of notices that the store does not want")
    delay: float = Field(30, ge=0, le=600, description="seconds from 0 to 600")
    monthly_budget: float | None = Field(None, gt=0, description="US dollars a month from which an alarm is raised")
    wording: dict[Milestone, dict[Language, str]] = Field(default_factory=dict, description="a table of texts by language for each notice")

    def rules(self) -> StoreRules:
        """Return the decisions as the last look before sending needs them, without templates."""
        return StoreRules(
            checkout_collects_consent=self.checkout_collects_consent,
            quiet=self.quiet_hours,
            through_quiet=self.through_quiet_hours,
            off=self.off,
            wording={(milestone, language): text for milestone, texts in self.wording.items() for language, text in texts.items()},
        )


class OutgoingSettings(Part):
    """Where a store's own systems want to be told: an https address, the secret that signs, and which events (none: all)."""

    url: WebAddress = Field(description="an address that begins with https://")
    secret: SigningSecret = Field(description="whsec_ followed by base64")
    events: frozenset[OutgoingType] = Field(frozenset(), description="a list of event types; leave it out for all")


class StoreSettings(Part):
    """A store with its number and its connectors by name."""

    store: Store
    whatsapp: WhatsAppSettings
    connectors: dict[str, ConnectorSettings] = Field(default_factory=dict)
    notices: NoticeSettings = NoticeSettings()
    outgoing: OutgoingSettings | None = None

    def graph_number(self) -> GraphNumber:
        """Return the store's number as the Graph API's client wants it."""
        whatsapp = self.whatsapp
        return GraphNumber(
            phone_number_id=whatsapp.phone_number_id,
            business_account_id=whatsapp.business_account_id,
            access_token=whatsapp.access_token.get_secret_value(),
            app_secret=whatsapp.app_secret.get_secret_value(),
            graph_url=whatsapp.graph_url,
            graph_version=whatsapp.graph_version,
        )


class JobBase(Part):
    """When a job runs; ``on`` switches it off where it is not wanted."""

    on: bool = Field(default=True, description="true or false")
    every_minutes: float = Field(60, ge=0.1, le=10_080, description="minutes from 0.1 to 10080")


class StuckParcelsSettings(JobBase):
    """Finds parcels without a scan for ``days``."""

    days: int = Field(5, ge=1, le=90, description="a whole number of days from 1 to 90")


class PaymentReminderSettings(JobBase):
    """Reminds of an unpaid order, every ``after_hours``, ``times`` times."""

    on: bool = Field(default=False, description="true or false")
    every_minutes: float = Field(15, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")
    after_hours: float = Field(3, ge=0.1, le=72, description="hours from 0.1 to 72")
    times: int = Field(1, ge=1, le=3, description="a whole number from 1 to 3")


class CodConfirmSettings(JobBase):
    """Asks who pays at the door whether the order is meant."""

    on: bool = Field(default=False, description="true or false")
    every_minutes: float = Field(5, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")
    after_hours: float = Field(0.25, ge=0, le=72, description="hours from 0 to 72")


class ReviewSettings(JobBase):
    """Asks how an order was, ``days`` after all of it has arrived."""

    on: bool = Field(default=False, description="true or false")
    days: int = Field(3, ge=1, le=30, description="a whole number of days from 1 to 30")


class PollingSettings(JobBase):
    """Asks systems what has changed."""

    every_minutes: float = Field(15, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")


class DailySettings(JobBase):
    """Runs once a day unless it is told otherwise."""

    every_minutes: float = Field(1_440, ge=0.1, le=10_080, description="minutes from 0.1 to 10080")


class EscalateSettings(JobBase):
    """Tells of customers who have waited for a person for ``after_minutes``, counted while somebody should be there."""

    every_minutes: float = Field(1, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")
    after_minutes: float = Field(15, ge=1, le=1_440, description="minutes from 1 to 1440")


class HandBackSettings(JobBase):
    """Gives conversations back to the bot in which nothing has happened for ``after_hours``."""

    every_minutes: float = Field(10, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")
    after_hours: float = Field(12, ge=0.1, le=720, description="hours from 0.1 to 720")


class OverviewSettings(JobBase):
    """Counts the days that the console's overview shows."""

    every_minutes: float = Field(5, ge=0.1, le=1_440, description="minutes from 0.1 to 1440")


_DAYS: Final = f"a whole number of days from {LEAST_KEPT}, or 0 for ever"


def _a_month_or_for_ever(days: int) -> int:
    # Whatever is told twice is told again within a month, and must be known by then.
    if 0 < days < LEAST_KEPT:
        raise ValueError(_DAYS)
    return days


KeptDays = Annotated[int, AfterValidator(_a_month_or_for_ever)]


class RetentionSettings(DailySettings):
    """Deletes what is older than so many days."""

    files_days: int = Field(90, ge=1, description="a whole number of days")
    told_days: int = Field(30, ge=4, description="a whole number of days from 4")
    audit_days: int = Field(730, ge=30, description="a whole number of days from 30")
    transcript_days: KeptDays = Field(365, ge=0, description=_DAYS)
    conversations_days: KeptDays = Field(730, ge=0, description=_DAYS)
    orders_days: KeptDays = Field(730, ge=0, description=_DAYS)
    ledger_days: KeptDays = Field(1_095, ge=0, description=_DAYS)
    events_days: KeptDays = Field(365, ge=0, description=_DAYS)
    charges_days: KeptDays = Field(730, ge=0, description=_DAYS)
    ratings_days: KeptDays = Field(730, ge=0, description=_DAYS)
    requests_days: KeptDays = Field(730, ge=0, description=_DAYS)
    consents_days: KeptDays = Field(1_095, ge=0, description=_DAYS)
    parked_days: KeptDays = Field(90, ge=0, description=_DAYS)
    alerts_days: KeptDays = Field(90, ge=0, description=_DAYS)
    erasures_days: KeptDays = Field(1_095, ge=0, description=_DAYS)


class JobSettings(Part):
    """When jobs run and what they look for."""

    stuck_parcels: StuckParcelsSettings = StuckParcelsSettings()
    payment_reminder: PaymentReminderSettings = PaymentReminderSettings()
    cod_confirm: CodConfirmSettings = CodConfirmSettings()
    review: ReviewSettings = ReviewSettings()
    reconcile: PollingSettings = PollingSettings()
    poll_carriers: PollingSettings = PollingSettings()
    template_sync: DailySettings = DailySettings()
    media_expiry: DailySettings = DailySettings()
    retention: RetentionSettings = RetentionSettings()
    escalate: EscalateSettings = EscalateSettings()
    hand_back: HandBackSettings = HandBackSettings()
    overview: OverviewSettings = OverviewSettings()
    digest: DailySettings = DailySettings()


class OidcSettings(Part):
    """Who signs people in to the console besides us (OpenID Connect); without an issuer nobody does."""

    issuer: IssuerAddress = Field("", description="the issuer's address as its discovery document has it, such as https://accounts.google.com")
    client_id: str = Field("", max_length=300, pattern=r"^[\x20-\x7e]*$", description="the client ID that the provider has given to Wasla")
    client_secret: Token = Field(SecretStr(""), description="the client secret that the provider has given to Wasla")
    name: str = Field("", max_length=40, description="a name of up to 40 characters for the button: Sign in with ...")
    only: bool = Field(default=False, description="true or false: does nobody sign in by a password any more?")

    @property
    def given(self) -> bool:
        """Whether anything is set, so that the rest has to be, too."""
        return bool(self.model_fields_set)


class ConsoleSettings(Part):
    """The support console: whether there is one, how long people stay signed in, and what stands before it.

    ``secure_cookies`` auto means for https alone where the browser speaks https; ``trusted_proxies`` is how many of your own stand
    before the bot, so that much of X-Forwarded-For is believed.
    """

    enabled: bool = Field(default=True, description="true or false")
    session_idle_minutes: float = Field(60, ge=1, le=1_440, description="minutes from 1 to 1440")
    session_days: float = Field(7, ge=0.1, le=90, description="days from 0.1 to 90")
    secure_cookies: Literal["auto", "always", "never"] = Field("auto", description="auto, always or never")
    trusted_proxies: int = Field(0, ge=0, le=5, description="a whole number from 0 to 5")
    oidc: OidcSettings = OidcSettings()


class ProcessSettings(Part):
    """What concerns the process and not a store. ``reply_pause`` and ``unknown_deadline`` are seconds.

    ``address_requests`` a second and ``address_refusals`` a minute at the doors of deliveries are what one address may have.
    An empty ``mongodb_uri`` stands for the embedded database under ``data_dir``. A process of the ``role`` web only takes
    in and shows, one of the role worker only works.
    """

    mongodb_uri: MongoUri = Field("", repr=False)
    data_dir: Path = Path("wasla-data")
    host: str = Field("127.0.0.1", description="a host name or an IP address to listen on")
    port: int = Field(8080, ge=1, le=65_535, description="a port number from 1 to 65535")
    public_url: PublicAddress = ""
    reply_pause: float = Field(1.5, ge=0, le=60, description="seconds from 0 to 60")
    unknown_deadline: float = Field(120, gt=0, le=86_400, description="seconds, more than 0 and at most 86400")
    unknown_notices: Literal["staff", "resend"] = Field("staff", description="staff or resend")
    backlog_alarm: float = Field(120, ge=1, le=86_400, description="seconds from 1 to 86400: an alert tells of what has waited longer to be handled")
    log_level: LogLevel = Field("INFO", description="debug, info, warning or error")
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    log_unmasked: bool = Field(default=False, description="true or false: are numbers, addresses and errors logged whole, to look for a fault?")
    traces: bool = Field(default=False, description="true or false: are OpenTelemetry traces sent to where OTEL_EXPORTER_OTLP_ENDPOINT says?")
    drain_seconds: float = Field(0, ge=0, le=300, description="seconds from 0 to 300 between saying that no more is wanted and ending")
    role: Literal["all", "web", "worker"] = Field("all", description="all, web or worker")
    allowed_hosts: tuple[str, ...] = Field((), description='a list of hosts in your own network that may be asked (invoices, shops): ["erp.lan"]')
    circling_answers: int = Field(8, ge=3, description="a whole number from 3: so many answers in two minutes that lead nowhere are enough")
    daily_answers: int = Field(60, ge=1, description="a whole number: so many answers a customer gets a day")
    media_megabytes: int = Field(25, ge=1, le=100, description="a whole number from 1 to 100")
    media_scan: str = Field("", description="a command that is given a file's path and ends with 0 when it is clean, 1 when not")
    prices: Path | None = Field(None, description="a price table of your own (CSV)")
    address_requests: float = Field(60, ge=0, le=100_000, description="a number of requests a second from 0 (any number) to 100000")
    address_refusals: float = Field(60, ge=0, le=100_000, description="a number of refusals a minute from 0 (any number) to 100000")
    metrics_token: Secret = Field(SecretStr(""), description="a secret that who reads /metrics shows as bearer token")
    console: ConsoleSettings = ConsoleSettings()


class Settings(ProcessSettings):
    """Everything that is set."""

    stores: tuple[StoreSettings, ...] = ()
    jobs: JobSettings = JobSettings()
