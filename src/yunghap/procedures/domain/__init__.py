"""Verbs of the engine."""
