"""What people keep of the catalogue, what they are told, and what is counted."""

from .counting import count_search, count_use
from .keeping import follow_entry, forget_search, save_search, unfollow_entry
from .requests import fulfil_request
from .telling import tell_changes

__all__ = [
    "count_search",
    "count_use",
    "follow_entry",
    "forget_search",
    "fulfil_request",
    "save_search",
    "tell_changes",
    "unfollow_entry",
]
