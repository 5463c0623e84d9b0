"""Words of the caller's own in a TOML file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import budgetkpi as bk

PAGE = (Path(__file__).resolve().parent.parent / "docs/adding.md").read_text(encoding="utf-8")
FILE = next(
    text for text in re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE) if "harmless" in text
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_of_the_adding_page(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(FILE.encode(encoding))
    own = bk.Vocabulary.from_toml(file)
    assert bk.parse("见附件").kind is bk.Kind.TEXT
    assert "words-unvouched" in {note.code for note in bk.parse("采编10篇").notes}
    with own.use():
        assert bk.parse("≥18轮次").notes == ()
        assert bk.parse("见附件").kind is bk.Kind.MISSING
        assert bk.evaluate("推进中", "建成").outcome is bk.Outcome.MET
        assert bk.evaluate("推进中", "已启动").outcome is bk.Outcome.NOT_MET
        assert bk.evaluate("≥4集装箱", "2标箱").outcome is bk.Outcome.MET
        assert bk.quantity(2, "标箱").to("集装箱").magnitude == 4
        assert "words-unvouched" not in {note.code for note in bk.parse("采编10篇").notes}
        assert bk.evaluate("≥10篇", "采编10篇").outcome is bk.Outcome.MET
    assert bk.evaluate("≥10篇", "采编10篇").outcome is bk.Outcome.UNDETERMINED


def test_an_empty_file_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    assert bk.Vocabulary.from_toml(tmp_path / "own.toml") == bk.Vocabulary()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("unit = ['轮次']", "own.toml, unit: unit takes one of units, blanks, harmless, ladders"),
        ("units = '轮次'", "own.toml, units: units takes a list of texts, not str '轮次'"),
        ("units = [3]", "own.toml, units: units[0] takes a text, not int 3"),
        ("units = ['标箱 = 2 块块']", "own.toml, units: nobody has listed the unit '块块'"),
        ("units = ['台']", "own.toml, units"),
        ("blanks = {a = 1}", "own.toml, blanks: blanks takes a list of texts"),
        ("ladders = ['差']", "own.toml, ladders: ladders takes a dict"),
        ("[ladders]\n新 = '差好'", "own.toml"),
        ("[ladders]\n'新' = ['差', '好']", "own.toml, ladders: rungs[0] takes a list of lists"),
        ("[ladders]\n'新' = []", "own.toml, ladders"),
        ("[ladders]\n'新' = [[]]", "own.toml, ladders"),
        ("units = [\n'a'\n= 3", "own.toml"),
        ("x = " + "[" * 3000 + "]" * 3000, "own.toml: line 1"),
        ("#" + "x" * 1_000_000, "own.toml"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, toml: str, said: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(bk.VocabularyError) as caught:
        bk.Vocabulary.from_toml(file)
    assert str(caught.value).startswith(said)
    assert caught.value.place.startswith("own.toml")
    assert len(str(caught.value)) < 600


def test_a_file_that_is_not_there_and_no_file_at_all() -> None:
    with pytest.raises(OSError, match="no-such"):
        bk.Vocabulary.from_toml("no-such.toml")
    with pytest.raises(TypeError, match="path takes a path"):
        bk.Vocabulary.from_toml(3)  # type: ignore[arg-type]
