"""Sets of rules with a name (规则集): those shipped, those of a caller's file, that of an office and year."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar, cast

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.inputs import as_path, as_text, as_year, wrong_type
from budgetkpi.inputs import refused as refused_input
from budgetkpi.messages import series
from budgetkpi.resources import load_table
from budgetkpi.rules.fields import Rule, Status, build, refused, say
from budgetkpi.shown import Shown, clipped
from budgetkpi.toml_files import read_toml

if TYPE_CHECKING:
    import os

    from budgetkpi.messages import Message, Note

__all__ = ["HEAD", "SILENT", "RuleSet", "Shelf", "head_field", "years_said"]

SILENT: Final = "silent"
"""What a file writes for a case that a set has no rule for."""
HEAD: Final = ("office", "first_year", "last_year")
"""What a set says of itself beside its name and title."""
_EMPTY: Final[dict[str, object]] = {"office": "", "first_year": None, "last_year": None}


def _first_year(thing: float | str | None) -> int | None:
    return as_year(thing, "first_year")


def _last_year(thing: float | str | None) -> int | None:
    return as_year(thing, "last_year")


@attrs.frozen(repr=False)
class RuleSet(Shown):
    """A set of rules with a name (规则集); a rule that is None is one that it does not have.

    Attributes:
        name: what it is asked for by.
        title: the Chinese name.
        office: whose rules they are (`sichuan`), "" where nobody's.
        first_year, last_year: the budget years for which it holds; None where that end is open or
            not known.
    """

    kinds: ClassVar[Mapping[str, type[Rule]]] = {}
    """The rules that such a set may have, by field."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Those that it must have."""

    name: str
    title: str = ""
    office: str = attrs.field(default="", kw_only=True)
    first_year: int | None = attrs.field(default=None, kw_only=True, converter=_first_year)
    last_year: int | None = attrs.field(default=None, kw_only=True, converter=_last_year)

    def __attrs_post_init__(self) -> None:
        as_text(self.name, "name")
        as_text(self.title, "title")
        for field, kind in self.kinds.items():
            rule = getattr(self, field)
            if not isinstance(rule, kind) and (rule is not None or field in self.needed):
                raise wrong_type(field, "result", rule, kind=kind.__name__)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that the policy has, by field."""
        return {name: rule for name in self.kinds if (rule := getattr(self, name)) is not None}

    @property
    def status(self) -> Status:
        """The weakest status of any of its rules."""
        weakest = (rule.status for rule in self.rules.values())
        return max(weakest, key=lambda status: status.weakness, default=Status.OURS)

    def holds_for(self, fiscal_year: int) -> bool:
        """Whether the policy holds for a budget year, as far as its ends are known."""
        year = as_year(fiscal_year)
        if year is None:
            raise refused_input("fiscal_year", "year", fiscal_year)
        return (self.first_year or year) <= year <= (self.last_year or year)

    def _told(self) -> str:
        return f"{self.name} {clipped(self.title)} ({self.status.value})"


S = TypeVar("S", bound=RuleSet)


@attrs.frozen
class Shelf(Generic[S]):
    """The sets of one kind (规则集库): those that a file of grammar/ holds, and those of the caller's own.

    Attributes:
        file: the file of grammar/, one table a set, and one of `sources`.
        kind: the class of its sets.
    """

    file: str
    kind: type[S]

    def names(self) -> tuple[str, ...]:
        """The names of the shipped sets; a template that somebody must fill in is none."""
        return tuple(name for name, table in _tables(self.file).items() if "template" not in table)

    def named(self, name: str) -> S:
        """The shipped set `name`; cached, one entry a set.

        Raises:
            PolicyError: no such set; the message lists those that exist.
        """
        return cast("S", _named(self, as_text(name, "name")))

    def base_of(self, name: str) -> str:
        """The set whose rules a shipped one takes over where it has none of its own, "" for none."""
        return str(_tables(self.file)[name].get("base", ""))

    def chosen(self, wanted: str | S, fiscal_year: int | None = None) -> tuple[S, tuple[Note, ...]]:
        """The set that was asked for: itself, by its name, or as that of an office.

        Args:
            wanted: a name of `names()`, the name of an office (`sichuan`), or a set.
            fiscal_year: the budget year; an office's set is the one that holds for it.

        Returns:
            The set, and a note of which one was taken for an office, or that it holds for other years.

        Raises:
            PolicyError: no such set or office, no year where the office needs one, or none or several
                for that year.
            TypeError: it is neither a name nor a set.
        """
        if isinstance(wanted, self.kind):
            return wanted, _other_year(wanted, fiscal_year)
        if not isinstance(wanted, str):
            raise wrong_type("policy", "policy", wanted, kind=self.kind.__name__)
        if wanted in _tables(self.file):
            named = self.named(wanted)
            return named, _other_year(named, fiscal_year)
        own = tuple(name for name in self.names() if _tables(self.file)[name].get("office") == wanted)
        if not own:
            raise PolicyError(say("policy-unknown", name=clipped(wanted), known=series(self.names())))
        return self._of_office(wanted, own, fiscal_year)

    def _of_office(
        self, office: str, own: tuple[str, ...], fiscal_year: int | None
    ) -> tuple[S, tuple[Note, ...]]:
        """The one set of an office that holds for the year."""
        known = series(own)
        if fiscal_year is None:
            raise PolicyError(say("policy-year-needed", office=office, known=known))
        holding = [one for one in map(self.named, own) if one.holds_for(fiscal_year)]
        if len(holding) != 1:
            code = "policy-several" if holding else "policy-no-year"
            shown = series(one.name for one in holding) or known
            raise PolicyError(say(code, office=office, year=fiscal_year, known=shown))
        found = holding[0]
        others = tuple(name for name in own if name != found.name)
        note = say.note(
            "policy-chosen", name=found.name, office=office, year=fiscal_year, alternatives=others
        )
        return found, (note,)

    def read(self, path: str | os.PathLike[str], base: str = "") -> S:
        """A set of the caller's own from a TOML file.

        Args:
            path: the file.
            base: the shipped set that it differs from where the file names none, "" for none.

        Raises:
            PolicyError: the file is no TOML, or a field is unknown, missing or impossible; it names the
                file and the field.
            OSError: the file cannot be opened.
        """
        file = Path(as_path(path, "path"))
        table = read_toml(
            file, lambda why: PolicyError(say("policy-no-toml", why=why.en, why_zh=why.zh), file.name)
        )
        try:
            return self._of_file(table, file, base)
        except PolicyError as error:
            raise PolicyError(error.message, file.name) from None

    def _of_file(self, table: dict[str, Any], file: Path, base: str) -> S:
        """The set that the table of a file holds."""
        base = _text(table, "base", base, "hint-policy")
        name = _text(table, "name", file.stem)
        title = _text(table, "title", name)
        head = {field: head_field(field, table.pop(field, _EMPTY[field])) for field in HEAD}
        differs_from = self.named(base) if base else self.kind(name)
        rules = self.rules_of(table, differs_from, file.name)
        return attrs.evolve(differs_from, name=name, title=title, **head, **rules)

    def rules_of(
        self,
        table: Mapping[str, Any],
        base: S | None,
        source: str,
        sources: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The rules of a table, by field.

        Args:
            table: what is said of each: `silent`, the name of a kind, or a table of its fields.
            base: a set from which a rule takes the fields that its table leaves out.
            source: whose a rule is that does not say it.
            sources: what the keys stand for that rules name as their source.

        Raises:
            PolicyError: an unknown, missing or impossible field, by its name.
        """
        kinds = self.kind.kinds
        rules: dict[str, Any] = {}
        for field, rule in table.items():
            if field not in kinds:
                raise PolicyError(say("policy-unknown-field", field=field, known=series(kinds)))
            if rule == SILENT:
                if field in self.kind.needed:
                    raise PolicyError(say("policy-missing-field", field=field))
                rules[field] = None
                continue
            given = {"kind": rule} if isinstance(rule, str) else rule
            if not isinstance(given, Mapping):
                raise refused(field, "hint-table")
            present = None if base is None else cast("Rule | None", getattr(base, field))
            kept = {} if present is None else present.parameters
            said = given.get("source", source)
            said = said if sources is None else sources.get(said, said)
            rules[field] = build(kinds[field], {**kept, **given, "source": said}, field)
        return rules


