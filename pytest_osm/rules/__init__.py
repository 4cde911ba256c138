"""The limits and best practices, one module per rule: from a code straight to its file."""
