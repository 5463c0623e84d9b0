"""Text is shown and never obeyed."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.escaping import escaped, escaped_json

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("≥95%", "≥95%"),
        ("a\\b", "a\\b"),
        ("全角　空格\xa0", "全角　空格\xa0"),  # blanks of any width are text
        ("a\tb\r\nc", "a\\tb\\r\\nc"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b2J\x85", "\\x9b2J\\x85"),
        ("\u202e\u2066\u200b", "\\u202e\\u2066\\u200b"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ud800", "\\ud800"),
        ("\U000e0041𠮷", "\\U000e0041𠮷"),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(ANY)
def test_no_text_holds_what_a_terminal_obeys(text: str) -> None:
    assert not {unicodedata.category(c) for c in escaped(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(escaped(text).splitlines()) <= 1


@given(st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_says_the_same_escaped_or_not(record: object) -> None:
    text = escaped_json(json.dumps(record, ensure_ascii=False, indent=2))
    assert json.loads(text) == record
    assert all(escaped(line) == line for line in text.split("\n"))
