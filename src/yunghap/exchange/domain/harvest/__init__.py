"""Harvesting: catalogues of others read into ours."""
