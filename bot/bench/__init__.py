"""``wasla bench``: how fast, how steady and how large, measured on this machine against the offline Cloud API."""
