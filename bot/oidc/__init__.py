"""Signing in by an OpenID Connect provider: what is asked for, what is believed of the answer, and the asking itself.

Nothing here knows of people or sessions: what comes out is an address that the provider vouches for.
"""

from bot.oidc.answer import Identity, Untrusted
from bot.oidc.client import IdentityClient
from bot.oidc.provider import Client

__all__ = ["Client", "Identity", "IdentityClient", "Untrusted"]
