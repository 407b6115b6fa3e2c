"""Pages and API of authenticity checks."""
