"""Numbers of a spreadsheet as it shows them: 0.95 under `0%` is 95% (数字格式)."""

from __future__ import annotations

import functools
import operator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from budgetkpi.resources import load_table
from budgetkpi.tables.day_formats import moment, shown_day
from budgetkpi.tables.format_codes import Section, Sort, Token, UnshownError, sections

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

__all__ = ["builtin", "general", "shown", "shown_text", "stored"]

_EXACT = Context(prec=400)
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
"""What a spreadsheet keeps of a number."""
_WIDTH = 11
"""Characters of a number that the format General shows."""
_SHORT = Context(prec=6, rounding=ROUND_HALF_UP)
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_WITH_NEGATIVES, _WITH_ZERO, _WITH_TEXT = 2, 3, 4


@functools.cache
def _table() -> dict[str, Any]:
    return load_table("number_formats.toml")


def builtin(number: int) -> str | None:
    """The format that a workbook names by a number alone, as a Chinese spreadsheet shows it."""
    code: str | None = _table()["builtin"].get(str(number))
    return code


def shown(number: Decimal, code: str, *, since_1904: bool = False) -> str:
    """The text of a cell that holds a number (单元格显示文本).

    Args:
        number: what the cell holds.
        code: its number format, such as `0.0%` or `yyyy"年"m"月"`.
        since_1904: the workbook counts its days from 1904.

    Raises:
        UnshownError: the format asks for something that is not known here.
    """
    number = _DIGITS.plus(number)
    section, amount = _chosen(code, number)
    match section.sort:
        case Sort.GENERAL:
            return _around_general(section, amount)
        case Sort.TEXT:
            return "".join(
                general(amount) if token.kind == "text" else token.text for token in section.tokens
            )
        case Sort.WORDS:
            return "".join(token.text for token in section.tokens)
        case Sort.DAY:
            return shown_day(section, number, since_1904=since_1904)
        case Sort.NUMBER:
            if section.numerals:
                raise UnshownError(code)
            text = _number(section.tokens, abs(amount))
            return f"-{text}" if amount < 0 and any(digit in text for digit in "123456789") else text


def shown_text(text: str, code: str) -> str:
    """The text of a cell that holds text: most formats leave it alone, `@"元"` does not."""
    try:
        parts = sections(code)
    except UnshownError:
        return text
    section = parts[_WITH_TEXT - 1] if len(parts) >= _WITH_TEXT else parts[-1]
    if section.sort is not Sort.TEXT and len(parts) < _WITH_TEXT:
        return text
    return "".join(text if token.kind == "text" else token.text for token in section.tokens)


def stored(
    number: Decimal, code: str, *, since_1904: bool = False
) -> Decimal | datetime.date | datetime.datetime | datetime.time:
    """What a number stands for: a day or a time under a format of days, else the number itself."""
    try:
        section, _ = _chosen(code, number)
        is_day = section.sort is Sort.DAY and all(token.kind != "elapsed" for token in section.tokens)
        return moment(number, since_1904=since_1904).value() if is_day else number
    except UnshownError:
        return number


def general(number: Decimal) -> str:
    """A number under the format General: up to eleven characters, and a power of ten beyond."""
    if not number:
        return "0"
    sign, amount = "-" if number < 0 else "", abs(_DIGITS.plus(number))
    power = amount.adjusted()
    if -5 < power < _WIDTH:  # noqa: PLR2004
        text = _fixed(amount, max(0, _WIDTH - 2 - max(power, 0)))
        if len(text) <= _WIDTH:
            return sign + text
    exact = f"{amount.normalize():f}"
    if power < 0 and len(exact) <= _WIDTH:
        return sign + exact
    digits = _SHORT.plus(amount).normalize()
    power = digits.adjusted()
    return f"{sign}{digits.scaleb(-power).normalize():f}E{power:+03d}"


def _fixed(amount: Decimal, places: int) -> str:
    text = f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chosen(code: str, number: Decimal) -> tuple[Section, Decimal]:
    """The section that shows a number, and the number with the sign that it shows."""
    parts = sections(code)[: _WITH_TEXT - 1]
    if len(parts) > 1 and parts[-1].sort is Sort.TEXT:  # what is shown of text alone
        parts = parts[:-1]
    if any(part.condition for part in parts):
        for part in parts:
            if part.condition is None:
                if part is parts[-1] or (part is parts[1] and number < 0):
                    return part, number
                continue
            sign, bound = part.condition
            if sign not in _HOLDS:
                raise UnshownError(code)
            if _HOLDS[sign](number, bound):
                below_zero = sign in ("<", "<=") and bound <= 0
                return part, abs(number) if below_zero else number
        raise UnshownError(code)
    if number < 0 and len(parts) >= _WITH_NEGATIVES:
        return parts[1], abs(number)
    if number == 0 and len(parts) >= _WITH_ZERO:
        return parts[2], number
    return parts[0], number


def _around_general(section: Section, number: Decimal) -> str:
    if section.numerals:
        raise UnshownError(str(section.numerals))
    text = general(abs(number))
    sign = "-" if number < 0 else ""
    return sign + "".join(text if token.kind == "general" else token.text for token in section.tokens)


