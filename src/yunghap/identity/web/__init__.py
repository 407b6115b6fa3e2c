"""Pages and API of the identity module."""
