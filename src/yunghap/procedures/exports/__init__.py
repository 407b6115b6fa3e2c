"""Journals for process mining."""
