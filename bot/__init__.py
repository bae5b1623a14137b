"""Wasla: order updates and answers on WhatsApp for online stores."""

__version__ = "0.1.0"
