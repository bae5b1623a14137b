"""Counting what happened, day by day, so that nobody has to read transcripts to show an overview."""
