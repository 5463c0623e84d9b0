"""What is handed over to be written (待写出的自评结果)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.errors import FormError
from budgetkpi.messages import Catalog
from budgetkpi.sheets import Appraisal

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["given_appraisals"]

_say: Final = Catalog("forms")


def given_appraisals(given: Appraisal | Iterable[Appraisal]) -> list[Appraisal]:
    """One appraisal or several, as a list.

    Raises:
        FormError: there is none.
        TypeError: something else, such as a sheet that nobody has appraised.
    """
    if isinstance(given, Appraisal):
        return [given]
    things: list[object] = list(given) if hasattr(given, "__iter__") else [given]
    for one in things:
        if not isinstance(one, Appraisal):
            raise TypeError(f"an Appraisal is written, not {type(one).__name__}; sheet.appraise() makes one")
    appraisals = [one for one in things if isinstance(one, Appraisal)]
    if not appraisals:
        raise FormError(_say("nothing-to-write"))
    return appraisals
