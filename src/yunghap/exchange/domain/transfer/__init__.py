"""The data plane: bytes from where a provider keeps them to whoever has agreed on them."""
