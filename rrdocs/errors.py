"""The exceptions that rrdocs raises: one tree, from which the command line knows what to report.

Problems in data are values (`rrdocs.yamlfiles.records.Problem`), not exceptions. An exception of
another kind is a fault of the program, and is not turned into a message.
"""

from __future__ import annotations


class RrdocsError(Exception):
    """Something that a user can act on; its text says what is wrong, in words."""


class DocumentError(RrdocsError):
    """A document or a packet that cannot be made. Nothing of the packet is written."""


class MissingToolError(RrdocsError):
    """A library or a program that this work needs and that is not installed."""
