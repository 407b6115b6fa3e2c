"""Procedures as pictures: SVG made on the server, readable without colour, script or style sheet."""

from .overlay import Mark, Overlay
from .svg import draw

__all__ = ["Mark", "Overlay", "draw"]
