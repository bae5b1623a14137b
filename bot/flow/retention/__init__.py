"""Letting go of what was kept for long enough, and of nothing that is still needed."""
