"""The profile in which the public conformity suite runs: webhooks and scripted behaviour, never part of the product."""
