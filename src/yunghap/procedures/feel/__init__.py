"""A subset of FEEL, the expression language of OMG DMN 1.3-1.5: S-FEEL plus what gateways and timers need.

Text is compiled to closures over a syntax tree; nothing is executed as Python. What the subset does not hold is
refused when it is compiled, with the place, the character and the reason.
"""

from .errors import FeelError
from .expression import Expression, UnaryTests, compile_expression, compile_unary_tests
from .values import Range, YearsMonths, to_feel

__all__ = [
    "Expression",
    "FeelError",
    "Range",
    "UnaryTests",
    "YearsMonths",
    "compile_expression",
    "compile_unary_tests",
    "to_feel",
]
