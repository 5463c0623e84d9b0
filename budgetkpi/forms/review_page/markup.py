"""HTML that is text until it says otherwise (网页标记).

Whatever is put between tags is escaped, but for what `tag` itself has made. So a cell with markup in
it is text.
"""

from __future__ import annotations

import functools
import html
import re
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from budgetkpi.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Both", "Child", "Markup", "cell", "join", "said", "tag", "text"]


class Markup(str):
    """HTML as it stands in the page."""

    __slots__ = ()


class Both(Protocol):
    """What is said in both languages: a Message, a member of a closed set, a grade."""

    @property
    def en(self) -> str:
        """The English."""

    @property
    def zh(self) -> str:
        """The Chinese."""


Child: TypeAlias = "str | Markup | None"
_VOID: Final = frozenset({"meta", "link", "input", "br"})
_ACTS: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff]"
)
"""What no page should hold: controls, overrides of the direction of writing, halves of characters."""


def text(content: str) -> Markup:
    """A text, escaped; what acts on what stands around it is shown as its escape."""
    if content.isalnum():  # most of them: letters, Chinese or not, and digits
        return Markup(content)
    shown = _ACTS.sub(lambda found: escaped(found[0]), content.replace("\r\n", "\n"))
    return Markup(html.escape(shown))


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element.

    Args:
        name: of the element.
        children: what stands in it; a text is escaped, None is left out.
        attributes: `class_` is class, `data_o` is data-o; True is an attribute without a value, None and
            False leave it out.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        shown = key.rstrip("_").replace("_", "-")
        parts.append(f" {shown}" if value is True else f' {shown}="{text(value)}"')
    parts.append(">")
    if name not in _VOID:
        parts += (child if isinstance(child, Markup) else text(child) for child in children if child)
        parts.append(f"</{name}>")
    return Markup("".join(parts))


def join(children: Iterable[Child], between: str = "") -> Markup:
    """Several children one behind the other."""
    shown = (child if isinstance(child, Markup) else text(child) for child in children if child)
    return Markup(text(between).join(shown))


def cell(content: str) -> Markup:
    """A cell of a document: text of its own, whatever way it runs, with its line breaks."""
    return tag("bdi", content.strip(), lang="zh-CN") if content.strip() else Markup("")


def said(message: Both) -> Markup:
    """A sentence of ours in both languages, of which the page shows one."""
    return _both(message.zh, message.en)


@functools.lru_cache(maxsize=4096)
def _both(zh: str, en: str) -> Markup:
    """A sentence in both languages; cached, for tables repeat what is said of them."""
    if zh == en:
        return text(en)
    return Markup(f'<span lang="zh">{text(zh)}</span><span lang="en">{text(en)}</span>')
