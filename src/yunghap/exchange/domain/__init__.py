"""What changes the exchange's state."""
