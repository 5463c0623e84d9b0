"""Official forms to fill in, and a page to look at (绩效自评表与审阅页)."""

from __future__ import annotations

from budgetkpi.forms.review_page import write_review
from budgetkpi.forms.workbook import write_form

__all__ = ["write_form", "write_review"]
