"""The HTTP edge: verify, hand over, answer."""
