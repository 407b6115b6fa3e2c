"""Sources, their readings, refusals and look-alikes: pages of whoever operates the exchange."""
