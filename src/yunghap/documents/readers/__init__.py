"""One reader per format, bytes -> lines; pure. Hostile input ends in `InvalidInput`, never in a traceback."""
