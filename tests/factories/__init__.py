"""Makers of rows for tests, one file per module."""