def head_field(field: str, given: Any) -> Any:  # noqa: ANN401  (a text or a year)
    """What a set says of itself, read: its name, title, office or one of its years."""
    if field in ("first_year", "last_year"):
        try:
            return as_year(given, field)
        except (ValueError, TypeError):
            raise refused(field, "hint-year") from None
    if not isinstance(given, str):
        raise refused(field, "hint-text")
    return given


def years_said(first: int | None, last: int | None) -> Message | None:
    """The budget years for which a set holds, None where it names none."""
    if first is None:
        return None if last is None else say("years-to", last=last)
    if last is None:
        return say("years-from", first=first)
    return say("years-one", first=first) if first == last else say("years-between", first=first, last=last)


def _text(table: dict[str, Any], field: str, otherwise: str, hint: str = "hint-text") -> str:
    """A text of a file's head, taken out of its table."""
    text = table.pop(field, otherwise)
    if not isinstance(text, str):
        raise refused(field, hint)
    return text


def _other_year(policy: RuleSet, fiscal_year: int | None) -> tuple[Note, ...]:
    """The note that a set holds for other years than the one in question."""
    years = years_said(policy.first_year, policy.last_year)
    if fiscal_year is None or years is None or policy.holds_for(fiscal_year):
        return ()
    note = say.note(
        "policy-other-year", name=policy.name, years=years.en, years_zh=years.zh, year=fiscal_year
    )
    return (note,)


@functools.cache
def _named(shelf: Shelf[Any], name: str) -> RuleSet:
    """A shipped set; read once."""
    tables, known = _tables(shelf.file), series(shelf.names())
    table = tables.get(name)
    if table is None:
        raise PolicyError(say("policy-unknown", name=clipped(name), known=known))
    if "template" in table:
        raise PolicyError(say("policy-template", name=name, field=table["template"]))
    head = {field: head_field(field, table.get(field, _EMPTY[field])) for field in HEAD}
    rules = {field: rule for field, rule in table.items() if field not in ("title", "base", *HEAD)}
    base: RuleSet = shelf.named(table["base"]) if "base" in table else shelf.kind(name)
    read = shelf.rules_of(rules, None, "", _sources(shelf.file))
    return attrs.evolve(base, name=name, title=table["title"], **head, **read)


@functools.cache
def _tables(file: str) -> dict[str, dict[str, Any]]:
    """The tables of a file of grammar/ but that of the sources; read once."""
    return {name: table for name, table in load_table(file).items() if name != "sources"}


@functools.cache
def _sources(file: str) -> dict[str, str]:
    """What the keys of `source` stand for; read once."""
    return cast("dict[str, str]", load_table(file)["sources"])
