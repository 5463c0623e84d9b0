"""One cell by itself to its value (单元格).

The whole cell is a statement of the grammar, or words, or both: a name in front, a noun
behind, several clauses. What cannot be taken apart is text, unless it tried to be a number.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.language import words
from budgetkpi.language.clauses import read_clauses
from budgetkpi.language.failures import diagnose, failed
from budgetkpi.language.grammar import STAND_IN, NotAStatementError
from budgetkpi.language.statements import read_statement
from budgetkpi.text import CONTROLS, LONGEST_CELL, fold
from budgetkpi.values import Text

if TYPE_CHECKING:
    from budgetkpi.values import Value

__all__ = ["read_cell"]

_NUMBERLESS: Final = re.compile(r"[^0-9〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟廿≥≤<>=年月日季旬期翻±]*")
"""A cell in which nothing can be a number or a date: it need not be parsed."""

_DOUBLED_PERCENT: Final = re.compile(r"%(?: *%)+")
"""％% says no more than %; the blanks keep every place."""

_DIGITS: Final = re.compile(r"[0-9]")
_SLASHED: Final = re.compile(r"[^0-9/ ] */$")
_INNER_BLANKS: Final = re.compile(r"(?<![0-9.]) +| +(?![0-9. ])")
_MARK: Final = r"\( *不?含(?:本数|[0-9.]+[^()]{0,3})? *\)"
_MARKED_ENDS: Final = re.compile(
    rf" *(?P<low>[0-9.]+[^-~—至到()0-9]*)(?P<low_mark>{_MARK})? *(?:-|~|—|至|到)+ *(?P<high>[0-9.]+[^()]*?)(?P<high_mark>{_MARK})? *"
)
_NAMED_MIDDLE: Final = re.compile(
    r" *(?P<low>[0-9.]+[^≥≤<>=]*?) *(?P<first>[≤<]|[≥>]) *[一-鿿A-Za-z()%]+ *(?P<second>[≤<]|[≥>]) *(?P<high>[0-9.]+.*)"
)

_INTERVAL: Final = re.compile(
    r" *(?P<opening>[\[(]) *-?[0-9.]+[^,\[\]()]*(?P<comma>,) *-?[0-9.]+[^,\[\]()]*(?P<closing>[\])])(?P<rest>.*)"
)
_ENDLESS: Final = re.compile(
    r" *(?:(?P<from>[\[(]) *(?P<low>[0-9.]+[^,]*?) *, *\+?∞ *[\])]|[\[(] *-∞ *, *(?P<high>[0-9.]+[^,]*?) *(?P<to>[\])]))(?P<unit>.*)"
)
_UNIT_AHEAD: Final = re.compile(r" *\(?(?P<unit>[百千]?[万亿][^0-9()≥≤<>=]{0,4}|千[^0-9()≥≤<>=]{1,3})\)? *(?P<rest>[≥≤<>=]*[ 0-9.,]+)")
_SIGN_INSIDE: Final = re.compile(r"(?P<number>.*[0-9][^/]*?)(?P<closing>及?以[上下内]|左右)(?P<below>/[^0-9]+)")

_ENDS: Final = "。;；,，、. "
_UNLISTED: Final = re.compile(
    r"(?P<before>.*?[0-9][十百千万亿]*[余多]?[)]?) *(?P<unit>[^\s0-9≥≤<>=%‰,;:。、()~—+.±/·《》“”不未无前后内外上下左右年月日号旬季第底初末起至到元十百千万亿半多余几每均-]{1,4}?)"
    r"(?P<after> *(?:(?:\(含\))?(?:及|或)?以[上下内]|左右|之内|内)?)"
)
"""A number followed by a short word that may be a unit nobody listed (12轮次)."""


def read_cell(text: str) -> Value:
    """Read one cell (指标值), with what was assumed in its notes.

    Args:
        text: the cell, verbatim.

    Returns:
        The plain reading; other readings are in `.alternatives`.

    Raises:
        TypeError: `text` is no str.
        ParseError: the cell tries to be a number or a date and fails.
    """
    if not isinstance(text, str):
        raise TypeError(f"a cell is a str, not {type(text).__name__}")
    if len(text) > LONGEST_CELL:
        raise failed("cell-too-long", text, (LONGEST_CELL, len(text)))
    value = _read(text, units.current())
    return value


@functools.lru_cache(maxsize=4096)
def _read(text: str, _vocabulary: units.Vocabulary) -> Value:
    """Columns repeat themselves: each distinct cell is read once, the vocabulary being part of it."""
    for place, character in enumerate(text):
        if character in CONTROLS:
            raise failed("control-character", text, (place, place + 1))
    return attrs.evolve(_value(text), text=text)


def _value(text: str) -> Value:
    folded = _DOUBLED_PERCENT.sub(lambda match: "%".ljust(len(match.group())), fold(text))
    tidied = folded.replace(" ", "")
    value = words.blank(tidied) or words.placeholder(tidied)
    if value is not None:
        return value
    bare = tidied.rstrip(_ENDS)
    stripped = folded.rstrip(_ENDS)
    if _SLASHED.search(stripped):
        stripped = stripped[:-1]
    stripped = _with_separators(stripped)
    if _DIGITS.search(stripped):
        value = _whole(stripped, text)
        if value is not None:
            return value
    value = words.grade(bare) or words.reference(bare)
    if value is not None:
        return value
    if not stripped or _NUMBERLESS.fullmatch(folded):
        return Text(text.strip())
    return _with_number(text, folded, stripped, bare)


def _with_separators(stripped: str) -> str:
    """Tell the comma of an interval from one that groups digits: [80,100]."""
    match = _INTERVAL.fullmatch(stripped)
    if match is None or (match["opening"] + match["closing"] == "()" and match["rest"].strip()):
        return stripped
    place = match.start("comma")
    return f"{stripped[:place]}\ue001{stripped[place + 1 :]}"


def _whole(stripped: str, text: str) -> Value | None:
    """The cell as one statement; blanks inside its words mean nothing, those between digits do."""
    value = _statement(stripped, text)
    if value is None and " " in stripped.strip():
        joined = _INNER_BLANKS.sub("", stripped)
        value = _statement(joined, text) if joined != stripped else None
    return value


def _with_number(text: str, folded: str, stripped: str, bare: str) -> Value:
    value = None if _DIGITS.search(stripped) else _whole(stripped, text)
    if value is None:
        value = words.filled_word(bare)
    if value is None:
        value = _rewritten(stripped, text)
    if value is None:
        value = _in_brackets(stripped, text)
    if value is None:
        value = _unlisted(stripped, text)
    if value is None:
        value = _pieces(stripped, folded, text)
    return Text(text.strip()) if value is None else value


def _pieces(stripped: str, folded: str, text: str) -> Value | None:
    """A cell that no rule reads whole: a failed number, or values among words, or words."""
    error = diagnose(folded, text, shapes_only=True)
    if error is not None:
        raise error
    value = read_clauses(stripped, text)
    if value is None:
        error = diagnose(folded, text)
        if error is not None:
            raise error
    return value


def _statement(folded: str, text: str, *, offset: int = 0, stand_in: str = "") -> Value | None:
    try:
        return read_statement(folded, text, offset=offset, stand_in=stand_in)
    except NotAStatementError:
        return None


def _rewritten(stripped: str, text: str) -> Value | None:
    """Ranges in spellings that the grammar has in another order.

    80%（含）-90%（不含） is [80%,90%), and 80%≤完成率<90% names its variable in words.
    """
    match = _MARKED_ENDS.fullmatch(stripped)
    if match is not None and (match["low_mark"] or match["high_mark"]):
        opening = "(" if (match["low_mark"] or "").startswith("(不") else "["
        closing = ")" if (match["high_mark"] or "").startswith("(不") else "]"
        return _statement(f"{opening}{match['low']},{match['high']}{closing}", text)
    match = _ENDLESS.fullmatch(stripped)
    if match is not None:
        if match["low"]:
            return _statement(f"{'≥' if match['from'] == '[' else '>'}{match['low']}{match['unit']}", text)
        return _statement(f"{'≤' if match['to'] == ']' else '<'}{match['high']}{match['unit']}", text)
    match = _UNIT_AHEAD.fullmatch(stripped)
    if match is not None:
        return _statement(f"{match['rest']}({match['unit']})", text)
    match = _SIGN_INSIDE.fullmatch(stripped)
    if match is not None:
        return _statement(f"{match['number']}{match['below']}{match['closing']}", text)
    match = _NAMED_MIDDLE.fullmatch(stripped)
    if match is not None:
        return _statement(f"{match['low']}{match['first']}x{match['second']}{match['high']}", text)
    return None


def _in_brackets(stripped: str, text: str) -> Value | None:
    """A cell wholly in brackets: （≥90%）."""
    inner = stripped.strip()
    if not (inner.startswith("(") and inner.endswith(")")) or inner.count("(") != 1:
        return None
    offset = stripped.index("(") + 1
    return _statement(inner[1:-1], text, offset=offset)


def _unlisted(stripped: str, text: str) -> Value | None:
    """A number with a unit that nobody listed: read with a stand-in for the unit."""
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


