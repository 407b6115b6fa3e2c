"""Generated data, markets and neighbours to try the exchange with; never in production."""
