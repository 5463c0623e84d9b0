"""Cells that are no single statement: words, unusual spellings, values among words (非常规取值)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.language import words
from budgetkpi.language.cell import ENDS, read_whole
from budgetkpi.language.clauses import read_clauses
from budgetkpi.language.failures import diagnose
from budgetkpi.language.grammar import STAND_IN, NotAStatementError
from budgetkpi.language.statements import read_statement
from budgetkpi.text import fold
from budgetkpi.values import Text

if TYPE_CHECKING:
    from budgetkpi.values import Value

__all__ = ["read_loose"]

_NUMBERLESS: Final = re.compile(
    r"[^0-9〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟廿≥≤<>=年月日季旬期翻±]*"
)
"""A cell in which nothing can be a number or a date: it need not be parsed."""
_MARK: Final = r"\( *不?含(?:本数|[0-9.]+[^()]{0,3})? *\)"
_MARKED_ENDS: Final = re.compile(
    rf" *(?P<low>[0-9.]{{1,110}}[^-~—至到()0-9]{{0,9}})(?P<low_mark>{_MARK})? *(?:-|~|—|至|到)+"
    rf" *(?P<high>[0-9.]{{1,110}}[^()]{{0,9}}?)(?P<high_mark>{_MARK})? *"
)
_NAMED_MIDDLE: Final = re.compile(
    r" *(?P<low>[0-9.]{1,110}[^≥≤<>=]{0,9}?) *(?P<first>[≤<]|[≥>]) *[一-鿿A-Za-z()%]{1,40}"
    r" *(?P<second>[≤<]|[≥>]) *(?P<high>[0-9.]+.*)"
)
_ENDLESS: Final = re.compile(
    r" *(?:(?P<from>[\[(]) *(?P<low>[0-9.]+[^,]*?) *, *\+?∞ *[\])]"
    r"|[\[(] *-∞ *, *(?P<high>[0-9.]+[^,]*?) *(?P<to>[\])]))(?P<unit>.*)"
)
_UNIT_AHEAD: Final = re.compile(
    r" *\(?(?P<unit>[百千]?[万亿][^0-9()≥≤<>=]{0,4}|千[^0-9()≥≤<>=]{1,3})\)? *(?P<rest>[≥≤<>=]*[ 0-9.,]+)"
)
_RANK: Final = re.compile(r" *第(?P<number>[0-9一二三四五六七八九十]+)(?P<unit>名|位|位次) *")
_SCALE_ALONE: Final = re.compile(
    r" *(?P<before>近|约|)(?P<scale>[百千万])(?P<more>[余多]|)(?P<unit>[^0-9]{0,4})"
)
_TOLERANCE_BEHIND: Final = re.compile(r"(?P<middle>[0-9.]+[^()]{0,4}?) *\((?P<off>±[^()]+)\)")
_PAIRS: Final = ("()", "[]", "“”", "‘’", '""', "''", "「」")
_SIGN_INSIDE: Final = re.compile(
    r"(?P<number>[^0-9/]{0,20}[0-9.,]{1,110}[^/]{0,9}?)(?P<closing>及?以[上下内]|左右)(?P<below>/[^0-9]+)"
)
_UNIT_WORD: Final = r"(?:(?![〇零一二三四五六七八九两十百千万亿成半多余几来每均])[一-鿿A-Za-z°′″Α-ω℀-⅏㎀-㏿])"
"""A character that an unlisted unit may hold: no numeral, no mark."""
_UNLISTED: Final = re.compile(
    r"(?P<before>.*?[0-9][十百千万亿]*[余多]?[)]?) *"
    rf"(?P<unit>(?:(?![不未无前后内外上下左右年月日号旬季第底初末起至到元之间中]){_UNIT_WORD}){{1,4}}?)"
    r"(?P<after> *(?:(?:\(含\))?(?:及|或)?以[上下内]|左右|之内|内)?)"
)
"""A number followed by a short word that may be a unit nobody listed (12轮次)."""
_UNLISTED_BELOW: Final = re.compile(
    r"(?P<before>[≥≤<>=]* *[0-9.,]+[万亿]?) *"
    rf"(?P<unit>{_UNIT_WORD}{{1,4}}/(?:10)?[百千万亿]?{_UNIT_WORD}{{1,6}}?)(?P<after>(?:及|或)?以[上下内]|)"
)
"""A rate whose lower unit nobody listed (1.5人/万车)."""


def read_loose(text: str, folded: str, stripped: str, stopped: NotAStatementError | None) -> Value:
    """Read a cell that was found to be no statement, or that holds no digit.

    Args:
        text: the cell, verbatim.
        folded: the cell, folded.
        stripped: the same without the marks at its end.
        stopped: where the grammar gave up, None where it was not asked.

    Raises:
        ParseError: the cell tries to be a number or a date and fails.
    """
    tidied = folded.replace(" ", "")
    bare = tidied.rstrip(ENDS)
    value = (
        words.blank(tidied)
        or words.blank(bare)
        or words.placeholder(tidied)
        or words.grade(bare)
        or words.reference(bare)
    )
    if value is not None:
        return value
    if not stripped or _NUMBERLESS.fullmatch(folded):
        return Text(text.strip())
    if stopped is None:
        try:
            return read_whole(stripped, text)
        except NotAStatementError as error:
            stopped = error
    value = words.filled_word(bare) or _respelled(stripped, text) or _in_brackets(stripped, text)
    value = value or _unlisted(stripped, text) or _pieces(stripped, folded, text, stopped)
    return Text(text.strip()) if value is None else value


def _pieces(stripped: str, folded: str, text: str, stopped: NotAStatementError) -> Value | None:
    """A cell that no rule reads whole: a failed number, or values among words, or words."""
    error = diagnose(folded, text, shapes_only=True)
    if error is not None:
        raise error
    value = read_clauses(stripped, text)
    if value is None:
        error = diagnose(folded, text, stopped=stopped)
        if error is not None:
            raise error
    return value


def _statement(folded: str, text: str, *, offset: int = 0, stand_in: str = "") -> Value | None:
    try:
        return read_statement(folded, text, offset=offset, stand_in=stand_in)
    except NotAStatementError:
        return None


def _respelled(stripped: str, text: str) -> Value | None:
    """The cell in the order of words that the grammar has; an error marks the whole cell."""
    written = _in_order(stripped)
    if written is None:
        return None
    try:
        return _statement(written, text)
    except ParseError as error:
        raise ParseError(error.message, text, (0, len(stripped)), error.expected) from None


def _in_order(stripped: str) -> str | None:
    """Rewrite what offices put in another order, None where nothing fits.

    第2名 is 2名, 百余人 is 1百余人, 80%（含）-90%（不含） is [80%,90%), [95%,+∞) is ≥95%, （万元）100 is
    100（万元）, 50人以上/场 is 50人/场以上, and 80%≤完成率<90% names its variable in words.
    """
    match = _MARKED_ENDS.fullmatch(stripped)
    if match is not None and (match["low_mark"] or match["high_mark"]):
        opening = "(" if (match["low_mark"] or "").startswith("(不") else "["
        closing = ")" if (match["high_mark"] or "").startswith("(不") else "]"
        return f"{opening}{match['low']},{match['high']}{closing}"
    match = _RANK.fullmatch(stripped)
    if match is not None:
        return f"{match['number']}{match['unit']}"
    match = _SCALE_ALONE.fullmatch(stripped)
    if match is not None and (match["before"] or match["more"]):
        return f"{match['before']}1{match['scale']}{match['more']}{match['unit']}"
    match = _TOLERANCE_BEHIND.fullmatch(stripped)
    if match is not None:
        return f"{match['middle']}{match['off']}"
    match = _ENDLESS.fullmatch(stripped)
    if match is not None and match["low"]:
        return f"{'≥' if match['from'] == '[' else '>'}{match['low']}{match['unit']}"
    if match is not None:
        return f"{'≤' if match['to'] == ']' else '<'}{match['high']}{match['unit']}"
    match = _UNIT_AHEAD.fullmatch(stripped)
    if match is not None:
        return f"{match['rest']}({match['unit']})"
    match = _SIGN_INSIDE.fullmatch(stripped)
    if match is not None:
        return f"{match['number']}{match['below']}{match['closing']}"
    match = _NAMED_MIDDLE.fullmatch(stripped)
    if match is not None:
        return f"{match['low']}{match['first']}x{match['second']}{match['high']}"
    return None


def _in_brackets(stripped: str, text: str) -> Value | None:
    """A cell wholly in brackets or quotation marks: （≥90%）."""
    inner = stripped.strip()
    if inner[:1] + inner[-1:] not in _PAIRS or inner.count(inner[0]) != 1 + (inner[0] == inner[-1]):
        return None
    offset = stripped.index(inner[0]) + 1
    return _statement(inner[1:-1], text, offset=offset)


def _unlisted(stripped: str, text: str) -> Value | None:
    """A number with a unit that nobody listed: read with a stand-in for the unit."""
    match = _UNLISTED_BELOW.fullmatch(stripped)
    if match is not None and units.canonical(match["unit"]) is None:
        return _statement(f"{match['before']}{STAND_IN}{match['after']}", text, stand_in=match["unit"])
    match = _UNLISTED.fullmatch(stripped)
    if match is None:
        return None
    unit = match["unit"]
    if words.grade(unit) is not None or fold(unit) in units.spellings():
        return None
    if units.longest_prefix(unit) and not units.known(unit) and not _of_classifiers(unit):
        return None
    value = _statement(f"{match['before']}{STAND_IN}{match['after']}", text, stand_in=unit)
    return None if value is None or words.grade(str(value)) is not None else value


def _of_classifiers(word: str) -> bool:
    """Whether a word is put together from listed units alone (轮次)."""
    while word:
        length = units.longest_prefix(word)
        if not length:
            return False
        word = word[length:]
    return True
