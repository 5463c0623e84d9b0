"""Written units (度量单位): their canonical form, what compares with what, exact quantities.

Reading and comparing never load pint; `quantity`, `registry` and `to_registry` do, on first use.
"""

from __future__ import annotations

from budgetkpi.units.quantities import quantity, to_registry
from budgetkpi.units.registries import registry
from budgetkpi.units.relations import Relation, RelationKind, factor, relation
from budgetkpi.units.vocabularies import Definition, Vocabulary, current, define, use
from budgetkpi.units.written import (
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

__all__ = [
    "Definition",
    "Relation",
    "RelationKind",
    "Vocabulary",
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
