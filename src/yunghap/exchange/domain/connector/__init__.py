"""Contracts between participants: typed messages, state machines, delivery, roster (Dataspace Protocol 2025-1)."""
