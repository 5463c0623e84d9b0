"""Is the cell what was written, or what a scan made of it (扫描识别错误)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.checks.attainable import is_bounded
from budgetkpi.checks.filling import DOUBTED
from budgetkpi.checks.row import LONGEST, SIGNS, dimension
from budgetkpi.checks.rulebook import table
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Comparator, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_damaged", "check_misread"]

_RUN: Final = re.compile(r"[0-9A-Za-z.,]*")


def check_damaged(row: Row) -> Iterator[Finding]:
    """Letters where digits were: 1O万元, M.8万元 (数字误识为字母)."""
    target = tidy(row.indicator.target)
    if len(target) > LONGEST or _read_as_written(row):
        return
    rules = table()["damage"]
    signs = [token.end for token in tokens_of(target) if token.kind in SIGNS and token.start == 0]
    run = _RUN.match(target, signs[0] if signs else 0)
    assert run is not None  # it may be empty
    printed = run[0].translate(str.maketrans(rules["looks_like"]))
    rest = target[run.end() :]
    if printed == run[0] or not rest or units.longest_prefix(rest) != len(rest):
        return
    graded = units.scaled(rest)[1] in rules["graded"]  # S1级, B2类 are names of grades
    if not graded and dimension(rest) in rules["dimensions"] and _is_number(run[0], printed):
        known = "?" not in printed
        likely = target[: run.start()] + printed + rest
        yield row.find("unreadable", "unreadable-scan", fix=likely if known else "", letters=run[0])


def _read_as_written(row: Row) -> bool:
    """Whether the cell is a number in a listed unit and nothing else, so that its letters are the unit's."""
    return isinstance(row.value, Amount) and not any(note.code in DOUBTED for note in row.value.notes)


def _is_number(written: str, printed: str) -> bool:
    """Whether a run of digits and letters can only have been a number: a digit or an O stands in it."""
    whole, _, decimals = printed.partition(".")
    digits = all(part.replace("?", "0").isdigit() for part in (whole, decimals or "0"))
    return digits and any(one.isdigit() or one in "Oo" for one in written)


def check_misread(row: Row) -> Iterator[Finding]:
    """A ≥ that was most likely read as something else: 290%, 到0次 (疑似识别错误)."""
    word = _lost_sign(row)
    if word:
        yield row.find("likely-misread-sign", "likely-misread-end", word=word)
    elif _doubled(row):
        rest = fold(row.indicator.target).strip().removeprefix(table()["misread"]["digit"])
        likely = Comparator.GE.symbol + rest
        yield row.find("likely-misread-sign", fix=likely, likely=likely)


def _lost_sign(row: Row) -> str:
    """The word in front of a lone number that can only have been a sign or the end of a span, else ""."""
    if not isinstance(row.value, Amount | Text) or len(row.indicator.target) > LONGEST:
        return ""
    if isinstance(row.value, Amount) and not row.value.notes:
        return ""  # nothing stands beside the number
    tokens = [token for token in tokens_of(fold(row.indicator.target)) if token.kind != "UNIT"]
    if [token.kind for token in tokens[1:]] != ["NUMBER"]:
        return ""
    word = str(tokens[0].value)
    return word if tokens[0].kind == "DASH" or word in table()["misread"]["signs"] else ""


def _doubled(row: Row) -> bool:
    """Whether a share over 100 % is one below it behind the digit that a ≥ looks like."""
    rules, value = table()["misread"], row.value
    if not isinstance(value, Amount) or value.comparator is not None or value.change is not None:
        return False
    printed = f"{value.magnitude:f}" if value.unit == "%" and isinstance(value.magnitude, Decimal) else ""
    rest = printed.removeprefix(rules["digit"])
    if rest == printed or not rest or rest[0] in "0.":
        return False
    if not rules["least"] <= Fraction(rest) <= rules["most"]:
        return False
    growing = row.measure is not None and not is_bounded(row) and not row.name.endswith(("完成率", "达成率"))
    return not growing and row.expected.rule not in ("growth-word", "growth-of-harm", "saving-word")
