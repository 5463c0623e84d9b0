"""What is said to people: each code that is used has its texts, and each text its use."""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest

import budgetkpi
import budgetkpi as bk
from budgetkpi.messages import CATALOGS, Catalog, Message, Note, _filled, outlined, series
from budgetkpi.resources import grammar, load_table
from budgetkpi.wording import Worded

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = {path: path.read_text(encoding="utf-8") for path in Path(budgetkpi.__file__).parent.rglob("*.py")}
CODE = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")
QUOTED = re.compile(r"[\"']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)[\"']")
BEGUN = re.compile(r"f[\"']([a-z][a-z0-9]*(?:-[a-z0-9]+)*-)\{")
"""A code put together where it is said: its beginning."""
SAID = re.compile(r"\b(?:say|note|failed|_noted|_also|say\.note)\(\s*[\"']([a-z0-9-]+)[\"']")


def catalogs() -> list[str]:
    folder = grammar().joinpath("messages")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def words_of_the_package() -> set[str]:
    """Every quoted word that has the shape of a code, in the code and in the tables of rules."""
    folder = grammar()
    tables = [
        file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith((".toml", ".lark"))
    ]
    return {word for text in (*SOURCES.values(), *tables) for word in QUOTED.findall(text)}


def words_of_closed_sets() -> set[str]:
    """The codes of the words that members of closed sets have."""
    for module in pkgutil.walk_packages(budgetkpi.__path__, "budgetkpi."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {
        f"{closed.__name__.lower()}-{member.name.lower().replace('_', '-')}"
        for closed in Worded.__subclasses__()
        for member in closed
    } | {code for code in Catalog("wording").codes() if code.startswith(("grade-", "column-"))}


def fields(text: str) -> set[str]:
    """The fields of a text; those that are filled in each language by its own words count as one."""
    names = {field for _, field, _, _ in Formatter().parse(text) if field}
    return {
        "said" if name in ("en", "zh") else name.removesuffix("_zh").removesuffix("_en") for name in names
    }


def test_every_file_of_messages_is_a_catalog() -> None:
    assert set(catalogs()) <= set(CATALOGS)


@pytest.mark.parametrize("name", catalogs())
def test_each_message_says_the_same_fields_in_both_languages(name: str) -> None:
    for code, texts in load_table("messages", f"{name}.toml").items():
        assert CODE.fullmatch(code), code
        assert {"en", "zh"} == set(texts) - {"terminals"}, code
        assert texts["en"].strip(), code
        assert texts["zh"].strip(), code
        assert fields(texts["en"]) == fields(texts["zh"]), code
        assert not re.search(r"[，。；：]", texts["en"]), code


@pytest.mark.parametrize("name", catalogs())
def test_no_message_is_left_that_nobody_says(name: str) -> None:
    said = words_of_the_package() | words_of_closed_sets()
    begun = tuple({word for text in SOURCES.values() for word in BEGUN.findall(text)})
    named = {code for code, texts in load_table("messages", f"{name}.toml").items() if texts.get("terminals")}
    silent = [
        code for code in Catalog(name).codes() if code not in said | named and not code.startswith(begun)
    ]
    assert not silent


def test_every_code_that_is_said_has_a_text() -> None:
    known = {code for name in catalogs() for code in Catalog(name).codes()}
    unknown = {
        (path.name, code)
        for path, text in SOURCES.items()
        for code in SAID.findall(text)
        if code not in known
    }
    assert not unknown


def test_a_message_is_its_english() -> None:
    message = Catalog("errors")("mixed-units", first="元", second="个")
    assert "the units 元 and 个 follow each other but do not add up" == str(message) == message.en
    assert "“元”与“个”连写，但不能相加" == message.zh


def test_a_note_has_the_code_of_its_message() -> None:
    note = Catalog("reading").note("doubled", rule="words", alternatives=("翻倍",), rise=100)
    assert Note(Message("doubled", note.message.en, note.message.zh), "words", ("翻倍",)) == note
    assert ("doubled", str(note.message)) == (note.code, str(note))


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Catalog("errors")("no-such-code")


SAYS_OF_SEVERAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}]*)\}")
NOUNS = {
    found[2].split()[0]
    for name in catalogs()
    for texts in load_table("messages", f"{name}.toml").values()
    for found in SAYS_OF_SEVERAL.findall(texts["en"])
} - {"are", "have", "were", "them", "count", "take", "counts"}
"""What is counted anywhere in a message."""


