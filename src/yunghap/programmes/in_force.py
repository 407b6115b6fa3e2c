"""Which statements are in force: the modules that publish editions say so."""

from collections.abc import Callable, Collection

from yunghap.core.registry import Registry

Statements = Callable[[], Collection[str]]
STATEMENTS: Registry[Statements] = Registry("statements of budget lines")


def statements_in_force() -> set[str]:
    """The ids of the editions whose lines may be committed."""
    return {one for _name, statements in STATEMENTS.items() for one in statements()}
