"""What is wrong with a data file, in words: of YAML that cannot be parsed, and of values that do
not fit the type of their field.
"""

SYNTAX = (
    ("found unexpected document", "a line of `---` or `...` cannot stand inside quotation marks"),
    ("quoted scalar: found unexpected end", "this quotation mark is never closed"),
    ("block scalar", "nothing but a comment can follow `|` or `>` in its line"),
    ("tab character", "a tab cannot stand here; indent with blanks"),
    (
        "scalar: ",
        "no such escape in double quotes; write the backslash twice, or use single quotes",
    ),
    (
        "mapping values are not allowed",
        "a `:` cannot stand here; check the indentation, or put the text in quotes",
    ),
    ("expected ':'", "a `:` is missing after this"),
    ("cannot start any token", "a value cannot begin with this character; put the text in quotes"),
    (
        "entries are not allowed",
        "a `-` cannot stand here; begin the list on its own line, or put the text in quotes",
    ),
    ("keys are not allowed", "a `?` cannot stand here; put the text in quotes"),
    ("',' or ']'", "a `,` or `]` is missing before this"),
    ("',' or '}'", "a `,` or `}` is missing before this"),
    ("directive", "a line that begins with `%` is not read here"),
    ("incompatible", "a line that begins with `%` is not read here"),
    ("tag", "a text that begins with `!` must stand in quotes"),
    ("scanning an alias", "a text that begins with `*` must stand in quotes"),
    ("scanning an anchor", "a text that begins with `&` must stand in quotes"),
    ("node content", "a value is missing before this"),
    (
        "expected",
        "this does not fit the lines above; check the indentation and the quotation marks",
    ),
)
"""What the parser's message contains, and what is said of it; the first that fits."""

MUST_BE = {
    "bool": "true or false",
    "date_": "a date such as 2001-06-08",
    "datetime": "a date such as 2001-06-08, or a time such as 2001-06-08T17:00",
    "decimal_max_places": "an amount with at most two decimals",
    "decimal": "a number",
    "dict": "a mapping",
    "finite": "a number",
    "float": "a number",
    "frozen_set": "a list",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "int": "a whole number",
    "is_instance_of": "an amount",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "list": "a list",
    "mapping": "a mapping",
    "model": "a mapping",
    "none": "null",
    "set": "a list",
    "string_pattern": "of the form {pattern}",
    "string_too_long": "at most {max_length} characters long",
    "string_too_short": "at least {min_length} characters long",
    "string": "text",
    "too_long": "a list of at most {max_length}",
    "too_short": "a list of at least {min_length}",
    "tuple": "a list",
}
"""How the code of an error of a type begins, and what the value must be; {} takes the limit that
was broken.
"""