NUMBERS = {
    found[1]
    for name in catalogs()
    for texts in load_table("messages", f"{name}.toml").values()
    for found in SAYS_OF_SEVERAL.finditer(texts["en"])
}
"""The fields that are a number in any message."""


def ones(text: str) -> dict[str, str]:
    """What fills each number with 1, and any other field with something else."""
    return {field: "1" if field in NUMBERS else "…" for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("name", catalogs())
def test_one_is_not_spoken_of_as_several(name: str) -> None:
    assert {"row", "point"} & NOUNS == set()
    assert {"rows", "points", "tables", "findings"} <= NOUNS
    several = re.compile(rf"(?<![\w.])1 (?:(?!the)[a-z]+ )?(?:{'|'.join(sorted(NOUNS))})\b")
    for code, texts in load_table("messages", f"{name}.toml").items():
        assert not several.search(_filled(texts["en"], ones(texts["en"]))), code
        assert not SAYS_OF_SEVERAL.search(texts["zh"]), code


def test_what_follows_a_number_is_said_of_one_or_of_several() -> None:
    say = Catalog("sheets")
    assert "1 weight was given for 2 rows" == say("weights-count", given=1, rows=2).en
    assert "3 weights were given for 1 row" == say("weights-count", given=3, rows=1).en
    assert "0 weights were given for 0 rows" == say("weights-count", given=0, rows=0).en


def test_what_a_code_says_of_any_row_says_it_of_several() -> None:
    said = outlined("weights-count")
    assert said is not None
    assert "… weights were given for … rows" == said.en


def test_names_are_parted_as_each_language_does() -> None:
    said = Catalog("errors")("mixed-units", first=series(["元", "角"]), second=series("个", first=1))
    assert "the units 元, 角 and 个 follow each other but do not add up" == said.en
    assert "“元、角”与“个”连写，但不能相加" == said.zh
    assert ("甲, 乙, …", "甲、乙、…") == (series("甲乙丙", first=2), series("甲乙丙", first=2).zh)
    assert ("甲, 乙", "甲、乙、") == (series("甲乙丙", 4), series("甲乙丙", 4).zh)


@pytest.mark.parametrize("name", catalogs())
def test_chinese_is_written_with_the_marks_of_chinese(name: str) -> None:
    for code, texts in load_table("messages", f"{name}.toml").items():
        assert not re.search(r"[\u4e00-\u9fff}][,;:!?](?=[\u4e00-\u9fff{ ])", texts["zh"]), code


def test_an_error_that_lists_names_is_chinese_all_through(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('base = "national-2020"\nrevers = "silent"\n', encoding="utf-8")
    row = bk.Indicator("培训", "≥5场", points=10)
    calls: list[Callable[[], object]] = [
        lambda: bk.read_rows(io.StringIO("甲,乙\n1,2\n")),
        lambda: bk.Sheet().appraise(policy="nowhere"),
        lambda: bk.check(row, select="nothing"),
        lambda: bk.from_record({**bk.to_record(bk.Missing()), "甲": 1, "乙": 2}),
        lambda: bk.Policy.from_toml(own),
        lambda: bk.score(row, "5场", choose="most"),
        lambda: bk.write_form(bk.Sheet().appraise(), tmp_path / "x.xlsx", form="no"),
        lambda: bk.Amount(5, comparator="x"),  # type: ignore[arg-type]
    ]
    for wrong in calls:
        with pytest.raises(bk.BudgetKpiError) as caught:
            wrong()
        zh = caught.value.zh  # type: ignore[attr-defined]
        assert "、" in zh
        assert ", " not in zh
