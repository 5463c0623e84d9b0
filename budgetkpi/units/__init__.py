"""Written units (度量单位): their canonical form, what compares with what, exact quantities.

Reading and comparing never load pint; `quantity`, `registry` and `to_registry` do, on first use.
Their own rooms load with them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from budgetkpi.units.relations import Relation, RelationKind, factor, relation
from budgetkpi.units.vocabularies import Definition, Vocabulary, current, use
from budgetkpi.units.written import (
    based,
    canonical,
    dimension,
    joined,
    known,
    longest_at,
    longest_prefix,
    scaled,
    spellings,
    take,
)

if TYPE_CHECKING:
    from budgetkpi.own_units import define
    from budgetkpi.units.quantities import quantity, registry, to_registry

__all__ = [
    "Definition",
    "Relation",
    "RelationKind",
    "Vocabulary",
    "based",
    "canonical",
    "current",
    "define",
    "dimension",
    "factor",
    "joined",
    "known",
    "longest_at",
    "longest_prefix",
    "quantity",
    "registry",
    "relation",
    "scaled",
    "spellings",
    "take",
    "to_registry",
    "use",
]

_LATER: Final = {
    "define": "budgetkpi.own_units",  # it tries the units in cells, so it stands above the language
    "quantity": "budgetkpi.units.quantities",
    "to_registry": "budgetkpi.units.quantities",
    "registry": "budgetkpi.units.quantities",
}


def __getattr__(name: str) -> object:
    """What needs pint, or the language, loaded on first use."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_LATER[name]), name)
    globals()[name] = value
    return value
