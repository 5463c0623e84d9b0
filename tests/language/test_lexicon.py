"""The words of the language: one word, one kind; and a word that is added is known everywhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from budgetkpi.errors import LanguageError
from budgetkpi.kinds import Comparator
from budgetkpi.language.lexicon import FILE, Lexicon, drawn_sign, lexicon, parse_lexicon
from budgetkpi.resources import load_text
from budgetkpi.text import fold

WORDS, AROUND = load_text(FILE), load_text("around.toml")
GT = '[GT]\nen = "a comparison sign"\n'


def refused(words: str = WORDS, around: str = AROUND) -> str:
    with pytest.raises(LanguageError) as caught:
        parse_lexicon(words, around)
    assert caught.value.zh
    return str(caught.value)


def line_of(text: str, found: str) -> int:
    """The line on which a part of a text begins."""
    return text[: text.index(found)].count("\n") + 1


def added(kind: str, word: str) -> str:
    """The table with one more word of a kind, on a line of its own."""
    head = WORDS.index("'''\n", WORDS.index(f"[{kind}]")) + 4
    return f"{WORDS[:head]}{word}\n{WORDS[head:]}"


# -- the table


def test_the_lexicon_is_read_once() -> None:
    assert lexicon() is lexicon()


def test_a_word_has_one_kind_and_stands_folded() -> None:
    words = lexicon()
    for text, word in words.words.items():
        assert text == word.text == fold(text)
        assert word.kind == "WORD" or word.kind in words.kinds
        assert not any(character.isspace() for character in text)


def test_a_longer_word_wins() -> None:
    words = lexicon()
    for text in words.words:
        found = words.longest(f"{text}90%", 0)
        assert found is not None
        assert found.text == text
    found = words.longest("大于等于90%", 0)
    assert found is not None
    assert ("大于等于", "GE") == (found.text, found.kind)


def test_every_kind_has_a_phrase_in_two_languages() -> None:
    for kind in lexicon().kinds.values():
        assert kind.phrase.en
        assert kind.phrase.zh


@pytest.mark.parametrize(
    ("kind", "word", "first"), [("GT", "至少", "GE"), ("LT", "以上", "ABOVE"), ("PLAN", "取消", "UNDONE")]
)
def test_a_word_under_two_kinds_is_an_error_with_file_and_line(kind: str, word: str, first: str) -> None:
    said = refused(added(kind, word))
    assert "grammar/words.toml, line " in said
    assert f"{word} stands under " in said
    assert first in said
    assert kind in said


@pytest.mark.parametrize("word", ["超", "至少", "达"])
def test_the_line_of_a_clash_is_where_the_second_stands(word: str) -> None:
    """Also where longer words with the same characters stand further down (超支, 达标)."""
    text = added("DASH", word)
    assert f"grammar/words.toml, line {line_of(text, chr(10) + word + chr(10)) + 1}: {word} " in refused(text)


def test_a_word_of_two_files_is_an_error_with_file_and_line() -> None:
    around = AROUND.replace("numerals = '''\n", "numerals = '''\n以上\n", 1)
    line = line_of(around, "\n以上\n") + 1
    assert f"grammar/around.toml, line {line}: 以上 stands under ABOVE and under WORD" in refused(
        around=around
    )


def test_a_misspelt_key_is_an_error_with_file_line_and_key() -> None:
    words = WORDS.replace(GT, f"{GT}wrods = '逾'\n", 1)
    line = line_of(words, "wrods")
    assert refused(words) == f"grammar/words.toml, line {line}: the kind GT has no key wrods"


def test_a_broken_table_is_an_error_with_file_and_place() -> None:
    assert refused(f"{WORDS}\n[X").startswith("grammar/words.toml is no TOML: ")
    assert refused(around=f"{AROUND}\n[X").startswith("grammar/around.toml is no TOML: ")


def test_the_same_word_twice_under_one_kind_is_no_clash() -> None:
    assert lexicon().words.keys() == parse_lexicon(added("GT", "超过"), AROUND).words.keys()


# -- signs


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("≥", Comparator.GE),
        (">=", Comparator.GE),
        ("=>", Comparator.GE),
        ("≤", Comparator.LE),
        ("≥≥", Comparator.GE),
        ("=", Comparator.EQ),
        ("不低于", Comparator.GE),
        ("不得超过", Comparator.LE),
        ("不应当低于", Comparator.GE),
        ("严禁超过", Comparator.LE),
        ("未达到", Comparator.LT),
        ("最高不超过", Comparator.LE),
        ("不逊于", Comparator.GE),
        ("超", Comparator.GT),
    ],
)
def test_signs_of_a_column(text: str, comparator: Comparator) -> None:
    assert (comparator, len(text)) == lexicon().sign_at(text)


@pytest.mark.parametrize("text", ["正向", "定性", "不", "", "%", "><", "超市"])
def test_no_signs_of_a_column(text: str) -> None:
    assert lexicon().sign_at(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "end"),
    [("≥", "GE", 1), (">=5", "GE", 2), ("=>", "GE", 2), ("<=", "LE", 2), ("==", "EQ", 2), ("≤≥", "", 2)],
)
def test_drawn_signs(text: str, kind: str, end: int) -> None:
    assert (kind, end) == drawn_sign(text, 0)


# -- a word that is added


NEW = "不逊色于"
PROBE = f"""
import json
import budgetkpi.resources as resources
kept = resources.load_text
resources.load_text = lambda *path: {{words!r}} if path == ("words.toml",) else kept(*path)
import budgetkpi as bk
row = bk.Indicator("完成率", "95", comparator="{NEW}", unit="%")
inferred = bk.infer_direction(bk.Indicator("经费比例", "90%", description="比例{NEW}90%"))
said = {{{{
    "cell": str(bk.parse("{NEW}90%")),
    "behind a name": str(bk.parse("满意率{NEW}90%")),
    "reference": str(bk.parse("{NEW}上年水平")),
    "two limits": str(bk.parse("{NEW}80%且不超过90%")),
    "sign column": str(bk.parse("95", indicator=row)),
    "sentence": [(m.text, str(m.value)) for m in bk.find("年内满意率{NEW}90%。")],
    "description": inferred.rule,
    "direction": inferred.direction.value,
    "verdict": bk.evaluate("{NEW}90%", "91%").outcome.value,
}}}}
print(json.dumps(said))
"""


@pytest.mark.parametrize(
    ("kind", "symbol", "reference", "direction", "verdict"),
    [("GE", "≥", "不低于", "at_least", "met"), ("LT", "<", "低于", "at_most", "not_met")],
)
def test_one_line_makes_a_word_known_to_every_reader(
    kind: str, symbol: str, reference: str, direction: str, verdict: str
) -> None:
    assert NEW not in lexicon().words
    code = PROBE.format(words=added(kind, NEW))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    said = json.loads(done.stdout)
    assert {
        "cell": f"{symbol}90%",
        "behind a name": f"{symbol}90%",
        "reference": f"{reference}上年水平",
        "two limits": "80~90%" if kind == "GE" else said["two limits"],
        "sign column": f"{symbol}95%",
        "sentence": [[f"{NEW}90%", f"{symbol}90%"]],
        "description": "sign-in-description",
        "direction": direction,
        "verdict": verdict,
    } == said


def test_a_vouched_word_is_added_in_one_line_too() -> None:
    words = parse_lexicon(WORDS, AROUND.replace("done = '''\n", "done = '''\n踏勘\n", 1))
    assert isinstance(words, Lexicon)
    assert "踏勘" in words.vouched
    assert "踏勘" not in lexicon().vouched
    assert 2 == words.vouched_at("踏勘现场", 0)
