"""The patterns of the rules of direction: they find what they say, in steps that grow with the name alone."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.direction import infer_direction
from budgetkpi.direction.index import Index, Name
from budgetkpi.direction.matching import Pattern
from budgetkpi.direction.patterns import Choice, Look, Repeat, Sequence, Set, Tree, Words, parse_pattern
from budgetkpi.direction.rule_table import any_of, rules, table
from budgetkpi.indicators import Indicator
from budgetkpi.language.lexicon import lexicon
from budgetkpi.values import Amount
from tests.tables import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

CASES = Path(__file__).parent / "data" / "directions"
PLACES = ("name", "name_not", "description", "either")
WRITTEN = sorted({
    pattern
    for rule in table()["rule"]
    for case in rule["when"]
    for place in PLACES
    for pattern in case.get(place, ())
} | {*table()["scores"]["name"]} | {f"^(?:{pattern})$" for pattern in table()["units"].values()})  # fmt: skip
NAMES = sorted({line[2] for file in ("published.tsv", "shapes.tsv") for line in lines(CASES / file)})
LISTS = {"甲": ["差", "差错", "错"], "乙": ["率", "比率"]}


def _words_of(name: str) -> list[str]:
    return [*rules().index.lists[name]]


def _spelled(pattern: str) -> str:
    """The pattern with its lists written out, as a regular expression knows it.

    What stands in front of a place is one length there, so each word of a list stands by itself.
    """
    by_itself = re.sub(
        r"\(\?<([!=])<(\w+)>(\w*)\)",
        lambda found: "".join(f"(?<{found[1]}{re.escape(word + found[3])})" for word in _words_of(found[2])),
        pattern,
    )
    return re.sub(r"<(\w+)>", lambda found: f"(?:{any_of(_words_of(found[1]))})", by_itself)


@pytest.mark.parametrize("pattern", WRITTEN)
def test_a_pattern_finds_what_the_regular_expression_finds(pattern: str) -> None:
    expression = re.compile(_spelled(pattern))
    own = Pattern.of([pattern], rules().index)
    wrong = [
        name
        for name in NAMES
        if (expression.search(name) is not None) != own.found(Name(name, rules().index))
    ]
    assert [] == wrong


@given(
    st.sampled_from([
        "<甲>*<乙>$", "(?:<甲>|不){1,2}率", "^[^差]{0,2}错", "(?<!不)错", "(?:(?!<乙>).)+$", "差错?率$",
        "不.*错|率{2}$",
    ]),
    st.text("差错率比不", max_size=12),
)  # fmt: skip
def test_the_small_language_of_patterns_is_that_of_regular_expressions(pattern: str, name: str) -> None:
    index = Index(LISTS)
    own = Pattern.of([pattern], index)
    expression = re.sub(r"<(\w+)>", lambda found: f"(?:{any_of(LISTS[found[1]])})", pattern)
    found = re.search(expression, name)
    assert (found is not None) == own.found(Name(name, index))
    if found is not None:
        assert name.startswith(own.words(Name(name, index)), found.start())


@pytest.mark.parametrize("pattern", ["(差", "差)", "*差", "[差", "差{1", "差\\d"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not a pattern"):
        parse_pattern(pattern)


def test_a_sign_behind_a_backslash_stands_for_itself() -> None:
    index = Index(LISTS)
    own = Pattern.of([r"^\(<乙>\)\*?$"], index)
    assert [True, True, False] == [own.found(Name(name, index)) for name in ("(率)", "(率)*", "率")]


def test_a_list_that_nobody_wrote_is_refused() -> None:
    for name in ("nothing", "NOTHING"):
        with pytest.raises(ValueError, match=f"<{name}>"):
            Pattern.of([f"<{name}>$"], rules().index)


def test_the_words_of_a_kind_are_those_of_the_table_of_words() -> None:
    assert {"增长", "延长"} <= set(_words_of("RISE"))
    assert not {word for word in _words_of("RISE") if lexicon().words[word].beside}


def _parts(tree: Tree) -> Iterator[str]:
    """Words that a pattern knows, one of each part: what it can be attacked with."""
    if isinstance(tree, Words):
        longest = [max(words, key=len) for words in (tree.written, *map(_words_of, tree.lists)) if words]
        shortest = [min(words, key=len) for words in (tree.written, *map(_words_of, tree.lists)) if words]
        yield from (*longest, *shortest)
    elif isinstance(tree, Repeat | Look):
        yield from _parts(tree.tree)
    elif isinstance(tree, Sequence | Choice):
        for part in tree.parts if isinstance(tree, Sequence) else tree.branches:
            yield from _parts(part)
    elif isinstance(tree, Set):
        yield next(iter(tree.characters), "甲")


def _steps(work: Callable[..., object], *given: object) -> int:
    """How many calls a piece of work makes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: Any) -> None:  # noqa: ANN401
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work(*given)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("pattern", WRITTEN)
def test_the_steps_of_a_pattern_grow_with_the_name_and_no_faster(pattern: str) -> None:
    own = Pattern.of([pattern], rules().index)
    parts = list(dict.fromkeys(_parts(parse_pattern(pattern))))
    for attack in {"".join(parts), *parts[:8]}:
        times = 150 // len(attack) + 1
        for end in ("", "甲", parts[-1]):
            names = (Name(attack * often + end, rules().index) for often in (times, 2 * times))
            once, twice = (_steps(own.found, name) for name in names)
            assert twice <= 2.5 * once + 50, (attack, end)


@pytest.mark.parametrize(
    "attack",
    [
        "工资" + "数额" * 26 + "甲",
        "投诉案件",
        "未",
        "案",
        "违规使用",
        "(",
        "【",
        "补助标准金额",
        "1.",
        "一、",
        "≥1",
    ],
)
@pytest.mark.parametrize("end", ["", "率", "甲"])
def test_a_long_name_costs_no_more_than_its_length(attack: str, end: str) -> None:
    money = Amount(Decimal(5), "元")
    names = (Indicator((attack * size)[:size] + end, "") for size in (450, 900))
    once, twice = (_steps(infer_direction, name, money) for name in names)
    assert twice <= 2.5 * once
