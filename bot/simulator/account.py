"""How the app and the business account are set up at Meta: everything in order until a test or a scenario breaks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.simulator.people import SimNumber

APP_ID: Final = "100000000000001"
FIELDS: Final = (
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "phone_number_quality_update",
    "account_update",
    "user_preferences",
    "user_id_update",
    "smb_message_echoes",
)


@dataclass(slots=True)
class AccountState:
    """``expires_at`` is in seconds, 0 for never, as Graph gives it; ``health`` are Graph's words per entity with an error each."""

    owner_type: str = "SYSTEM_USER"
    token_valid: bool = True
    expires_at: int = 0
    scopes: list[str] = field(default_factory=lambda: ["whatsapp_business_messaging", "whatsapp_business_management"])
    subscribed: bool = True
    webhook_active: bool = True
    callback_url: str = "https://bot.example.com/webhooks/whatsapp"
    fields: list[str] = field(default_factory=lambda: list(FIELDS))
    status: str = "CONNECTED"
    name_status: str = "APPROVED"
    health: dict[str, tuple[str, str]] = field(default_factory=dict)

    def number(self, number: SimNumber) -> dict[str, object]:
        """Return what Graph adds to a number's own fields."""
        kinds = {"PHONE_NUMBER": number.phone_number_id, "WABA": number.waba_id, "BUSINESS": "300", "APP": APP_ID}
        entities = [self._entity(kind, entity_id) for kind, entity_id in kinds.items()]
        worst = "BLOCKED" if any(state == "BLOCKED" for state, _ in self.health.values()) else "AVAILABLE"
        return {"status": self.status, "name_status": self.name_status, "health_status": {"can_send_message": worst, "entities": entities}}

    def _entity(self, kind: str, entity_id: str) -> dict[str, object]:
        state, problem = self.health.get(kind, ("AVAILABLE", ""))
        errors = [{"error_code": 141006, "error_description": problem, "possible_solution": "See the account's settings."}] if problem else []
        return {"entity_type": kind, "id": entity_id, "can_send_message": state, **({"errors": errors} if errors else {})}
