"""Says at once whether this Python can set rrdocs up: ``python tools/python.py``.

It runs on old versions of Python too, so it uses nothing that they lack.
"""

# ruff: noqa: UP031 - old versions know this formatting only
import sys

NEEDED = (3, 11)


def lacking():
    # type: () -> str
    """What this Python lacks, in one sentence; empty where it lacks nothing."""
    if sys.version_info[:2] < NEEDED:
        return (
            "rrdocs needs Python %d.%d or later, and this is %d.%d: run make PYTHON=python3.12"
            % (NEEDED + tuple(sys.version_info[:2]))
        )
    for name in ("venv", "ensurepip"):
        try:
            __import__(name)
        except ImportError:
            return "rrdocs needs Python's %s module, which is not installed here" % name
    return ""


if __name__ == "__main__":
    sys.exit(lacking() or None)
