"""Teaching the bot what customers say: what was not understood, proposals, their effect, and what is applied."""
