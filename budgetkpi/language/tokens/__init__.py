"""A folded text as tokens: kind, value, place (词法).

Numerals, units and dates are taken by the floors that know them, each once, and the token
carries the value. Here and nowhere else it is settled what a blank parts, whether a line is a
minus or a dash, whether a comma groups digits or parts two ends, whether 千 belongs to the
number or to 千米, and whether a word that could mean something does so where it stands.
"""

from __future__ import annotations

from budgetkpi.language.tokens.lexer import tokens_of
from budgetkpi.language.tokens.token import (
    BEHIND,
    SEPARATORS,
    TENTHS,
    Bad,
    Numeral,
    Share,
    Token,
    Unit,
    open_number,
)

__all__ = [
    "BEHIND",
    "SEPARATORS",
    "TENTHS",
    "Bad",
    "Numeral",
    "Share",
    "Token",
    "Unit",
    "open_number",
    "tokens_of",
]
