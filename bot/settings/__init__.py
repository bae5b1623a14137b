"""What can be set: ``load_settings`` reads it once, from the environment, a ``.env`` file and ``wasla.toml``."""

from bot.settings.load import load_settings
from bot.settings.model import ConnectorSettings, JobSettings, NoticeSettings, Settings, StoreSettings, StuckParcelsSettings, WhatsAppSettings

__all__ = [
    "ConnectorSettings",
    "JobSettings",
    "NoticeSettings",
    "Settings",
    "StoreSettings",
    "StuckParcelsSettings",
    "WhatsAppSettings",
    "load_settings",
]
