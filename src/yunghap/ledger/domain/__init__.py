"""Verbs and pure computations of the ledger."""
