"""The pages for teaching: what was not understood, what is proposed, what is taught."""

from bot.web.console.teach.pages import TeachPages

__all__ = ["TeachPages"]
