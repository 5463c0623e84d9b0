"""Laws of the language over cells made at random, known cells damaged, and the grammar's own strings."""

from __future__ import annotations

import functools
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkpi import parse
from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.errors import ParseError
from budgetkpi.language.automaton import build, tables
from budgetkpi.language.lexicon import lexicon
from tests.cells import known_cells
from tests.made_cells import assert_laws, damaged, made

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

seeds = st.integers(0, 2**32)
made_cells = seeds.map(lambda seed: made(Random(seed)))  # noqa: S311  (repeatable, no secret)
damaged_cells = st.builds(
    lambda cell, seed: damaged(Random(seed), cell),  # noqa: S311  (as above)
    st.sampled_from(known_cells()),
    seeds,
)

REFUSED = {
    "no-such-date",
    "too-long",
    "cell-too-long",
    "bad-grouping",
    "bad-chinese-numeral",
    "bad-scale",
    "mixed-units",
    "trailing-digits",
    "two-numbers",
    "zero-denominator",
    "bad-decimal",
    "contradicting-signs",
    "doubled-minus",
    "unreadable-number",  # a limit on a range: ≤0,000-0,000
}
"""What may be wrong with a text that has the shape of a statement."""

SPELLED = {
    "NUMBER": "5 12.5 1,200 0,000 3万 三十 九十五 100 0",
    "SHARE": "百分之五 九成五 三分之二 千分之三",
    "UNIT": "% 元 万元 人次 台 个月 天 平方米 元/人·天 个百分点 季度",
    "SCALE": "万 百 千万 亿",
    "DATE": "2021年12月底 6月份 第三季度 12月31日 2021.05 年底 次年3月",
    "PER": "/场 /人·天 每人",
    "SLASH": "/",
    "EACH": "每人 每月 每年 每半年",
    "MINUS": "- 负",
    "PLUS": "+",
    "UNIT_APART": "（万元） (%) （单位：台） [人]",
    "LPAREN": "( （",
    "RPAREN": ") ）",
    "LBRACKET": "[",
    "RBRACKET": "]",
    "COMMA": ", ，",
    "PAUSE": "、",
    "BREAK": "\\n",
    "TO": "到 至 为",
    "BASE": "较上年 比2020年 与上年相比",
    "AND_ZERO": "零",
    "NTH": "第",
    "TOP": "前",
    "WORD": "完成率 满意度 x",
    "DASH": "- ~ — -- 至 到",
    "MORE": "余 多 来 几",
}
"""How the kinds are written that have no words of their own in the lexicon."""


@given(made_cells)
def test_cells_put_together_keep_the_laws(cell: str) -> None:
    assert_laws(cell)


@given(damaged_cells)
@settings(max_examples=300)
def test_damaged_cells_keep_the_laws(cell: str) -> None:
    assert_laws(cell)


def spellings(kind: str) -> list[str]:
    """The words of a kind, or what stands for it."""
    told = SPELLED.get(kind, "").replace("\\n", "\n").split(" ")
    return [word for word in told if word] or sorted(lexicon().of(kind))


def refused(cell: str) -> str:
    """The code of a cell that fails, else nothing."""
    try:
        parse(cell)
    except ParseError as error:
        return error.code
    return ""


@functools.cache
def statements() -> SearchStrategy[str]:
    """Rows of kinds that the grammar makes, each kind written in one of its words."""
    from hypothesis.extra.lark import from_lark

    kinds = {kind for row in tables().actions for kind in row if kind.isupper() and kind != "$END"}
    written = {kind: st.sampled_from(spellings(kind)) for kind in sorted(kinds)}
    return from_lark(build(), start="start", explicit=written)


def test_every_kind_of_the_rules_can_be_written() -> None:
    kinds = {kind for row in tables().actions for kind in row if kind.isupper() and kind != "$END"}
    assert [] == [kind for kind in kinds if not spellings(kind)]
    assert set(SPELLED) <= kinds


@given(st.data())
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_every_statement_of_the_grammar_is_read_or_refused_honestly(data: st.DataObject) -> None:
    cell = data.draw(statements())
    if len(cell) > LONGEST_CELL:
        return
    assert refused(cell) in {"", *REFUSED}, cell
    assert_laws(cell)
