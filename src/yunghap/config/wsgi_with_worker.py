"""The site with its worker in one process: `yunghap serve --with-worker`."""

from .commands.worker import start_inside
from .wsgi import application

__all__ = ["application"]

start_inside()
