"""Coverage-guided calls (覆盖引导的模糊测试), where atheris is installed.

`python -m tests.guided DOOR [SECONDS] [CORPUS]`: known cells are damaged as typing and text recognition do,
and those kept that reach code that no cell reached before. Every law of tests/laws.py is tried; the first
that breaks ends the run with its input.
`pip install atheris` (Linux, Python 3.11 to 3.13); it is no dependency of the tests.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.cells import known_cells

__all__ = ["changed", "main", "parted"]

PARTS: Final = "\x1f"
"""What parts the three texts of an input."""
LONGEST: Final = 900
EVERY: Final = 5
"""Of so many known cells one is a seed: to try all takes a minute, and they are put in later anyway."""
DAMAGED: Final = 0.6
JOINED: Final = 0.2
_OPTIONAL: Final = ("arrow", "duckdb", "frames", "spark", "testing", "__main__")


def parted(data: bytes) -> tuple[str, str, str]:
    """The three texts that an input says."""
    one, other, third = (*data.decode("utf-8", "replace").split(PARTS, 2), "", "")[:3]
    return one[:330], other[:330], third[:330]


def changed(data: bytes, most: int, seed: int) -> bytes:
    """An input with one of its texts damaged, made anew, or taken from the known cells."""
    from tests.calls import words
    from tests.made_cells import damaged, made

    rng, texts = Random(seed), list(parted(data))  # noqa: S311  (repeatable, no secret)
    which = rng.choice((0, 0, 1, 1, 2))
    kind = rng.random()
    if kind < DAMAGED:
        texts[which] = damaged(rng, texts[which])
    elif kind < DAMAGED + JOINED:
        texts[which] += rng.choice(("", "，", "、", "；", "\n", " ")) + rng.choice(
            (made(rng), rng.choice(words()))
        )
    else:
        texts[which] = rng.choice((made(rng), rng.choice(known_cells())))
    return PARTS.join(text.replace(PARTS, "") for text in texts).encode("utf-8", "replace")[:most]


def _load(guide: Any) -> None:  # noqa: ANN401  (the module atheris, which has no types)
    """Load the package with the marks that tell which code was reached."""
    with guide.instrument_imports(include=["budgetkpi"]):
        package = importlib.import_module("budgetkpi")
        for module in pkgutil.walk_packages(package.__path__, "budgetkpi."):
            if not any(part in _OPTIONAL for part in module.name.split(".")):
                importlib.import_module(module.name)


def _seeds(folder: Path, dictionary: Path) -> None:
    """Known cells to begin with, and the words of the language to put in."""
    from tests.calls import words

    cells = known_cells()[::EVERY]
    for n, cell in enumerate(cells):
        others = cells[(7 * n) % len(cells)], cells[(11 * n) % len(cells)]
        (folder / f"{n}").write_bytes(PARTS.join((cell, *others)).encode("utf-8", "replace"))
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
    dictionary.write_text("\n".join(f'"{word}"' for word in escaped), encoding="ascii")


def main(door: str, seconds: int = 60, corpus: str = "") -> None:
    """Try one door for so long; a folder of inputs keeps what was reached."""
    try:
        guide: Any = importlib.import_module("atheris")
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    _load(guide)
    from tests.calls import Figures, call

    def once(data: bytes) -> None:
        figures = Figures()
        call(door, parted(data), figures)
        if figures.wrong:
            raise AssertionError(figures.wrong[0])

    with tempfile.TemporaryDirectory() as given:
        folder, dictionary = Path(corpus or given) / "seeds", Path(given) / "words.dict"
        folder.mkdir(parents=True, exist_ok=True)
        _seeds(folder, dictionary)
        told = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={dictionary}", "-timeout=5")
        guide.Setup([sys.argv[0], *told, str(folder)], once, custom_mutator=changed)
        guide.Fuzz()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    main(what, int(rest[0]) if rest else 60, rest[1] if len(rest) > 1 else "")
