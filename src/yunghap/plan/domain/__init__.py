"""What the plan module does."""
