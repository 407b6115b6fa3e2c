"""Verbs of the identity module."""
