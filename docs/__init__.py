"""The documentation: written pages, and what makes the others at build."""
