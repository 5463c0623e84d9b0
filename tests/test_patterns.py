"""No pattern of the package takes longer than in proportion to its text, whatever the text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests.patterns import Matcher, TooMany, attacks

COLLECT = """
import importlib, io, json, pkgutil, sys
from tests.patterns import Recorder

with Recorder() as recorder:
    import budgetkpi as bk
    from tests.cells import known_cells
    modules = []
    for module in pkgutil.walk_packages(bk.__path__, "budgetkpi."):
        if not module.name.endswith("__main__"):
            try:
                modules.append(importlib.import_module(module.name))
            except ImportError:  # an extra that is not installed
                continue
    for cell in known_cells()[::6]:
        try:
            bk.parse(cell)
        except bk.ParseError:
            pass
        bk.find(cell)
        row = bk.Indicator(cell, cell, description=cell, unit="个", bands=[cell] * 4)
        bk.check(row), bk.score(row, cell)
    bk.units.define("标箱 = 2 集装箱")
    bk.Indicator("甲", points="5分", fiscal_year="2021年")

from tests.patterns import Use, compiled_later, literal, name_of, searched, written_places

anywhere = searched()
found = {}
def note(text, flags, file, name, everywhere):
    key = (text, flags)
    found[key] = found.get(key, False) or everywhere or Use(file, name) in anywhere
for file, name, text in compiled_later(modules):
    note(text, 0, file, name, False)
reached = set()
direct = {
    (file, line): call
    for file, first, last, call in written_places()
    for line in range(first, last + 1)
}
for (text, flags), places in recorder.found.items():
    for place in places:
        reached.add(place)
        call = direct.get(tuple(place), "compile")
        note(text, flags, place.file, name_of(place), call not in ("compile", "match", "fullmatch"))
missed = []
for file, first, last, call in written_places():
    if not any((file, line) in reached for line in range(first, last + 1)):
        text = literal(file, first)
        if text is None:
            missed.append(f"{file}:{first}")
        else:
            note(text, 0, file, "", call not in ("compile", "match", "fullmatch"))
print(json.dumps({"found": [[*key, value] for key, value in found.items()], "missed": missed}))
"""


class Collected(NamedTuple):
    """The patterns of the package, and the lines that make one and were not reached."""

    found: list[tuple[str, int, bool]]
    missed: list[str]


@pytest.fixture(scope="module")
def collected() -> Collected:
    """The patterns with their flags, and whether each is tried at more places than one of a text."""
    run = subprocess.run(
        [sys.executable, "-c", COLLECT], capture_output=True, check=True, encoding="utf-8", timeout=300
    )
    told = json.loads(run.stdout)
    return Collected([(text, flags, anywhere) for text, flags, anywhere in told["found"]], told["missed"])


def test_every_pattern_of_the_source_is_found(collected: Collected) -> None:
    """One that is put together at run time has to be reached by the cells that are read above."""
    assert len(collected.found) > 100
    assert [] == collected.missed


LENGTHS = (40, 60_000), (400, 1_000_000)
"""The lengths of the shorter text that are tried, and the most steps for each."""


def grows(pattern: str, flags: int, *, search: bool) -> tuple[str, str, int, int] | None:
    """An attack whose steps grow faster than its length: the text, its end, and the steps.

    What grows between short texts is tried on longer ones: a repeat that has an end stops growing.
    """
    matchers = [(length, Matcher(pattern, flags, most=most)) for length, most in LENGTHS]
    for attack in attacks(pattern, flags)[:12]:
        for end in ("", "\0", attack[0]):
            for whole in (False, True) if not search else (False,):
                if all(_grows(matcher, (attack, end, length), search, whole) for length, matcher in matchers):
                    return attack, end, *_steps(Matcher(pattern, flags), (attack, end, 40), search, whole)
    return None


def _grows(matcher: Matcher, attack: tuple[str, str, int], search: bool, whole: bool) -> bool:
    once, more = _steps(matcher, attack, search, whole)
    return more > 6 * once + 200


def _steps(matcher: Matcher, attack: tuple[str, str, int], search: bool, whole: bool) -> tuple[int, int]:
    """The steps for a text of some length, and for one four times as long."""
    part, end, length = attack
    texts = ((part * (size // len(part) + 1))[:size] + end for size in (length, 4 * length))
    try:
        once, more = (matcher.count(text, search=search, whole=whole) for text in texts)
    except TooMany:
        return 0, matcher.most
    return once, more


def test_no_pattern_grows_faster_than_its_text(collected: Collected) -> None:
    wrong = {}
    for pattern, flags, anywhere in collected.found:
        found = grows(pattern, flags, search=anywhere)
        if found:
            wrong[pattern] = found
    assert {} == wrong


@pytest.mark.parametrize(
    ("pattern", "search"),
    [
        (r"(?:a+)+b", False),
        (r"(?:工资|数额|工资数额)*甲", False),
        (r"(?:数|额|数额)+甲", False),
        (r"[0-9]+:", True),
        (r"《[^》]*》", True),
        (r"\s*,?\s*x", False),
        (r"(?:<!--.*?-->\s*)*<p", False),
    ],
)
def test_the_steps_show_a_pattern_that_goes_back(pattern: str, search: bool) -> None:
    assert grows(pattern, 0, search=search)


@pytest.mark.parametrize(
    ("pattern", "search"),
    [(r"(?:a+)+b", False), (r"[0-9]+(?:\.[0-9]+)?%", False), (r"(?<![0-9])[0-9]++:", True)],
)
def test_what_is_taken_at_once_is_no_failure(pattern: str, search: bool) -> None:
    """The counter agrees with Python's engine on what is found."""
    matcher = Matcher(pattern)
    for text in ("aab", "12.5%", "12:3", "", "b", "1:"):
        match = re.search(pattern, text) if search else re.match(pattern, text)
        assert matcher.end(text, search=search) == (match.end() if match else None)
