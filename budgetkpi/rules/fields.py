"""What the fields of a scoring rule hold, and how they are read (规则的字段).

A rule says how one case is scored, whose rule that is and how far it can be trusted. Shares
are exact Fractions of the weight of a row; points are Decimals.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from budgetkpi.bounds import as_decimal, as_fraction, check_text, check_within
from budgetkpi.errors import PolicyError
from budgetkpi.messages import Catalog, Message, series
from budgetkpi.wording import Worded

__all__ = ["Rule", "Status", "as_list", "build", "check_falling", "check_step", "refused", "say"]

say = Catalog("policy")
SECTIONS = ("cost", "output", "outcome", "satisfaction", "management", "duties")
"""The first-level sections that have a weight."""
_WHOLE = range(100_000)
"""Counts of days and of places."""


class Status(Worded):
    """How far a rule can be trusted (规则的可信程度), from strongest to weakest.

    >>> from budgetkpi import Policy
    >>> Policy.named("national-2020").grades.status.zh
    '官方'
    """

    OFFICIAL = "official"
    """The text of the rule was read in the document named."""
    OBSERVED = "observed"
    """Seen in what a deployed system computes or published tables print: practice, not law."""
    QUOTED = "quoted"
    """Read in a summary of the rule; the rule's own text was not seen."""
    PROVISIONAL = "provisional"
    """Known from the field, not confirmed at its source."""
    OURS = "ours"
    """Our own choice where no source decides."""

    @property
    def weakness(self) -> int:
        """0 for official, rising."""
        return tuple(Status).index(self)


def as_share(value: object) -> Fraction:
    """Read a share as people write it: `60%`, `0.6` or a number; never a float."""
    if isinstance(value, float | bool):
        raise TypeError("write it as text, such as '60%'")
    if isinstance(value, str):
        text = value.strip()
        number = as_fraction(text.removesuffix("%").strip(), "share")
        return number / (100 if text.endswith("%") else 1)
    if isinstance(value, int | Decimal | Fraction):
        return as_fraction(value, "share")
    raise TypeError("not a number")


def as_points(value: object) -> Decimal:
    """Read points, exactly; never a float."""
    if isinstance(value, float | bool) or not isinstance(value, int | str | Decimal):
        raise TypeError("write it as a whole number or as text, such as '22.5'")
    number = as_decimal(value, "points")
    if number < 0:
        raise ValueError("points are 0 or more")
    return number


def as_list(value: object, wanted: str) -> Iterable[Any]:
    """What is not one text but several things; `wanted` says of what.

    Raises:
        TypeError: it is a text, or nothing to go through.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(f"give {wanted}")
    return value


def as_shares(value: object) -> tuple[tuple[Fraction, Fraction], ...]:
    """Read pairs of shares, `[["90%", "100%"], …]`."""
    pairs = []
    for pair in as_list(value, "pairs, such as [['90%', '100%']]"):
        if isinstance(pair, str) or len(pair) != 2:  # noqa: PLR2004  (from where, how much)
            raise TypeError("give pairs, such as ['90%', '100%']")
        pairs.append((as_share(pair[0]), as_share(pair[1])))
    return tuple(pairs)


def as_share_or_none(value: object) -> Fraction | None:
    """Read a share that may be left out."""
    return None if value is None else as_share(value)


def as_edges(value: object) -> tuple[Fraction, ...]:
    """Read a list of shares."""
    return tuple(map(as_share, as_list(value, "a list of shares, such as ['80%', '60%']")))


def as_words(value: object) -> tuple[str, ...]:
    """Read a list of words."""
    return tuple(map(as_text, as_list(value, "a list of words")))


def as_text(value: object) -> str:
    """Read a text of some length."""
    if not isinstance(value, str):
        raise TypeError("a text")
    return check_text(value, "text")


def as_flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def as_whole(value: object) -> int:
    """Read a whole number of 0 or more."""
    return check_within(value, "whole number", _WHOLE)


def as_weights(value: object) -> tuple[tuple[tuple[str, ...], Decimal], ...]:
    """Read `{"output": 50, "outcome+satisfaction": 40}`; sections joined by + share one weight."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, Mapping):
        raise TypeError("give sections and their points")
    read = tuple((tuple(str(key).split("+")), as_points(number)) for key, number in value.items())
    for name in itertools.chain.from_iterable(names for names, _ in read):
        if name not in SECTIONS:
            raise ValueError(f"sections are {', '.join(SECTIONS)}, or some of them joined by +")
    return read


@attrs.frozen(kw_only=True)
class Rule:
    """What every rule carries: whose it is and how sure that is (规则).

    Attributes:
        source: the document's number and title, or whose practice it is.
        status: how far to trust it.
    """

    source: str = attrs.field(default="", converter=as_text)
    status: Status = attrs.field(default=Status.OURS, converter=Status)

    @property
    def parameters(self) -> dict[str, object]:
        """Everything that changes a result: the fields but `source` and `status`."""
        return {
            f.name: getattr(self, f.name)
            for f in attrs.fields(type(self))
            if f.name not in ("source", "status")
        }


_R = TypeVar("_R", bound=Rule)


def refused(field: str, hint: str, values: str = "") -> PolicyError:
    """The error that `field` cannot be read; `hint` is the code of what was wanted."""
    wanted, code = say(hint, values=values), "policy-field"
    en, zh = say(code, field=field, why=wanted.en).en, say(code, field=field, why=wanted.zh).zh
    return PolicyError(Message(code, en, zh))


def _hint(convert: Callable[[object], object]) -> tuple[str, str]:
    """What a converter wants: the code of the text, and the values of a closed set."""
    if isinstance(convert, enum.EnumType):
        return "hint-one-of", series(convert)
    name = getattr(convert, "__name__", "").removeprefix("as_")
    return f"hint-{name.removesuffix('_or_none').replace('_', '-')}", series(SECTIONS)


def build(kind: type[_R], table: Mapping[str, Any], field: str) -> _R:
    """Make the rule `kind` from a table, `field` naming it in errors.

    Raises:
        PolicyError: an unknown, missing or impossible field, by its name.
    """
    known = {f.name: f for f in attrs.fields(kind)}
    for name in table:
        if name not in known:
            raise PolicyError(say("policy-unknown-field", field=f"{field}.{name}", known=series(known)))
    read = {}
    for name, attribute in known.items():
        if name in table:
            convert = attribute.converter
            assert callable(convert)
            try:
                read[name] = convert(table[name])
            except (ValueError, TypeError, ArithmeticError) as error:
                raise refused(f"{field}.{name}", *_hint(convert)) from error
        elif attribute.default is attrs.NOTHING:
            raise PolicyError(say("policy-missing-field", field=f"{field}.{name}"))
    return kind(**read)


def check_step(step: Fraction | None, field: str) -> None:
    """Refuse a share of the weight that is not there, takes nothing off, or more than all."""
    if step is None or not 0 < step <= 1:
        raise refused(field, "hint-step")


def check_falling(steps: tuple[tuple[Fraction, Fraction], ...], field: str) -> None:
    """Refuse steps whose edges or shares do not fall."""
    falling = all(a[0] > b[0] and a[1] >= b[1] for a, b in itertools.pairwise(steps))
    if not (steps and falling and all(0 <= got <= 1 for _, got in steps)):
        raise refused(field, "hint-steps")
