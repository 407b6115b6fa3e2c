"""Tags of the exchange's pages."""
