"""What a shop decides about its Shippo connector."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.connectors.base import Options


class ShippoOptions(Options):
    """``metadata`` is free text that a shop may give to a tracker or a label."""

    metadata: Literal["order", "whole", "none"] = Field(
        default="order",
        description='what metadata says: "order": the order behind the word Order (Order 1042); "whole": the order alone; "none": other things',
    )
