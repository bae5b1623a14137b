"""WhatsApp's edge: Meta's wire format comes in and goes out here, and nowhere else."""
