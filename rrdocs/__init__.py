"""rrdocs: administers a registration rights agreement from data.

Four functions do the work, and the command line is their first user: :func:`load` a deal's folder,
:func:`decide` what is due, :func:`draft` the documents of its events, :func:`bind` PDFs into one
packet. Problems in the data are returned; what cannot be done raises an exception of
:mod:`rrdocs.errors`, or KeyError for an event that is not on record. Instants are datetimes without
a time zone, in New York time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrdocs.deal.loading import load as load
    from rrdocs.documents.pdf.packet import bind as bind
    from rrdocs.pipeline.packets import draft_packets as draft
    from rrdocs.rules.engine import decide as decide

__all__ = ["bind", "decide", "draft", "load"]

_HOMES = {
    "load": ("rrdocs.deal.loading", "load"),
    "decide": ("rrdocs.rules.engine", "decide"),
    "draft": ("rrdocs.pipeline.packets", "draft_packets"),
    "bind": ("rrdocs.documents.pdf.packet", "bind"),
}


def __getattr__(name: str) -> Any:
    """The four functions, imported when they are first asked for, so that starting up stays
    quick.
    """
    if name not in _HOMES:
        raise AttributeError(f"module 'rrdocs' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when asked

    module, function = _HOMES[name]
    return getattr(import_module(module), function)
