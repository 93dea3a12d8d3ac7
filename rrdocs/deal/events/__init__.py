"""The closed list of what can happen, each event with the facts that its record may hold.

An event is a class in the module of its family; that it stands there is all that registers it. A
type of event is named by the ``Literal`` of its field ``type``.
"""

from __future__ import annotations

from typing import get_args

# all that the families define: a new event is thus added in one file
from rrdocs.deal.events.base import *  # noqa: F403
from rrdocs.deal.events.base import Event
from rrdocs.deal.events.claims import *  # noqa: F403
from rrdocs.deal.events.holdings import *  # noqa: F403
from rrdocs.deal.events.registrations import *  # noqa: F403
from rrdocs.deal.events.requests import *  # noqa: F403


def type_name(kind: type[Event]) -> str:
    """The name of a type of events, as files have it; empty for a base of several types."""
    names = get_args(kind.model_fields["type"].annotation)
    return str(names[0]) if names else ""


def _kinds(base: type[Event]) -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for kind in base.__subclasses__():
        found |= _kinds(kind)
        if name := type_name(kind):
            found[name] = kind
    return found


EVENT_TYPES: dict[str, type[Event]] = _kinds(Event)
