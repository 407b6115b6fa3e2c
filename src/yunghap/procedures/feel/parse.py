"""Tokens to a syntax tree (DMN 1.5, 10.3.1.2), by binding power."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import nodes
from .errors import FeelError
from .functions import FUNCTIONS
from .nodes import Node
from .tokens import KEYWORDS, Token, tokens

LONGEST = 10_000
DEEPEST = 64

_POWERS = {"or": 1, "and": 2, "between": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_POWERS |= dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), 3)
_SIGNS = frozenset({"mark", "key"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_COMPARING = 3
_ARITHMETIC = 4


def parse_expression(text: str) -> Node:
    """The tree of an expression. Raises FeelError."""
    parser = _Parser(text)
    return parser.whole(parser.expression())


def parse_tests(text: str) -> nodes.Tests:
    """The tree of a decision table's cell; empty and "-" pass everything. Raises FeelError."""
    parser = _Parser(text, cell=True)
    tree = parser.whole(parser.cell())
    assert isinstance(tree, nodes.Tests)  # noqa: S101 - for the type checker
    return tree


class _Parser:
    def __init__(self, text: str, *, cell: bool = False) -> None:
        if len(text) > LONGEST:
            raise FeelError(
                format_lazy(_("it is longer than {longest} characters"), longest=LONGEST),
                position=LONGEST + 1,
            )
        self._tokens = list(tokens(text))
        self._at = 0
        self._now = self._tokens[0]
        self._depth = 0
        self._filters = True  # whether "[" after a value begins a filter, or may close a range
        self._cell = cell

    # The stream of tokens

    def _next(self) -> Token:
        """The token read; the end stays."""
        token = self._now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        self._now = self._tokens[self._at]
        return token

    def _is(self, *texts: str) -> bool:
        return self._now.text in texts and self._now.kind in _SIGNS

    def _take(self, text: str) -> bool:
        taken = self._now.text == text and self._now.kind in _SIGNS
        if taken:
            self._next()
        return taken

    @property
    def _power(self) -> int:
        """How strongly the operator that stands here binds; 0 where none does."""
        return _POWERS.get(self._now.text, 0) if self._now.kind in _SIGNS else 0

    def _expect(self, *texts: str) -> str:
        if not self._is(*texts):
            raise self._unexpected(" ".join(texts))
        return self._next().text

    def _unexpected(self, wanted: object = None) -> FeelError:
        token = self._now
        if token.kind == "end":
            reason = _("it ends too early")
        elif self._is("for", "function", "instance"):
            reason = format_lazy(_("“{found}” is not in the subset of FEEL that runs here"), found=token.text)
        elif wanted is not None:
            reason = format_lazy(_("“{found}” stands where {wanted} should"), found=token.text, wanted=wanted)
        else:
            reason = format_lazy(_("“{found}” has no meaning here"), found=token.text)
        return FeelError(reason, position=token.position)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._too_deep(self._now.position)

    @staticmethod
    def _too_deep(position: int) -> FeelError:
        return FeelError(
            format_lazy(_("it is nested more than {depth} deep"), depth=DEEPEST), position=position
        )

    def whole(self, tree: Node) -> Node:
        """The tree, if it is the whole text and not too high."""
        if self._now.kind != "end":
            raise self._unexpected()
        if nodes.height(tree) > DEEPEST:
            raise self._too_deep(1)
        return tree

    # Cells of decision tables

    def cell(self) -> Node:
        """`-`, `not(tests)` or tests."""
        if self._now.kind == "end":
            return nodes.Tests(())
        if self._is("-") and self._tokens[self._at + 1].kind == "end":
            self._next()
            return nodes.Tests(())
        if self._now.text == "not" and self._now.kind == "name" and self._tokens[self._at + 1].text == "(":
            self._next()
            self._next()
            tests = self._tests()
            self._expect(")")
            return nodes.Tests(tests, negated=True)
        return nodes.Tests(self._tests())

    def _tests(self) -> tuple[Node, ...]:
        found = [self._test(self.expression)]
        while self._take(","):
            found.append(self._test(self.expression))
        return tuple(found)

    def _test(self, otherwise: Callable[[], Node]) -> Node:
        if self._is(*_COMPARISONS):
            return nodes.Comparison(self._next().text, self._operators(_ARITHMETIC))
        return otherwise()

    # Expressions

    def expression(self) -> Node:
        """Anything that has a value."""
        before, self._filters = self._filters, True
        tree = self._operators(1)
        self._filters = before
        return tree

    def _operators(self, weakest: int) -> Node:
        self._enter()
        left = self._prefixed()
        while (power := self._power) >= weakest:
            if power == _COMPARING:
                left = self._compared(left)
                if self._power == _COMPARING:
                    raise FeelError(_("a second comparison needs brackets"), position=self._now.position)
            elif power < _COMPARING:
                operator, operands = self._now.text, [left]
                while self._take(operator):
                    operands.append(self._operators(power + 1))
                left = nodes.Logic(operator, tuple(operands))
            else:
                left = nodes.Binary(self._next().text, left, self._operators(power + 1))
        self._depth -= 1
        return left

    def _compared(self, left: Node) -> Node:
        operator = self._next().text
        if operator == "between":
            low = self._operators(_ARITHMETIC)
            self._expect("and")
            return nodes.Between(left, low, self._operators(_ARITHMETIC))
        if operator == "in":
            return nodes.In(left, self._in_tests())
        return nodes.Binary(operator, left, self._operators(_ARITHMETIC))

    def _in_tests(self) -> tuple[Node, ...]:
        if not self._is("("):
            return (self._test(lambda: self._operators(_ARITHMETIC)),)
        self._next()
        first = self._test(self.expression)
        if self._is("..") and not isinstance(first, nodes.Comparison):
            return (self._range(first, closed=False),)
        found = [first]
        while self._take(","):
            found.append(self._test(self.expression))
        self._expect(")")
        return tuple(found)

    def _prefixed(self) -> Node:
        if self._is("-"):
            self._enter()
            self._next()
            tree: Node = nodes.Negative(self._prefixed())
            self._depth -= 1
            return tree
        if self._take("if"):
            condition = self.expression()
            self._expect("then")
            yes = self.expression()
            self._expect("else")
            return nodes.If(condition, yes, self.expression())
        if self._is("some", "every"):
            return self._quantified()
        return self._followed(self._primary())

    def _quantified(self) -> Node:
        kind = self._next().text
        sources: list[tuple[str, Node]] = []
        while not sources or self._take(","):
            name = self._words()
            self._expect("in")
            sources.append((name, self.expression()))
        self._expect("satisfies")
        return nodes.Quantified(kind, tuple(sources), self.expression())

    def _followed(self, tree: Node) -> Node:
        while True:
            if self._take("."):
                tree = nodes.Path(tree, self._words())
            elif self._filters and self._take("["):
                tree = nodes.Filter(tree, self.expression())
                self._expect("]")
            else:
                return tree

    def _words(self) -> str:
        if self._now.kind != "name":
            raise self._unexpected(_("a name"))
        words = [self._next().text]
        while self._now.kind == "name":
            words.append(self._next().text)
            self._mistaken(words)
        return " ".join(words)

    def _mistaken(self, words: list[str]) -> None:
        """Refuse "a AND b" and "not a" as names of several words."""
        for word in words:
            meant = word.lower()
            if meant in KEYWORDS or meant == "not":
                meant = "not(…)" if meant == "not" else meant
                reason = format_lazy(_("“{found}” is written {instead}"), found=word, instead=meant)
                raise FeelError(reason, position=self._tokens[self._at - 1].position)

    def _primary(self) -> Node:
        token = self._now
        if token.kind == "name":
            name = self._words()
            return self._call(name, token.position) if self._take("(") else nodes.Name(name)
        if token.kind == "number":
            return nodes.Literal(Decimal(self._next().text))
        if token.kind == "string":
            return nodes.Literal(self._next().text)
        if token.kind == "moment":
            return nodes.Moment(self._next().text, token.position)
        return self._marked()

    def _marked(self) -> Node:
        if self._is("true", "false", "null"):
            return nodes.Literal({"true": True, "false": False, "null": None}[self._next().text])
        if self._cell and self._take("?"):
            return nodes.Name("?")
        if self._take("{"):
            return self._context()
        if self._take("("):
            tree = self.expression()
            return self._range(tree, closed=False) if self._is("..") else self._closed(tree)
        if self._take("["):
            return self._list()
        if self._take("]"):
            return self._range(self._operators(_ARITHMETIC), closed=False)
        raise self._unexpected()

    def _closed(self, tree: Node) -> Node:
        self._expect(")")
        return tree

    def _list(self) -> Node:
        if self._take("]"):
            return nodes.ListOf(())
        items = [self.expression()]
        if self._is(".."):
            return self._range(items[0], closed=True)
        while self._take(","):
            items.append(self.expression())
        self._expect("]")
        return nodes.ListOf(tuple(items))

    def _range(self, low: Node, *, closed: bool) -> Node:
        self._expect("..")
        before, self._filters = self._filters, False
        high = self._operators(_ARITHMETIC)
        self._filters = before
        return nodes.RangeOf(low, high, closed, self._expect("]", ")", "[") == "]")

    def _context(self) -> Node:
        entries: dict[str, Node] = {}
        while not self._take("}"):
            if entries:
                self._expect(",")
            position = self._now.position
            name = self._next().text if self._now.kind == "string" else self._words()
            if name in entries:
                raise FeelError(format_lazy(_("“{name}” stands twice"), name=name), position=position)
            self._expect(":")
            entries[name] = self.expression()
        return nodes.ContextOf(tuple(entries.items()))

    def _call(self, name: str, position: int) -> Node:
        function = FUNCTIONS.get(name)
        if function is None:
            raise FeelError(
                format_lazy(_("there is no function “{name}” here"), name=name), position=position
            )
        arguments: list[Node] = []
        while not self._take(")"):
            if arguments:
                self._expect(",")
            arguments.append(self.expression())
        if not function.fewest <= len(arguments) <= function.most:
            reason = _("“{name}” does not take {count} arguments")
            raise FeelError(format_lazy(reason, name=name, count=len(arguments)), position=position)
        return nodes.Call(name, tuple(arguments), position)
