"""Verbs of the documents module."""
