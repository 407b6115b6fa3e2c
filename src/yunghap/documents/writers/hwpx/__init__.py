"""HWPX (OWPML, KS X 6101), the format of Hancom Office, written directly: a plan takes less than 0.1 s."""

from .package import write_hwpx

__all__ = ["write_hwpx"]
