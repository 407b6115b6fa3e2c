"""What other modules may use of the exchange."""

__all__: list[str] = []
