"""Yunghap runs an industrial-convergence action plan: plan, cases, exchange and safe zone."""

__version__ = "0.1.0"
