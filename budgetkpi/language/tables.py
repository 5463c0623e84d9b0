"""The parser's tables, kept so that the first cell need not wait for them (语法表).

Building them from the grammar takes 150 ms, reading them 20. The file carries the text
that it was made from, the grammar with its units, and Lark's version. Where they differ, the
parser is built from the text, which is slower and says the same. To write the file anew:

    python -m budgetkpi.language.tables
"""

from __future__ import annotations

import json
import sys
import zlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.language.grammar import FILES, build, grammar_text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from lark import Lark

__all__ = ["fresh", "read", "write"]

FILE: Final = "tables.bin"
_LEVEL: Final = 9


def _made_from() -> list[str]:
    """What the tables depend on: the files of the grammar, the units and the version of Lark."""
    from lark import __version__  # noqa: PLC0415

    folder = resources.files("budgetkpi.grammar")
    files = (*(f"{name}.lark" for name in FILES), "units.toml")
    return [*(folder.joinpath(name).read_text(encoding="utf-8") for name in files), __version__]


def read() -> Lark | None:
    """The parser from the kept tables, None where they are missing or older than the grammar."""
    from lark import Lark  # noqa: PLC0415  (20 ms that only the first cell pays)

    kept = _kept()
    if kept is None or kept["from"] != _made_from():
        return None
    tables = kept["tables"]["data"]["parser"]["parser"]
    tables["states"] = {
        int(state): {int(token): tuple(action) for token, action in actions.items()}
        for state, actions in tables["states"].items()
    }
    tables["tokens"] = {int(number): name for number, name in tables["tokens"].items()}
    memo = {int(number): entry for number, entry in kept["tables"]["memo"].items()}
    parser: Lark = Lark.load({"data": kept["tables"]["data"], "memo": memo})
    return parser


def fresh() -> bool:
    """Whether the kept tables were made from the grammar as it stands."""
    kept = _kept()
    return kept is not None and (kept["from"][:-1], kept["grammar"]) == (_made_from()[:-1], grammar_text())


def _file() -> Traversable:
    return resources.files("budgetkpi.language").joinpath(FILE)


def _kept() -> dict[str, Any] | None:
    file = _file()
    if not file.is_file():
        return None
    kept: dict[str, Any] = json.loads(zlib.decompress(file.read_bytes()))
    return kept


def write(path: Path) -> None:
    """Build the parser from the text and keep its tables in the file `path`."""
    from lark.grammar import Rule  # noqa: PLC0415
    from lark.lexer import TerminalDef  # noqa: PLC0415

    data, memo = build().memo_serialize([TerminalDef, Rule])
    data["options"]["_plugins"] = {}
    kept = json.dumps(
        {"from": _made_from(), "grammar": grammar_text(), "tables": {"data": data, "memo": memo}},
        ensure_ascii=False,
    )
    path.write_bytes(zlib.compress(kept.encode(), _LEVEL))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name(FILE))
