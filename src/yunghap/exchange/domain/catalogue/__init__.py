"""What people keep of the catalogue and say of its data, what they are told, and what is counted."""

from .counting import count_download, count_search, count_use
from .keeping import follow_entry, forget_search, save_search, unfollow_entry
from .requests import fulfil_request
from .reviews import (
    answer_review,
    edit_review,
    hide_review,
    restore_review,
    take_back_review,
    write_review,
)
from .showcases import accept_showcase, propose_showcase, refuse_showcase, withdraw_showcase
from .telling import tell_changes

__all__ = [
    "accept_showcase",
    "answer_review",
    "count_download",
    "count_search",
    "count_use",
    "edit_review",
    "follow_entry",
    "forget_search",
    "fulfil_request",
    "hide_review",
    "propose_showcase",
    "refuse_showcase",
    "restore_review",
    "save_search",
    "take_back_review",
    "tell_changes",
    "unfollow_entry",
    "withdraw_showcase",
    "write_review",
]
