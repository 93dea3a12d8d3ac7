"""What no document may contain: double punctuation, a raw value of the program, a repeated
word.
"""

from __future__ import annotations

import re

SLIPS = re.compile(
    r"(?<![.…])\.\.(?!\.)|,,|\s[,;.](?=\s)|\(\s*\)|\b1"
    r" shares\b|\b\d{4}-\d\d-\d\d(?!-)|\bNone\b|\bTrue\b|\bFalse\b|Section recitals"
    r"|[¦⍽‹]|\bthe the\b|\bof of\b|\{\{|\{%|\bundefined\b|Section Section"
)
