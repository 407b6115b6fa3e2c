"""The index: words, writing, searching."""
