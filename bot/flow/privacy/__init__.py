"""A customer's data: found by whatever he is known by, given out, and taken away."""
