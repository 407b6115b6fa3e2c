"""Two installations of their own, each behind a server on loopback, that measure what goes on between them."""
