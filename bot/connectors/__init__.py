"""The systems that tell us about orders: one folder each, and one line in the registry."""
