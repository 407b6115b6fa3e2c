"""Verbs of the programmes module."""
