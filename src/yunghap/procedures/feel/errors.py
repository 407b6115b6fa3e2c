"""The one error of expressions."""

from typing import ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput


class FeelError(InvalidInput):
    """An expression that cannot be compiled, or whose evaluation does too much.

    `place` names what holds the expression ("flow approved"), `position` is the character counted from 1, `reason`
    a sentence part; place and reason may be translated lazily.
    """

    code: ClassVar[str] = "invalid-expression"

    def __init__(self, reason: object, *, place: object = "", position: int = 1) -> None:
        where = _("{place}, character {position}: {reason}.")
        if isinstance(place, str) and not place:  # a lazy text must not be asked
            where = _("character {position}: {reason}.")
        super().__init__(format_lazy(where, place=place, position=position, reason=reason), position=position)
        self.place, self.position, self.reason = place, position, reason
