"""The officers' pages of the plan: submissions, editions, numbers. None of them is public."""
