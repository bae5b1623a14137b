"""What several answers have in common; answers themselves never import one another."""