def _number(tokens: Sequence[Token], amount: Decimal) -> str:
    if any(token.kind == "power" for token in tokens):
        return _scientific(tokens, amount)
    if any(token.text == "/" and token.kind == "sign" for token in tokens):
        return _fraction(tokens, amount)
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    commas = [at for at, token in enumerate(tokens) if token.kind == "sign" and token.text == ","]
    point = next((at for at, token in enumerate(tokens) if token.kind == "sign" and token.text == "."), None)
    whole = [at for at in digits if point is None or at < point]
    part = [at for at in digits if point is not None and at > point]
    scaling = [
        at for at in commas if (whole and _behind(tokens, at, whole[-1])) or _behind(tokens, at, digits[-1])
    ]
    grouped = any(whole[0] < at < whole[-1] for at in commas) if whole else False
    percent = sum(token.kind == "sign" and token.text == "%" for token in tokens)
    amount = amount.scaleb(2 * percent - 3 * len(scaling), context=_EXACT)
    amount = amount.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP, context=_EXACT)
    front, _, behind = f"{amount:f}".partition(".")
    printed = {
        **_whole([tokens[at].text for at in whole], whole, front.lstrip("0"), grouped=grouped),
        **_places([tokens[at].text for at in part], part, behind),
    }
    missing = "" if whole else front.lstrip("0")  # `.00` prints what stands before the point all the same
    dropped = {*commas}
    return "".join(
        (missing if at == point else "") + printed.get(at, "" if at in dropped else token.text)
        for at, token in enumerate(tokens)
        if token.kind != "text"
    )


def _behind(tokens: Sequence[Token], comma: int, digit: int) -> bool:
    """Does a comma stand directly behind a digit's place, but for other commas?"""
    return comma > digit and all(token.text == "," for token in tokens[digit + 1 : comma])


def _whole(marks: Sequence[str], places: Sequence[int], digits: str, *, grouped: bool) -> dict[int, str]:
    """What each place in front of the point prints; the first takes all that is left."""
    printed: dict[int, str] = {}
    for count, (mark, place) in enumerate(zip(reversed(marks), reversed(places), strict=True)):
        last = count == len(marks) - 1
        own = digits[: len(digits) - count] if last else digits[len(digits) - count - 1 : len(digits) - count]
        if count >= len(digits):
            own = {"0": "0", "?": " ", "#": ""}[mark]
        printed[place] = "".join(
            digit + ("," if grouped and digit.isdigit() and position and position % 3 == 0 else "")
            for digit, position in zip(own, range(count + len(own) - 1, count - 1, -1), strict=True)
        )
    return printed


def _places(marks: Sequence[str], places: Sequence[int], digits: str) -> dict[int, str]:
    """What each place behind the point prints; `#` leaves out the zeros at the end."""
    printed: dict[int, str] = {}
    end = len(digits.rstrip("0"))
    for count, (mark, place) in enumerate(zip(marks, places, strict=True)):
        printed[place] = digits[count] if count < end or mark == "0" else " " if mark == "?" else ""
    return printed


def _scientific(tokens: Sequence[Token], amount: Decimal) -> str:
    at = next(at for at, token in enumerate(tokens) if token.kind == "power")
    mantissa = tokens[:at]
    point = next((i for i, token in enumerate(mantissa) if token.text == "."), len(mantissa))
    width = sum(token.kind == "digit" for token in mantissa[:point])
    places = sum(token.kind == "digit" for token in mantissa[point:])
    power = amount.adjusted() if amount else 0
    power -= power % width if width > 1 else 0
    rounded = amount.scaleb(-power).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded >= Decimal(10).scaleb(width - 1):  # 9.99 under 0.0E+00
        power += width
    behind = tokens[at + 1 :]
    pad = sum(token.kind == "digit" for token in behind)
    sign = "-" if power < 0 else tokens[at].text[1].replace("-", "")
    tail = "".join(token.text for token in behind if token.kind == "literal")
    return f"{_number(mantissa, amount.scaleb(-power))}E{sign}{str(abs(power)).zfill(pad)}{tail}"


def _fraction(tokens: Sequence[Token], amount: Decimal) -> str:
    """A number as a whole and a fraction, `# ?/?`, or over one denominator, `# ?/8`."""
    code = "".join(token.text for token in tokens)
    head, _, below = code.partition("/")
    whole, _, above = head.rpartition(" ")
    below = below.rstrip()
    if not above.strip("#0?") == "" or not above or whole.strip("#0? "):
        raise UnshownError(code)
    if below.isdigit() and below.strip("0"):
        base = int(below)
        ratio = Fraction((Fraction(amount) * base + Fraction(1, 2)).__floor__(), base)
    elif below and not below.strip("#?"):
        base = 0
        ratio = Fraction(amount).limit_denominator(10 ** len(below) - 1)
    else:
        raise UnshownError(code)
    count = int(ratio) if whole else 0
    rest = ratio - count
    base = base or rest.denominator
    numerator = int(rest * base)
    if not whole:
        return f"{numerator}/{base}"
    if not rest:
        return str(count)
    return f"{count} {numerator}/{base}" if count else f"{numerator}/{base}"
