"""Words of the caller's own: units, ladders, blanks (自定义词汇).

A vocabulary is a value. It holds inside a `with` block of the running thread or task only,
so that no caller changes what another one reads.
"""

from __future__ import annotations

import contextlib
import contextvars
import os
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.errors import BudgetKpiError, VocabularyError
from budgetkpi.inputs import as_instance, as_path, as_text, listed, refused, wrong_type
from budgetkpi.messages import Catalog, series
from budgetkpi.shown import Shown
from budgetkpi.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from budgetkpi.ladders import Ladders
    from budgetkpi.messages import Message

__all__ = ["Vocabulary", "current"]


def _blanks(cells: Iterable[str]) -> frozenset[str]:
    return frozenset(map(tidy, listed(cells, "blanks", as_text)))


def _harmless(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(tidy, listed(words, "harmless", as_text))))


@attrs.frozen(kw_only=True, repr=False)
class Vocabulary(Shown):
    """What a caller adds to the words that budgetkpi knows (自定义词汇).

    Attributes:
        units: units that nobody listed, as `budgetkpi.units.define` makes them.
        ladders: the ladders of grade words, None for the built-in ones alone.
        blanks: cells that say that nothing was filled in, folded and without blanks.
        harmless: words that may stand beside a value and say nothing, folded and without blanks.

    >>> from budgetkpi import parse
    >>> own = Vocabulary().with_units("轮次").with_blanks("见附件")
    >>> with own.use():
    ...     parse("见附件").kind.value, parse("≥18轮次").notes
    ('missing', ())
    """

    units: units.Vocabulary = attrs.field(factory=units.Vocabulary)
    ladders: Ladders | None = None
    blanks: frozenset[str] = attrs.field(default=frozenset(), converter=_blanks)
    harmless: frozenset[str] = attrs.field(default=frozenset(), converter=_harmless)

    def __attrs_post_init__(self) -> None:
        as_instance(self.units, "units", units.Vocabulary, "vocabulary")
        if self.ladders is not None:
            from budgetkpi.ladders import Ladders  # noqa: PLC0415  (as in `with_ladder`)

            as_instance(self.ladders, "ladders", Ladders, "result", kind="Ladders")

    def _told(self) -> str:
        own = [definition.written for definition in self.units.definitions]
        ladders = [f"ladders {', '.join(self._own_ladders())}"] * (self.ladders is not None)
        blanks = [f"blanks {', '.join(sorted(self.blanks))}"] * bool(self.blanks)
        harmless = [f"harmless {', '.join(sorted(self.harmless))}"] * bool(self.harmless)
        return "; ".join([f"units {', '.join(own)}"] * bool(own) + ladders + blanks + harmless) or "empty"

    def _own_ladders(self) -> list[str]:
        from budgetkpi.ladders import builtin  # noqa: PLC0415  (as in `with_ladder`)

        known = builtin().names
        return [] if self.ladders is None else [name for name in self.ladders.names if name not in known]

    def with_units(self, *definitions: str) -> Vocabulary:
        """This vocabulary and units of the caller's own.

        Args:
            definitions: as `budgetkpi.units.define` takes them: `"轮次"`, `"标箱 = 2 集装箱"`,
                `"捆 ~ 件"`.

        Raises:
            UnitError: a definition cannot be read or changes a listed unit.
        """
        taken = listed(definitions, "definitions", as_text)
        return attrs.evolve(self, units=units.define(*taken, base=self.units))

    def with_ladder(self, name: str, rungs: Sequence[Sequence[str]]) -> Vocabulary:
        """This vocabulary and a ladder of grade words, which comes before the built-in ones.

        Args:
            name: what the ladder is called.
            rungs: its words from the worst rung to the best; words of one rung are synonyms.

        Raises:
            ValueError: no rung, a rung without words, or a blank word.
        """
        from budgetkpi.ladders import builtin  # noqa: PLC0415  (words load with the first cell of words)

        words = listed(rungs, "rungs", lambda rung, at: listed(rung, at, as_text, "rungs"), "rungs")
        return attrs.evolve(self, ladders=(self.ladders or builtin()).extended(as_text(name, "name"), words))

    def with_blanks(self, *cells: str) -> Vocabulary:
        """This vocabulary and cells that are read as nothing filled in."""
        return attrs.evolve(self, blanks=self.blanks | _blanks(cells))

    def with_harmless(self, *words: str) -> Vocabulary:
        """This vocabulary and words that may stand beside a value and say nothing (惠民 of 惠民培训10场)."""
        return attrs.evolve(self, harmless=self.harmless | _harmless(words))

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Vocabulary:
        """Read words of the caller's own from a TOML file, in UTF-8 or GB18030 (由文件读取词汇).

        The file may hold `units` (texts as `with_units` takes them), `blanks`, `harmless` (lists of
        texts) and a table `ladders` (the name of each and its rungs, from the worst to the best).

        Raises:
            VocabularyError: the file is no TOML, is too large or nested too deep, or a key is unknown or
                holds something else; the message names the file and the key.
            OSError: the file cannot be opened.
        """
        name = os.path.basename(as_path(path, "path"))  # noqa: PTH119  (pathlib takes its time to load)
        from budgetkpi.toml_files import read_toml  # noqa: PLC0415  (most vocabularies are no files)

        def refuse(why: Message) -> VocabularyError:
            return _refused(name, "", why.en, why.zh)

        made = cls()
        for key, given in read_toml(path, refuse).items():
            try:
                made = _with(made, key, given)
            except (BudgetKpiError, ValueError, TypeError) as error:
                said = getattr(error, "zh", str(error))
                raise _refused(name, key, getattr(error, "en", str(error)), said) from None
        return made

    @contextlib.contextmanager
    def use(self) -> Iterator[Vocabulary]:
        """Read every cell with this vocabulary inside the `with` block."""
        from budgetkpi import ladders  # noqa: PLC0415

        token = _CURRENT.set(self)
        try:
            with units.use(self.units), ladders.use(self.ladders or ladders.builtin()):
                yield self
        finally:
            _CURRENT.reset(token)


_say: Final = Catalog("errors")
_KEYS: Final = ("units", "blanks", "harmless", "ladders")
"""What a file of words may hold."""


def _refused(file: str, key: str, why: str, why_zh: str) -> VocabularyError:
    place = f"{file}, {key}" if key else file
    return VocabularyError(_say("vocabulary-file", why=why, why_zh=why_zh), place)


def _with(made: Vocabulary, key: str, given: object) -> Vocabulary:
    """A vocabulary and what one key of a file adds to it."""
    if key == "ladders":
        if not isinstance(given, dict):
            raise wrong_type(key, "mapping", given)
        for name, rungs in given.items():
            made = made.with_ladder(name, rungs)
        return made
    if key not in _KEYS:
        raise refused(key, "member", key, choices=series(_KEYS))
    words = listed(given, key, as_text)
    adding = {"units": made.with_units, "blanks": made.with_blanks, "harmless": made.with_harmless}
    return adding[key](*words)


_CURRENT: Final[contextvars.ContextVar[Vocabulary | None]] = contextvars.ContextVar(
    "vocabulary", default=None
)

current: Final = _CURRENT.get
"""The vocabulary in use, None outside every `with` block. Asked for every cell."""
