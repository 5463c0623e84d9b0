"""Values in a sentence of prose (文中的指标值).

Goals are often told in sentences. A value is looked for wherever a statement of the grammar
may begin, and kept where the words around it make it one: not the years of a plan, the number
of a document, the model of a device, the money of a budget or a threshold inside a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.language import words
from budgetkpi.language.clauses import START, WINDOW
from budgetkpi.language.grammar import NotAStatementError, longest
from budgetkpi.language.statements import read_statement
from budgetkpi.language.surroundings import CN, is_time_limit
from budgetkpi.text import fold
from budgetkpi.values import Amount, Deadline, Period, Range, Several, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Mention", "find"]

_LONGEST_NOUN: Final = 10

_MASKED: Final = re.compile(
    r"《[^》]*》|“[^”]*”|\"[^\"]*\""
    r"|[〔\[(][0-9]{4}[〕\])] *(?:第 *)?[0-9]+ *号|[0-9]{4} *年? *第 *[0-9]+ *号"
    r"|\( *(?:19|20)[0-9]{2}(?: *[-~—至] *(?:19|20)[0-9]{2})? *年?[^)]{0,4}\)"
    r"|[0-9]{1,2}·[0-9]{1,2}|第[0-9一二三四五六七八九十百]+(?!季)|[A-Za-z]+-?[0-9][A-Za-z0-9-]*"
)
"""Digits that belong to a title, a document, a day of history or a model."""

_BOUNDARY: Final = "，。；、！？：,;!?:)）”.…"
_SCALES_ALONE: Final = re.compile(r"[百千万亿佰仟]+(?![〇零一二三四五六七八九十0-9])")
_STOP: Final = re.compile(r"\x00|[。;!?、]|(?<![0-9]),|,(?![0-9])")
"""Where a value ends at the latest: a mark that is not inside a number."""
_SENTENCE_MARKS: Final = re.compile(r"[,。;!?:、]")
_NO_NUMERAL_BEFORE: Final = "进统专同唯第某任逐之万惟单始如合初"
_NAMES_A_NUMBER: Final = re.compile(r"[率数量度值比例额分位为达到)]$")
_LINKS: Final = re.compile(
    r"^(?:使|达到|实现|确保|保证|其中|并|且|及|和|以及|努力|力争|将|全年|通过对本项目的实施)+"
)
_TRAILING_LINKS: Final = re.compile(r"(?:为|是|达到?|在|于|共计?|有|的|:)+$")
_BUDGET: Final = re.compile(
    r"(?:预算|收入|支出|经费|资金|拨款|资产|费用?|款|投资|总额|安排|采购|购置|申请|项目|[:,(。]|^)(?:[^,。;]{0,4}(?:为|共计|合计|总计|是|约)?)$|[较比]|相比"
)
"""What stands in front of the money of a budget."""
_NUMBER_OF_A_LINE: Final = re.compile(r"(?:电话|热线|专线|号码|编号|邮编)$")
_TIME_OF_DATE: Final = re.compile(r"(?:时间|时限|期限|完成|完工|竣工|截[止至]|节点|日期|于|在)(?:为|是|:)?$")


@attrs.frozen
class Mention:
    """One value in a sentence (提及).

    Attributes:
        start, end: where it stands: `sentence[start:end] == text`.
        text: the words of the value, its sign among them.
        subject: what it is about, as far as the clause says.
        value: what it says.
    """

    start: int
    end: int
    text: str = attrs.field(kw_only=True)
    subject: str = attrs.field(kw_only=True)
    value: Value = attrs.field(kw_only=True)


def find(sentence: str) -> list[Mention]:
    """Find the values of indicators in a sentence (从文中提取指标值).

    Args:
        sentence: prose of any length; several sentences are one text.

    Returns:
        The mentions in the order of the text, none inside another: amounts, ranges,
        deadlines, and bounds that stand elsewhere (不超过年初预算).

    Raises:
        TypeError: `sentence` is no str.

    >>> [(m.subject, m.text) for m in find("参加大型招商活动2次，群众满意度达到90%以上。")]
    [('参加大型招商活动', '2次'), ('群众满意度', '达到90%以上')]
    """
    if not isinstance(sentence, str):
        raise TypeError(f"a sentence is a str, not {type(sentence).__name__}")
    folded = fold(sentence)
    return [
        Mention(start, end, text=sentence[start:end], subject=_subject(folded, start, end), value=value)
        for start, end, value in _found(folded, sentence)
    ]


def _found(folded: str, sentence: str) -> Iterator[tuple[int, int, Value]]:
    hidden = _MASKED.sub(lambda match: "\x00" * len(match.group()), folded)
    place = 0
    for start in START.finditer(hidden):
        begin = start.start()
        if begin < place:
            continue
        bound = _bound(hidden, begin)
        if bound is not None:
            end, value = bound
            yield begin, end, value
            place = end
            continue
        if _SCALES_ALONE.match(hidden, begin):
            continue  # 万 of 万人 begins no number
        stop = _STOP.search(hidden, begin)
        limit = min(begin + WINDOW, stop.start() if stop else len(hidden))
        found = longest(hidden, begin, limit)
        if found is None:
            continue
        end, counted = _as_far_as_it_counts(hidden, sentence, begin, found)
        if counted is not None:
            yield begin, end, attrs.evolve(counted, text=sentence[begin:end])
            place = end
        elif hidden[begin] not in CN:
            place = end


def _as_far_as_it_counts(hidden: str, sentence: str, begin: int, end: int) -> tuple[int, Value | None]:
    try:
        value = read_statement(hidden[begin:end], sentence, offset=begin)
    except (ParseError, NotAStatementError):
        return end, None
    while end > begin and hidden[end - 1] == " ":
        end -= 1
    return end, value if _counts(value, hidden, begin, end) else None


def _counts(value: Value, hidden: str, begin: int, end: int) -> bool:
    """Whether the words around a value make it the value of an indicator."""
    before, after = hidden[:begin].rstrip(), hidden[end:].lstrip()
    closed = not after or after[0] in _BOUNDARY
    noun = "" if closed else _noun(after)
    if isinstance(value, Deadline):
        return _dated(value, before, closed=closed)
    if hidden[begin] in CN:
        return closed and _unit(value) != "" and before[-1:] not in tuple(_NO_NUMERAL_BEFORE)
    if isinstance(value, Several):
        return closed
    if _NUMBER_OF_A_LINE.search(before) or (_is_budget(value) and _BUDGET.search(before)):
        return False
    if not _unit(value):
        signed = isinstance(value, Amount) and value.comparator is not None
        return closed and (signed or _NAMES_A_NUMBER.search(before) is not None)
    return closed or _noun_may_follow(value, noun)


def _is_budget(value: Value) -> bool:
    """Whether a value is plain money or a change of it, as budgets are told; a limit on money is a target."""
    if not isinstance(value, Amount) or value.comparator is not None:
        return False
    return units.dimension(value.unit) in ("money", "foreign_money")


def _unit(value: Value) -> str:
    return value.unit if isinstance(value, Amount | Range) else ""


def _noun(after: str) -> str:
    """The words up to the next mark."""
    mark = _SENTENCE_MARKS.search(after)
    return after[: mark.start()] if mark else after


def _noun_may_follow(value: Value, noun: str) -> bool:
    """Whether a value may be followed by what it counts: 1家以上企业上市挂牌, not 24小时不间断接听."""
    noun = noun.strip()
    if len(noun) > _LONGEST_NOUN or re.search(r"[0-9%≥≤<>=\x00]", noun):
        return False
    if noun[:1] in "不未无非的" and noun[:1]:
        return False
    measures = ("money", "foreign_money", "calendar_time", "clock_time", "working_time", "score", "unknown")
    changed = (isinstance(value, Amount) and value.change is not None) or is_time_limit(value)
    return changed or units.dimension(_unit(value)) not in measures


def _dated(value: Deadline, before: str, *, closed: bool) -> bool:
    """A date that is a target, not the year of a plan or the day of an event."""
    if value.period is Period.YEAR and value.part is None:
        return False
    if value.start is not None and value.start.period is Period.YEAR:
        return False
    if value.comparator is not None:
        return True
    return (closed or value.part is not None) and _TIME_OF_DATE.search(before) is not None


_BOUND_WORDS: Final = re.compile(
    r"(?:不(?:得|能|应)?(?:超过|高于|低于|少于|突破)|控制在)(?![0-9 ])[^0-9,。;!?:、\x00]{2,16}?"
    r"(?:预算|概算|估算|标准|水平|定额|限额|计划|上年|去年|同期|批复|目标)(?:之内|以内|范围内)?(?=[,。;!?、)\x00]|$)"
)


def _bound(hidden: str, begin: int) -> tuple[int, Value] | None:
    """A bound that stands in another document: 不超过年初预算."""
    match = _BOUND_WORDS.match(hidden, begin)
    if match is None:
        return None
    value = words.reference(match.group().replace(" ", ""))
    return None if value is None else (match.end(), value)


def _subject(folded: str, start: int, end: int) -> str:
    """What the clause says the value is about: the words in front, or else those behind."""
    front = folded[:start]
    marks = [match.end() for match in _SENTENCE_MARKS.finditer(front)]
    subject = front[marks[-1] if marks else 0 :].strip()
    subject = _TRAILING_LINKS.sub("", subject)
    shorter = _LINKS.sub("", subject)
    return (shorter or subject or _noun(folded[end:])).strip()
