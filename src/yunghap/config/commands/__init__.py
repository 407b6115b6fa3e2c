"""Commands that know more than one module."""
