"""Programs: what a diagram, its decision tables and its deadline rules become before anything runs. Immutable."""
