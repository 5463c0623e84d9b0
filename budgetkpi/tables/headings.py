"""The words of the forms, from grammar/headers.toml: which column is which (表头用语)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import attrs

from budgetkpi.expressions import later
from budgetkpi.resources import load_table
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Heading", "heading_of", "label_of", "plain", "said_year", "section", "words"]

LONGEST = 40
"""How many characters a header or a label may have, blanks and brackets dropped."""

_BRACKETED = later(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|\{[^{}]*\}")
_YEAR = later(r"(?P<year>(?:19|20)[0-9]{2})年?度?")
_TAIL = later(r"(?<=[\u3400-\u9fff])[A-Z]$")
_EDGES = " :*★☆△▲、.。%/\\-—_"


@functools.cache
def section(name: str) -> dict[str, Any]:
    """One section of headers.toml."""
    found: dict[str, Any] = load_table("headers.toml")[name]
    return found


@functools.cache
def words(name: str, key: str = "words") -> frozenset[str]:
    """The words of one list, as texts are compared."""
    return frozenset(tidy(word) for word in section(name)[key])


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A header or label without blanks, brackets and a mark at its ends.

    >>> plain("年度指标值（A）："), plain(" 预算执行情况（万元）[10分] ")
    ('年度指标值', '预算执行情况')
    """
    if len(text) > 4 * LONGEST:
        return ""
    bare, before = tidy(text), None
    while bare != before:
        bare, before = _BRACKETED.sub("", bare), bare
    return _TAIL.sub("", bare.strip(_EDGES))


def said_year(text: str) -> int | None:
    """The year inside a header: 预期2022年实现值."""
    match = _YEAR.search(fold(text))
    return int(match["year"]) if match else None


@attrs.frozen
class Heading:
    """Which field a header stands for.

    Attributes:
        field: a field of `Indicator`.
        rank: the lower, the sooner it is taken where two columns answer to one field.
    """

    field: str
    rank: int


@functools.cache
def _known() -> dict[str, Heading]:
    return {
        tidy(word): Heading(field, rank)
        for field, listed in section("headers").items()
        for rank, word in reversed(list(enumerate(listed)))
    }


@functools.lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading | None:
    """The field that a header stands for, None where it stands for none.

    >>> heading_of("年度指标值（A）"), heading_of("2022年 实际完成值"), heading_of("上年指标值")
    (Heading(field='target', rank=2), Heading(field='actual', rank=0), None)
    """
    bare = plain(text)
    if not bare or len(bare) > LONGEST:
        return None
    undated = _YEAR.sub("", bare)
    return _known().get(bare) or _known().get(undated) or _by_its_end(undated)


def _by_its_end(bare: str) -> Heading | None:
    others = section("others")
    if any(word in bare for word in others["without"]):
        return None
    for field, rule in others.items():
        if field == "without":
            continue
        if bare.endswith(tuple(rule.get("ends", ()))) or _holds_all(bare, rule.get("all", ())):
            return Heading(field, len(section("headers")[field]))
    return None


def _holds_all(bare: str, sets: Iterable[list[str]]) -> bool:
    return any(all(word in bare for word in together) for together in sets)


@functools.cache
def _labels() -> dict[str, str]:
    return {tidy(word): kind for kind, listed in section("labels").items() for word in listed}


def label_of(text: str) -> str | None:
    """What a cell of a form asks for: `title`, `department`, `office` …; None where it is no label."""
    bare = plain(text)
    return _labels().get(bare) or _labels().get(re.sub(r"^[0-9]+", "", bare))
