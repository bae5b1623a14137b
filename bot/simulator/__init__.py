"""The offline WhatsApp: a Cloud API that answers like Meta's, customers' phones, and the store's own events."""
