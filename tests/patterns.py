"""Every regular expression of the package, and texts that attack each (正则表达式的收集与攻击)."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from functools import cache
from pathlib import Path
from random import Random
from re import _constants, _parser
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import budgetkpi
from budgetkpi.expressions import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

ROOT: Final = Path(budgetkpi.__file__).parent
_CALLS: Final = frozenset(
    {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
)


class Place(NamedTuple):
    """A line of the package that compiles a pattern."""

    file: str
    line: int


class Recorder:
    """Notes every pattern that a line of the package compiles, while it stands in for `re._compile`."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], set[Place]] = {}
        self._compile: Callable[..., re.Pattern[str]] = re._compile  # type: ignore[attr-defined]

    def __enter__(self) -> Self:
        re._compile = self._note  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        re._compile = self._compile  # type: ignore[attr-defined]

    def _note(self, pattern: Any, flags: int) -> re.Pattern[str]:  # noqa: ANN401  (a text or a pattern)
        frame = sys._getframe(2)
        file = Path(frame.f_code.co_filename)
        if ROOT in file.parents and isinstance(pattern, str) and file != ROOT / "expressions.py":
            place = Place(file.relative_to(ROOT).as_posix(), frame.f_lineno)
            self.found.setdefault((pattern, int(flags)), set()).add(place)
        return self._compile(pattern, flags)


def written_places() -> Iterator[tuple[str, int, int, str]]:
    """Where the source calls `re.compile` and its like: file, first and last line, and which."""
    for path in sorted(set(ROOT.rglob("*.py")) - {ROOT / "expressions.py"}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in _CALLS
            ):
                file = path.relative_to(ROOT).as_posix()
                yield file, node.lineno, node.end_lineno or node.lineno, node.func.attr


