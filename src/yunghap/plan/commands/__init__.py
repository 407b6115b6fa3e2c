"""Commands of `yunghap plan` that have a file of their own."""
