"""The documents of a catalogue: a file, or the answers of a server."""


class Documents:
    """Stub, replaced in the next step."""
