"""The catalogue as DCAT-AP 3, a feed of what changed, and a map for search engines."""
