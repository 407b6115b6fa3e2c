"""`yunghap bench NAME`: the benchmark behind each published figure."""
