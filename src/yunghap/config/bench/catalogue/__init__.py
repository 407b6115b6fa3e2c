"""A generated catalogue, labelled queries over it, and what pages and queries cost."""
