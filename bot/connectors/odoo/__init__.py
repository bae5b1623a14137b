"""Odoo: invoices, transfers and sales orders, told by automation rules at an unguessable address."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.odoo.client import complete
from bot.connectors.odoo.mapping import parse
from bot.connectors.odoo.options import OdooOptions
from bot.connectors.odoo.split import split
from bot.connectors.odoo.verify import verify
from bot.connectors.tokens import wrong_token

CONNECTOR: Connector[OdooOptions] = Connector(
    "odoo",
    "Odoo",
    "invoicing",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_token,
    options=OdooOptions,
    complete=complete,
    unconfirmed=(
        "No recorded webhook was at hand: the body's form comes from Odoo's source, versions 17 to 19.",
        "The address of an invoice's PDF is that of the customer portal with the invoice's access_token.",
        "What ZATCA made of an invoice is read from l10n_sa_edi_state, in older versions from edi_state.",
        "Whether a verdict of ZATCA fires the rule of the invoice is not known; the manual has a rule of its own for it.",
        "Whether the buyer is a business is read from the contact, which needs access to the API.",
        "JSON-2, the API of version 19, was not tried against a server.",
    ),
)
