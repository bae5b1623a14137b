"""How a conversation is held: what is asked, what was meant, what is answered, and what is remembered of it. Pure."""
