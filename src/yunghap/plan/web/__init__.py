"""Pages and API of the plan."""
