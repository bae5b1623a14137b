"""The REST API for stores, with its OpenAPI document and its documentation page."""

from bot.web.api.app import make_api

__all__ = ["make_api"]
