"""A page to look at (审阅页): what each project earned, why, and what a reviewer would object to."""

from __future__ import annotations

from budgetkpi.forms.review_page.review import write_review

__all__ = ["write_review"]
