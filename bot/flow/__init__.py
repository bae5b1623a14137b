"""One use case a module: pure decisions, and the shells that load and commit around them for many customers at once."""
