"""Commands of `yunghap exchange`."""
