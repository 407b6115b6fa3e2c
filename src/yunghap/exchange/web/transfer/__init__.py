"""Data over HTTP, and the pages of transfers."""