def literal(file: str, line: int) -> str | None:
    """The pattern that a call writes out or names, None where it is put together."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.lineno == line)
    for call in calls:
        if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)):
            continue
        if call.func.value.id != "re" or not call.args:
            continue
        value: object = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
        if isinstance(call.args[0], ast.Name):
            module = importlib.import_module("budgetkpi." + file.removesuffix(".py").replace("/", "."))
            value = getattr(module, call.args[0].id, None)
        if isinstance(value, str | bytes):
            return value.decode("latin-1") if isinstance(value, bytes) else value
    return None


def compiled_later(modules: Iterable[ModuleType]) -> Iterator[tuple[str, str, str]]:
    """The patterns that are compiled at their first use: file, name, and the pattern."""
    for module in modules:
        for name, thing in vars(module).items():
            if isinstance(thing, Later):
                file = Path(str(module.__file__)).relative_to(ROOT).as_posix()
                yield file, name, str(vars(thing)["text"])


class Use(NamedTuple):
    """How a name of a pattern is used: as `_NAME.search(…)`, or `_name().match(text, at)`."""

    file: str
    name: str


def searched() -> set[Use]:
    """The patterns, or the functions that give them, that are tried at more than one place of a text."""
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                held = node.func.value.func if isinstance(node.func.value, ast.Call) else node.func.value
                anywhere = node.func.attr in _ANYWHERE or (node.func.attr == "match" and len(node.args) > 1)
                if isinstance(held, ast.Name) and anywhere:
                    found.add(Use(file, held.id))
    return found


def name_of(place: Place) -> str:
    """What the source calls the pattern that a line compiles: its name, or the function that gives it."""
    tree = ast.parse((ROOT / place.file).read_text(encoding="utf-8"))
    best = ""
    for node in ast.walk(tree):  # outer nodes first: the last that holds the line is the innermost
        if not isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign):
            continue
        if node.lineno <= place.line <= (node.end_lineno or node.lineno):
            if isinstance(node, ast.FunctionDef):
                best = node.name
            else:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                best = target.id if isinstance(target, ast.Name) and node in tree.body else best
    return best


_ANYWHERE: Final = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})


# -- attacks


def attacks(pattern: str, flags: int = 0) -> list[str]:
    """Short texts that a pattern takes or nearly takes; repeated, they are what makes it go back."""
    tree = _parser.parse(pattern, flags)
    random = Random(len(pattern))  # noqa: S311  (the same attacks every time)
    pieces: list[str] = []
    for node in [tree, *_repeated(tree)]:
        pieces += (_drawn(node, random) for _ in range(4))
    whole = [piece for piece in pieces if piece]
    cut = [piece[: random.randrange(1, len(piece))] for piece in whole if len(piece) > 1]
    tails = [piece[random.randrange(1, len(piece)) :] for piece in whole if len(piece) > 1]
    return list(dict.fromkeys([*whole, *cut, *tails]))


def _repeated(tree: Any) -> Iterator[Any]:  # noqa: ANN401  (sre's own trees)
    """What is repeated anywhere in the pattern, and every branch."""
    for op, argument in tree:
        if op in _REPEATS:
            yield argument[2]
            yield from _repeated(argument[2])
        elif op is _constants.SUBPATTERN:
            yield from _repeated(argument[3])
        elif op is _constants.BRANCH:
            for branch in argument[1]:
                yield from _repeated(branch)
        elif op in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from _repeated(argument[1])
        elif op is _constants.ATOMIC_GROUP:
            yield from _repeated(argument)


_REPEATS: Final = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_OTHERS: Final = "甲1 a，(0年"


def _drawn(tree: Any, random: Random) -> str:  # noqa: ANN401, C901  (a branch a kind of node)
    """A text that the pattern takes, as far as sets and looks can be guessed."""
    drawn = []
    for op, argument in tree:
        if op is _constants.LITERAL:
            drawn.append(chr(argument))
        elif op is _constants.NOT_LITERAL:
            drawn.append(next(c for c in _OTHERS if ord(c) != argument))
        elif op is _constants.ANY:
            drawn.append(random.choice(_OTHERS))
        elif op is _constants.IN:
            drawn.append(_member(argument, random))
        elif op in _REPEATS:
            least, most, inner = argument
            times = random.randint(least, min(most, least + 2))
            drawn.extend(_drawn(inner, random) for _ in range(times))
        elif op is _constants.SUBPATTERN:
            drawn.append(_drawn(argument[3], random))
        elif op is _constants.BRANCH:
            drawn.append(_drawn(random.choice(argument[1]), random))
        elif op is _constants.ASSERT:
            drawn.append(_drawn(argument[1], random) if random.random() < 0.5 else "")
        elif op is _constants.ATOMIC_GROUP:
            drawn.append(_drawn(argument, random))
    return "".join(drawn)


def _member(items: list[Any], random: Random) -> str:
    """One character of a set."""
    if items[0][0] is _constants.NEGATE:
        return next((c for c in random.sample(_OTHERS, len(_OTHERS)) if not _holds(items[1:], c)), "〇")
    op, argument = random.choice(items)
    if op is _constants.LITERAL:
        return chr(argument)
    if op is _constants.RANGE:
        return chr(random.randint(*argument))
    return next((c for c in _OTHERS if _holds([(op, argument)], c)), "a")


_CATEGORIES: Final = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


def _holds(items: list[Any], character: str) -> bool:
    for op, argument in items:
        if op is _constants.LITERAL and ord(character) == argument:
            return True
        if op is _constants.RANGE and argument[0] <= ord(character) <= argument[1]:
            return True
        if op is _constants.CATEGORY:
            name = str(argument).removeprefix("CATEGORY_")
            held = re.match(_CATEGORIES[name.removeprefix("NOT_")], character) is not None
            if held is not name.startswith("NOT_"):
                return True
    return False


# -- steps


_DEEP: Final = 30_000
"""How deep the calls go for a text of some hundred characters."""


class TooMany(Exception):  # noqa: N818  (an answer)
    """The pattern went on for longer than anybody waits."""


class Matcher:
    """Tries a pattern as Python's own engine does, by going back, and counts what it looks at."""

    def __init__(self, pattern: str, flags: int = 0, *, most: int = 60_000) -> None:
        tree = _parser.parse(pattern, flags)
        self.most, self.steps = most, 0
        self.ignore = bool((tree.state.flags | flags) & re.IGNORECASE)
        self.dot = bool((tree.state.flags | flags) & re.DOTALL)
        self.run = self._sequence(list(tree))

    def count(self, text: str, *, search: bool, whole: bool = False) -> int:
        """How many steps it takes to try a text, at one place or at every place until it is found."""
        self.steps, self.text = 0, text
        ends = (lambda at: at == len(text)) if whole else (lambda _: True)
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, _DEEP))
        try:
            for start in range(len(text) + 1 if search else 1):
                if self.run(start, ends):
                    break
        finally:
            sys.setrecursionlimit(before)
        return self.steps

    def end(self, text: str, *, search: bool) -> int | None:
        """Where what the pattern takes of a text ends; None where it takes nothing."""
        self.steps, self.text, found = 0, text, []

        def taken(at: int) -> bool:
            found.append(at)
            return True

        starts = range(len(text) + 1 if search else 1)
        return found[0] if any(self.run(start, taken) for start in starts) else None

    def _step(self, number: int = 1) -> None:
        self.steps += number
        if self.steps > self.most:
            raise TooMany

    def _single(self, op: Any, argument: Any) -> Callable[[str], bool] | None:  # noqa: ANN401
        if op is _constants.LITERAL:
            wanted = chr(argument)
            if self.ignore:
                return lambda c: c.lower() == wanted.lower()
            return lambda c: c == wanted
        if op is _constants.NOT_LITERAL:
            return lambda c: ord(c) != argument
        if op is _constants.ANY:
            return lambda c: self.dot or c != "\n"
        if op is _constants.IN:
            if argument[0][0] is _constants.NEGATE:
                return cache(lambda c: not _holds(argument[1:], c))
            return cache(lambda c: _holds(argument, c))
        return None

    def _sequence(self, items: list[Any]) -> _Run:
        runs = [self._one(op, argument) for op, argument in items]
        if not runs:
            return lambda at, then: then(at)

        def go(at: int, then: Then, place: int = 0) -> bool:
            if place == len(runs):
                return then(at)
            return runs[place](at, lambda end: go(end, then, place + 1))

        return runs[0] if len(runs) == 1 else go

    def _one(self, op: Any, argument: Any) -> _Run:  # noqa: ANN401, C901
        fits = self._single(op, argument)
        if fits is not None:
            single = fits

            def character(at: int, then: Then) -> bool:
                self._step()
                return at < len(self.text) and single(self.text[at]) and then(at + 1)

            return character
        if op in _REPEATS:
            return self._repeat(op, *argument)
        if op is _constants.SUBPATTERN:
            return self._sequence(list(argument[3]))
        if op is _constants.BRANCH:
            branches = [self._sequence(list(branch)) for branch in argument[1]]
            return lambda at, then: any(branch(at, then) for branch in branches)
        if op in (_constants.ASSERT, _constants.ASSERT_NOT):
            way, inner = argument
            look = self._sequence(list(inner))
            wide = inner.getwidth()[0] if way < 0 else 0
            wanted = op is _constants.ASSERT

            def looked(at: int, then: Then) -> bool:
                self._step()
                held = at >= wide and look(at - wide, lambda _: True)
                return held is wanted and then(at)

            return looked
        if op is _constants.ATOMIC_GROUP:
            return self._atomic(self._sequence(list(argument)))
        if op is _constants.AT:
            begins = argument in (_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING)
            if not begins and argument not in (_constants.AT_END, _constants.AT_END_STRING):
                return lambda at, then: then(at)  # the edge of a word
            return lambda at, then: at == (0 if begins else len(self.text)) and then(at)
        raise NotImplementedError(op)

    def _atomic(self, inner: _Run) -> _Run:
        def run(at: int, then: Then) -> bool:
            ends: list[int] = []

            def first(end: int) -> bool:
                ends.append(end)
                return True

            return inner(at, first) and then(ends[0])

        return run

    def _repeat(self, op: Any, least: int, most: int, inner: Any) -> _Run:  # noqa: ANN401, C901
        items = list(inner)
        fits = self._single(*items[0]) if len(items) == 1 else None
        greedy = op is not _constants.MIN_REPEAT
        if fits is not None:
            single = fits

            def few(at: int, then: Then) -> bool:
                for end in range(at, min(len(self.text), at + most) + 1):
                    self._step()
                    if end - at >= least and then(end):
                        return True
                    if end == len(self.text) or not single(self.text[end]):
                        return False
                return False

            def characters(at: int, then: Then) -> bool:
                end = at
                while end < len(self.text) and end - at < most and single(self.text[end]):
                    end += 1
                self._step(end - at + 1)
                if op is _constants.POSSESSIVE_REPEAT:
                    return end - at >= least and then(end)
                return any(then(place) for place in range(end, at + least - 1, -1))

            return characters if greedy else few
        body = self._sequence(items)

        def again(at: int, then: Then, times: int = 0) -> bool:
            self._step()
            more = lambda end: (end > at or times < least) and again(end, then, times + 1)  # noqa: E731
            if greedy:
                return (times < most and body(at, more)) or (times >= least and then(at))
            return (times >= least and then(at)) or (times < most and body(at, more))

        return self._atomic(again) if op is _constants.POSSESSIVE_REPEAT else again


if TYPE_CHECKING:
    Then = Callable[[int], bool]
    _Run = Callable[[int, Then], bool]
