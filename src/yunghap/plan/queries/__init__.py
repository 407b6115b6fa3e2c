"""Reads of the plan module, as frozen values for pages, exports and the API."""
