""""""

from pathlib import Path


def house_templates() -> Path:
    """The folder of the house's own templates, beside the package."""
    return Path(__file__).resolve().parents[1] / "templates"
