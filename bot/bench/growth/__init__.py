"""What growth costs: shops of every size, made in moments, and the same questions asked of all of them."""
