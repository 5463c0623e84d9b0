"""Files of rules and of words that nobody wrote in good faith: at once an error that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import budgetkpi as bk
from budgetkpi.cli import main
from budgetkpi.monitoring import MonitorPolicy
from budgetkpi.toml_files import _PART, LARGEST_FILE, MOST_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

GRAMMAR = Path(__file__).parents[1] / "grammar"
READERS: dict[str, tuple[Callable[[Path], object], type[bk.BudgetKpiError]]] = {
    "policy": (bk.Policy.from_toml, bk.PolicyError),
    "monitoring": (MonitorPolicy.from_toml, bk.PolicyError),
    "vocabulary": (bk.Vocabulary.from_toml, bk.VocabularyError),
}
DEEP = "tables and arrays more than 50 deep"
PARTS = "the file has more than 50000 parts"
HOSTILE = {
    "ten megabytes": ("#" + "x" * 10_000_000, "larger than 500000 bytes"),
    "a byte too many": ("#" * 500_001, "larger than 500000 bytes"),
    **{
        f"so many {kind}": (f"{head}{part * (490_000 // len(part))}{tail}", f"line {line}: {PARTS}")
        for kind, (head, part, tail, line) in {
            "numbers": ("\n\nx = [", "1,", "]", 3),
            "numbers on lines": ("x = [\n", "1,\n", "]", 25_001),
            "texts": ("\nx = [", '"",', "]", 2),
            "arrays": ("\nx = [", "[],", "]", 2),
            "tables in a list": ("\nx = [", "{a=1},", "]", 2),
            "deep arrays": ("\nx = [", "[" * 40 + "]" * 40 + ",", "]", 2),
            "tables": ("", "[[a]]\n", "", 16_667),
            "keys": ("", "a.b=1\n", "", 25_001),
            "remarks": ("", "#\n", "", 50_001),
            "blank lines": ("", "\n", "", 50_001),
        }.items()
    },
    "arrays in arrays": ("\n\nx = " + "[" * 20_000 + "]" * 20_000, f"line 3: {DEEP}"),
    "arrays that stay open": ("\nx = " + "[" * 20_000, f"line 2: {DEEP}"),
    "tables in tables": ("\nx = " + "{a=" * 20_000 + "1" + "}" * 20_000, f"line 2: {DEEP}"),
    "brackets on lines": ("x = \\\n" + "[\n" * 20_000, "line 1"),
    "a head of many parts": ("\n[" + "a." * 400 + "a]", f"line 2: {DEEP}"),
    "a head of more parts": ("\n[" + "a." * 20_000 + "a]", "line 2: more than 500 points"),
    "heads of many parts": ("\n" + "".join(f"[{'a.' * 400}b{n}]\n" for n in range(100)), f"line 2: {DEEP}"),
    "keys of many parts": (
        "\n" + "".join(f"{'a . ' * 150}b{n} = 1\n" for n in range(100)),
        f"line 2: {DEEP}",
    ),
    "quoted keys of many parts": ("x = 1\n" + "\"a'\".'b' . " * 30 + "c = 1", f"line 2: {DEEP}"),
    "keys of many parts in a table": ("\nx = { y = 1, " + "a." * 60 + "a = 1 }", f"line 2: {DEEP}"),
    "a key of many characters": ("k" * 400_000 + " = 1", "line 1: a key of more than 100 characters"),
    "a long key": ("\n\n" + "k" * 490_000 + " = 1", "line 3: a key of more than 100 characters"),
    "a long key in quotes": ('\n"' + "键" * 101 + '" = 1', "line 2: a key of more than 100 characters"),
    "a long key in escapes": ('\n"' + "\\u952e" * 101 + '" = 1', "line 2: a key of more than 100 characters"),
    "a key that a terminal obeys": ('\n"\\u001b[2J" = 1', "line 2: a key of more than 100 characters, or"),
    "a key that turns the line": ('\n"\u202e" = 1', "line 2: a key of more than 100 characters, or"),
    "a long text": ('\n\ntitle = "' + "长" * 150_000 + '"', "line 3: a text of more than 1000 characters"),
    "a long text in a list": (
        '\nblanks = ["' + "长" * 1001 + '"]',
        "line 2: a text of more than 1000 characters",
    ),
    "a whole number": ("\nx = " + "9" * 100_000, "line 2: a whole number with too many digits"),
    "a whole number in groups": ("\nx = " + "9_" * 100_000 + "9", "line 2: a whole number with too many"),
    "an exponent": ("\nx = 1e" + "9" * 100_000, "line 2: a number whose exponent is out of range"),
    "a small exponent": ("\nx = 1e-" + "9" * 30, "line 2: a number whose exponent is out of range"),
    "no month": ("\nx = 2023-13-40", "line 2"),
    "no day": ("\nx = 2023-02-30", "line 2"),
    "no year": ("\nx = 0000-01-01", "line 2"),
    "no hour": ("\nx = 25:61:61", "line 2"),
    "no offset": ("\nx = 2020-01-01T00:00:00+99:99", "line 2"),
    "no character": ('\nx = "\\Uffffffff"', "line 2"),
    "a text that stays open": ('\nx = "' + "y" * 490_000, "at end of document"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_an_error_that_names_the_place(kind: str, reader: str, tmp_path: Path) -> None:
    content, said = HOSTILE[kind]
    file = tmp_path / "own.toml"
    file.write_text(content, encoding="utf-8")
    read, error = READERS[reader]
    with pytest.raises(error) as caught:
        read(file)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_command_ends_with_status_2_and_one_line(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = HOSTILE[kind]
    file, table = tmp_path / "own.toml", tmp_path / "table.csv"
    file.write_text(content, encoding="utf-8")
    table.write_text("三级指标,指标值,实际完成值,分值\n培训场次,≥5场,6场,10\n", encoding="utf-8")
    for command in (
        ["score", str(table), "--policy", str(file)],
        ["monitor", str(table), "--as-of", "2025-06-30", "--policy", str(file)],
        ["judge", str(table), "--vocabulary", str(file)],
    ):
        assert main(command) == 2
        printed = capsys.readouterr()
        assert not printed.out
        assert said in printed.err
        assert len(printed.err.splitlines()) == 1


def test_points_and_long_lines_that_are_no_keys_are_read(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    cells = ", ".join(f'"见附件.{n}"' for n in range(400))
    file.write_text(f'blanks = [{cells}, "{"详." * 60}"]\n', encoding="utf-8")
    assert len(bk.Vocabulary.from_toml(file).blanks) == 401


def test_a_vocabulary_of_five_thousand_units_is_read(tmp_path: Path) -> None:
    digits = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
    names = [f"{n}".translate(digits) + "箱" for n in range(5_000)]
    file = tmp_path / "own.toml"
    lines = "".join(f'    "{name} = 2 集装箱",  # 自有单位\n' for name in names)
    file.write_text(f"units = [\n{lines}]\n", encoding="utf-8")
    with bk.Vocabulary.from_toml(file).use():
        assert bk.Outcome.MET is bk.evaluate("≥4集装箱", f"2{names[-1]}").outcome


@pytest.mark.parametrize("file", sorted(GRAMMAR.rglob("*.toml")), ids=lambda file: file.name)
def test_our_own_files_are_far_within_the_limits(file: Path) -> None:
    assert 5 * file.stat().st_size < LARGEST_FILE
    assert 5 * len(_PART.findall(file.read_text(encoding="utf-8"))) < MOST_PARTS
