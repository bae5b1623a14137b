"""What customers say and what we say: understanding and wording, pure once the data files are loaded."""
