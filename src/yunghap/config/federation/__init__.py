"""A demonstration of several installations on one machine: a hub and three platforms that keep their own data."""
