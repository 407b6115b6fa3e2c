"""From blocks to files. Deterministic: the same document gives the same bytes."""
