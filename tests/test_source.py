"""What is read, what is refused, and in which words: every problem points at the file and speaks
of nothing else.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from rrdocs.yamlfiles.records import (
    Id,
    Mapping,
    Money,
    Name,
    Node,
    Place,
    Positive,
    Problem,
    Record,
    Scalar,
    Sequence,
    WholeNumber,
    YesNo,
    build,
    near,
    read,
)
from rrdocs.yamlfiles.writing import Value, block_style, flow, item

Said = list[tuple[int, int, str]]


class Delivery(Record):
    method: Literal["hand", "courier", "mail", "fax", "email"]
    sent: Name | None = None


class Split(Record):
    kind: Literal["split"]
    ratio: str
    split: Name | None = None

    @model_validator(mode="after")
    def looks_like_a_ratio(self) -> "Split":
        if self.ratio != "2:1":
            raise ValueError("`ratio` must look like 2:1")
        return self


class Merger(Record):
    kind: Literal["merger"]
    into: Id
    splits: tuple[Split, ...] = ()


class Reading(Record):
    value: Id
    because: Name | None = None


class Event(Record):
    id: Id
    giver: Name = Field(alias="from")
    shares: WholeNumber = 0
    lots: Positive = 1
    price: Money | None = None
    known: YesNo = False
    told: tuple[Id, ...] = ()
    delivery: Delivery | None = None
    deliveries: tuple[Delivery, ...] = ()
    requesting: dict[Id, WholeNumber | None] = Field(default_factory=dict)
    readings: dict[Id, Literal["first", "second"] | Reading] = Field(default_factory=dict)
    change: Annotated[Split | Merger, Field(discriminator="kind")] | None = None
    choice: Split | Merger | None = None
    most: WholeNumber | Literal["all"] | None = None


def node_of(text: str | bytes, folder: Path) -> tuple[Node | None, list[Problem]]:
    path = folder / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, "events/x.yaml")


def said(problems: list[Problem]) -> Said:
    return [(problem.place.line, problem.place.column, problem.words) for problem in problems]


def event_of(fields: str, folder: Path) -> tuple[Event | None, Said]:
    node, problems = node_of(f"id: e-1\nfrom: savvis\n{fields}", folder)
    assert node is not None
    record, more = build(Event, node)
    return record, said(problems + more)


# --- reading --------------------------------------------------------------------------------------

FITS_NOT = "this does not fit the lines above; check the indentation and the quotation marks"
NO_COLON = "a `:` cannot stand here; check the indentation, or put the text in quotes"
ESCAPE = "no such escape in double quotes; write the backslash twice, or use single quotes"
CHARACTER = "a value cannot begin with this character; put the text in quotes"

REFUSED: list[tuple[str | bytes, Said]] = [
    ("", [(1, 1, "this file is empty")]),
    ("# nothing yet\n", [(1, 1, "this file is empty")]),
    ("---\n", [(1, 1, "this file is empty")]),
    (
        "---\n---\na: 1",
        [(1, 1, "this file is empty"), (2, 1, "a second document begins here; one file holds one")],
    ),
    ("a: 1\n---\nb: 2", [(2, 1, "a second document begins here; one file holds one")]),
    ("a: b: c", [(1, 5, NO_COLON)]),
    ("a:\n  b: 1\n   c: 2", [(3, 5, NO_COLON)]),
    ("a:\n  - x\n - y", [(3, 2, FITS_NOT)]),
    ("- a\nb: c", [(2, 1, FITS_NOT)]),
    ("a: 'it's'", [(1, 8, FITS_NOT)]),
    ("id: x\ntype\ndate: y", [(2, 1, "a `:` is missing after this")]),
    ("a: 'x\nb: y\n", [(1, 4, "this quotation mark is never closed")]),
    ("a: 'x\n---\n'", [(2, 1, "a line of `---` or `...` cannot stand inside quotation marks")]),
    ("a: [1, 2\n", [(1, 4, "what begins here has no end")]),
    ("a: [1, 2\nb: 3", [(2, 2, "a `,` or `]` is missing before this")]),
    ("a: {b: 1\nc: 2}", [(2, 2, "a `,` or `}` is missing before this")]),
    ("a: @x", [(1, 4, CHARACTER)]),
    ("a:\n\tb: 1", [(2, 1, "a tab cannot stand here; indent with blanks")]),
    ('a: "\\q"', [(1, 5, ESCAPE)]),
    (
        "a: - b",
        [
            (
                1,
                4,
                (
                    "a `-` cannot stand here; begin the list on its own line, or put the text in"
                    " quotes"
                ),
            )
        ],
    ),
    ("a: ? b", [(1, 4, "a `?` cannot stand here; put the text in quotes")]),
    ("a: }", [(1, 4, "a value is missing before this")]),
    ("a: |9x\n b", [(1, 6, "nothing but a comment can follow `|` or `>` in its line")]),
    ("%YAML 3.0\n---\na", [(1, 1, "a line that begins with `%` is not read here")]),
    ("a: *", [(1, 5, "a text that begins with `*` must stand in quotes")]),
    ("a: &", [(1, 5, "a text that begins with `&` must stand in quotes")]),
    ("a: !x!y 1", [(1, 4, "a text that begins with `!` must stand in quotes")]),
    ("a: &x 1", [(1, 4, "`&x` is an anchor; leave it out, or put the text in quotes")]),
    ("a: *x", [(1, 4, "`*x` is an alias; write the value out, or put it in quotes")]),
    ("*x : 1", [(1, 1, "`*x` is an alias; write the value out, or put it in quotes")]),
    (
        "a: !!int 3",
        [(1, 4, "a tag (`!`) is not read here; leave it out, or put the text in quotes")],
    ),
    ("!x\na: 1", [(1, 1, "a tag (`!`) is not read here; leave it out, or put the text in quotes")]),
    ("? [a]\n: 1", [(1, 3, "a key must be a text, not a list or a mapping")]),
    ("? {a: b}\n: 1", [(1, 3, "a key must be a text, not a list or a mapping")]),
    ("?\n: 1", [(1, 2, "a key is missing here")]),
    ("{: 1}", [(1, 2, "a value is missing before this")]),
    ("- x\n-\n- y", [(2, 2, "an item of this list has no value")]),
    ("{a: b, c}", [(1, 8, "`c` has no value")]),
    (
        "a:\nb: 2\na: 3\n<<: 4\na: 5\n",
        [
            (1, 1, "`a` has no value"),
            (3, 1, "`a` stands here twice; first in line 1"),
            (4, 1, "`<<` is not read here; write the fields out"),
            (5, 1, "`a` stands here twice; first in line 1"),
        ],
    ),
    ("a: 1\r\nb: 2\r\nb: 3", [(3, 1, "`b` stands here twice; first in line 2")]),
    ("[" * 50_000, [(1, 41, "this is nested more than 40 deep")]),
    ("- " * 50_000, [(1, 81, "this is nested more than 40 deep")]),
    ("{a: " * 50_000, [(1, 161, "this is nested more than 40 deep")]),
    ("a: \0", [(1, 4, "the control character U+0000 cannot stand here")]),
    (
        "a: x\x1b\nb: \x7f",
        [
            (1, 5, "the control character U+001B cannot stand here"),
            (2, 4, "the control character U+007F cannot stand here"),
        ],
    ),
    ('a: "\\u0007"', [(1, 4, "the control character U+0007 cannot stand here")]),
    ("a: x\u2028b: y", [(1, 5, "the control character U+2028 cannot stand here")]),
    (b"a: b\n\xc3\xa9: \xff", [(2, 4, "this is not UTF-8 text")]),
    (b"\xff\xfea", [(1, 1, "this is not UTF-8 text"), (1, 2, "this is not UTF-8 text")]),
]


@pytest.mark.parametrize(
    ("text", "expected"), REFUSED, ids=[repr(text[:24]) for text, _ in REFUSED]
)
def test_what_cannot_be_read_is_refused_where_it_stands(
    text: str | bytes, expected: Said, tmp_path: Path
) -> None:
    _, problems = node_of(text, tmp_path)
    assert said(problems) == expected


@pytest.mark.parametrize(
    "text", [text for text, _ in REFUSED if text not in {'a: "\\q"'}], ids=lambda t: repr(t[:24])
)
def test_without_the_c_parser_the_same_is_refused(
    text: str | bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_c = node_of(text, tmp_path)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert node_of(text, tmp_path) == with_c


def test_an_escape_beyond_unicode_is_refused_by_either_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(node_of('a: "\\U00110000"', tmp_path)[1]) == [(1, 7, ESCAPE)]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert said(node_of('a: "\\U00110000"', tmp_path)[1]) == [(1, 1, "this cannot be read as YAML")]
    assert said(node_of('a: "\\ud800"', tmp_path)[1]) == [(1, 4, "this is not UTF-8 text")]


def test_scalars_stay_the_text_that_they_are(tmp_path: Path) -> None:
    texts = [
        "NO",
        "on",
        "012345",
        "12:30",
        "1_000",
        "0x1F",
        ".inf",
        "2001-06-08",
        "=",
        "true",
        "1e3",
        "שלום",
        "😀",
    ]
    node, problems = node_of("\n".join(f"- {text}" for text in texts), tmp_path)
    assert problems == []
    assert isinstance(node, Sequence)
    assert [item.text for item in node.items if isinstance(item, Scalar)] == texts


def test_every_node_knows_its_place(tmp_path: Path) -> None:
    node, _ = node_of("\ufeff# first\n- id: e-1\n  told: [a, 'b']\n", tmp_path)
    assert isinstance(node, Sequence)
    record = node.items[0]
    assert isinstance(record, Mapping)
    assert (str(record.place), record.place.text) == ("events/x.yaml:2:3", "- id: e-1")
    key, told = record.entries["told"]
    assert isinstance(told, Sequence)
    assert [str(place) for place in (key, told.place, told.items[1].place)] == [
        "events/x.yaml:3:3",
        "events/x.yaml:3:9",
        "events/x.yaml:3:13",
    ]
    assert told.items == [
        Scalar("a", told.items[0].place, plain=True),
        Scalar("b", told.items[1].place, plain=False),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    node, _ = node_of("\ufeffa: b", tmp_path)
    assert isinstance(node, Mapping)
    assert list(node.entries) == ["a"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    node, problems = read(tmp_path / "none.yaml", "none.yaml")
    assert node is None
    assert said(problems) == [(1, 1, "this file cannot be read: No such file or directory")]
    assert (
        problems[0].shown("data")
        == "data/none.yaml:1:1: this file cannot be read: No such file or directory"
    )


def test_a_binary_file_does_not_flood(tmp_path: Path) -> None:
    assert len(node_of(b"\0" * 100_000, tmp_path)[1]) == 20


PIECES = [
    "id: ",
    "shares: ",
    "delivery: ",
    "- ",
    "  ",
    "\n",
    "\r",
    "[",
    "]",
    "{",
    "}",
    "? ",
    ", ",
    "'",
    '"\\u',
    "|\n",
]
PIECES += ["&a ", "*a", "null", "--- ", "...\n", "%YAML 1.2\n", "\ufeff"]


@pytest.mark.parametrize("with_c", [True, False])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
)
@given(
    text=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet="ab01:-?[]{},#&*!|>'\"%@\\ \n\t<~_.", max_size=60).map(str.encode),
        st.lists(st.sampled_from(PIECES)).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_text_is_read_or_refused_with_a_line(
    text: bytes, with_c: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        if not with_c:
            patch.delattr(yaml, "CSafeLoader", raising=False)
        node, problems = node_of(text, tmp_path)
    assert node is not None or problems
    if node is not None:
        record, more = build(Event, node)
        assert record is not None or more or problems
        problems = problems + more
    lines = len(
        text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    for problem in problems:
        assert 1 <= problem.place.line <= lines
        assert problem.place.column >= 1
        assert problem.shown().startswith(
            f"events/x.yaml:{problem.place.line}:{problem.place.column}: "
        )


def test_thirty_thousand_scalars_are_read_each_with_its_place(tmp_path: Path) -> None:
    one = (
        "- id: e-{}\n  from: savvis\n  shares: 100\n  told: [a, b]\n  delivery: {{method: hand,"
        " sent: monday}}\n"
    )
    text = "".join(one.format(n) for n in range(2_500))  # 12 scalars and more in each
    node, _ = node_of(text, tmp_path)
    assert isinstance(node, Sequence)
    records = [build(Event, item)[0] for item in node.items]
    assert len(records) == 2_500
    assert [record.place.line for record in records if record] == list(range(1, 12_501, 5))


# --- building -------------------------------------------------------------------------------------

WRONG: list[tuple[str, Said]] = [
    ("shares: ten", [(3, 9, "`shares` is `ten`; it must be a whole number")]),
    (
        "shares: 1,000",
        [(3, 9, "`shares` is `1,000`; it must be a whole number, without separators: 1000")],
    ),
    (
        "shares: 1_000",
        [(3, 9, "`shares` is `1_000`; it must be a whole number, without separators: 1000")],
    ),
    ("shares: -5", [(3, 9, "`shares` is `-5`; it must be a whole number, not less than 0")]),
    ("shares: 1.5", [(3, 9, "`shares` is `1.5`; it must be a whole number")]),
    ("shares: ١٢", [(3, 9, "`shares` is `١٢`; it must be a whole number")]),
    (
        "shares: " + "9" * 16,
        [(3, 9, f"`shares` is `{'9' * 16}`; it must be a whole number, of at most 15 digits")],
    ),
    ("shares: null", [(3, 9, "`shares` is `null`; it must be a whole number")]),
    ("shares: ''", [(3, 9, "`shares` is empty; it must be a whole number")]),
    ("shares: []", [(3, 9, "`shares` is a list; it must be a whole number")]),
    ("lots: 0", [(3, 7, "`lots` is `0`; it must be at least 1")]),
    (
        "price: $12.50",
        [(3, 8, "`price` is `$12.50`; it must be dollars without a sign or separators: 12.50")],
    ),
    (
        "price: 1,250",
        [(3, 8, "`price` is `1,250`; it must be dollars without a sign or separators: 1250")],
    ),
    (
        "price: 5 USD",
        [(3, 8, "`price` is `5 USD`; it must be dollars without a sign or separators: 5")],
    ),
    (
        "price: 1.234",
        [
            (
                3,
                8,
                (
                    "`price` is `1.234`; it must be dollars without a sign or separators such as"
                    " 1250000 or 12.50"
                ),
            )
        ],
    ),
    ("known: NO", [(3, 8, "`known` is `NO`; it must be true or false")]),
    ("known: True", [(3, 8, "`known` is `True`; it must be true or false")]),
    ("told: anderson", [(3, 7, "`told` is `anderson`; it must be a list")]),
    ("told: {a: b}", [(3, 7, "`told` is a mapping; it must be a list")]),
    (
        "told: [a, b c, [], ~]",
        [
            (
                3,
                11,
                (
                    "item 2 of `told` is `b c`; it must be letters, digits, `_`, `.` or `-`, "
                    "beginning with a letter or a digit"
                ),
            ),
            (3, 16, "item 3 of `told` is a list; it must be text"),
            (3, 20, "item 4 of `told` is `~`; it must be text"),
        ],
    ),
    ("delivery: fax", [(3, 11, "`delivery` is `fax`; it must be a mapping")]),
    (
        "delivery: {method: faxx}",
        [
            (
                3,
                20,
                (
                    "`method` is `faxx`; it must be one of hand, courier, mail, fax, email; did you"
                    " mean `fax`?"
                ),
            )
        ],
    ),
    (
        "delivery: {sent: x, snt: y, zzzz: 1}",
        [
            (3, 11, "`method` is missing"),
            (3, 21, "`snt` is not known here; did you mean `sent`?"),
            (3, 29, "`zzzz` is not known here; known are method, sent"),
        ],
    ),
    (
        "deliveries:\n- method: hand\n- method: pigeon\n- {}",
        [
            (5, 11, "`method` is `pigeon`; it must be one of hand, courier, mail, fax, email"),
            (6, 3, "`method` is missing"),
        ],
    ),
    (
        "requesting: {anderson: ten, b c: 5, carson: null}",
        [
            (3, 24, "`anderson` is `ten`; it must be a whole number"),
            (
                3,
                29,
                (
                    "this key is `b c`; it must be letters, digits, `_`, `.` or `-`, "
                    "beginning with a letter or a digit"
                ),
            ),
        ],
    ),
    (
        "readings: {a: frist}",
        [
            (
                3,
                15,
                (
                    "`a` is `frist`; it must be a mapping or one of first, second; did you mean"
                    " `first`?"
                ),
            )
        ],
    ),
    (
        "readings: {a: {valeu: b}}",
        [
            (3, 15, "`value` is missing"),
            (3, 16, "`valeu` is not known here; did you mean `value`?"),
        ],
    ),
    (
        "change: {kind: spilt, ratio: x}",
        [(3, 16, "`kind` is `spilt`; it must be one of split, merger; did you mean `split`?")],
    ),
    ("change: {ratio: x}", [(3, 9, "`kind` is missing")]),
    (
        "change: {kind: split, split: []}",
        [(3, 9, "`ratio` is missing"), (3, 30, "`split` is a list; it must be text")],
    ),
    ("change: {kind: split, ratio: 3-1}", [(3, 30, "`ratio` must look like 2:1")]),
    (
        "choice: {kind: merger, into: a b, splits: [{kind: split}]}",
        [
            (
                3,
                30,
                (
                    "`into` is `a b`; it must be letters, digits, `_`, `.` or `-`, beginning with a"
                    " letter or a digit"
                ),
            ),
            (3, 44, "`ratio` is missing"),
        ],
    ),
    ("choice: x", [(3, 9, "`choice` is `x`; it must be a mapping")]),
    ("most: some", [(3, 7, "`most` is `some`; it must be a whole number or all")]),
    ("giver: x", [(3, 1, "`giver` is not known here")]),
    ("share: 5", [(3, 1, "`share` is not known here; did you mean `shares`?")]),
    (
        # what could not be read is not complained of twice
        "shares: *x\nlots:\ntold: &a b\nshars: 1",
        [
            (3, 9, "`*x` is an alias; write the value out, or put it in quotes"),
            (4, 1, "`lots` has no value"),
            (5, 7, "`&a` is an anchor; leave it out, or put the text in quotes"),
            (5, 7, "`told` is `b`; it must be a list"),
            (6, 1, "`shars` is not known here; did you mean `shares`?"),
        ],
    ),
]


@pytest.mark.parametrize(("fields", "expected"), WRONG, ids=[fields for fields, _ in WRONG])
def test_what_a_field_does_not_take_is_told_in_plain_words(
    fields: str, expected: Said, tmp_path: Path
) -> None:
    record, words = event_of(fields, tmp_path)
    assert record is None
    assert sorted(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", [(1, 1, "this is `x`; it must be a mapping")]),
        ("[]", [(1, 1, "this is a list; it must be a mapping")]),
        ("{}", [(1, 1, "`id` is missing"), (1, 1, "`from` is missing")]),
        (
            "id: ''\nfrom: \"two\\nlines\"",
            [
                (
                    1,
                    5,
                    (
                        "`id` is empty; it must be letters, digits, `_`, `.` or `-`, beginning with"
                        " a letter or a digit"
                    ),
                ),
                (
                    2,
                    7,
                    (
                        "`from` is `two lines`; it must be text in one line, without control"
                        " characters"
                    ),
                ),
            ],
        ),
        ("id: a\nfrom: ' '", [(2, 7, "`from` is empty; it must be some text")]),
        (
            "id: a\nfrom: " + "x" * 1001,
            [(2, 7, f"`from` is `{'x' * 60}…`; it must be at most 1000 characters long")],
        ),
    ],
)
def test_a_whole_record_that_is_none(text: str, expected: Said, tmp_path: Path) -> None:
    node, problems = node_of(text, tmp_path)
    assert node is not None
    record, more = build(Event, node)
    assert record is None
    assert problems == []
    assert said(more) == expected


def test_a_record_and_the_records_in_it_know_their_places(tmp_path: Path) -> None:
    record, words = event_of(
        "shares: 007\nprice: 12.5\nknown: true\nrequesting: {a: null, b: ~, c: '5'}\ndeliveries:\n-"
        " {method: hand}\n- {method: fax, sent: null}\nreadings: {one: first, two: {value:"
        " x}}\nchange: {kind: split, ratio: 2:1, split: 'null'}\nmost: all",
        tmp_path,
    )
    assert words == []
    assert record is not None
    assert (record.shares, record.price, record.known, record.most) == (
        7,
        Decimal("12.5"),
        True,
        "all",
    )
    assert record.requesting == {"a": None, "b": None, "c": 5}
    assert str(record.place) == "events/x.yaml:1:1"
    assert str(record.place_of("shares")) == "events/x.yaml:3:9"
    assert record.place_of("giver") == record.place_of("from") == Place("events/x.yaml", 2, 7)
    assert record.place_of("told") == record.place
    assert [str(delivery.place) for delivery in record.deliveries] == [
        "events/x.yaml:8:3",
        "events/x.yaml:9:3",
    ]
    assert record.deliveries[1].place_of("method").text == "- {method: fax, sent: null}"
    assert isinstance(two := record.readings["two"], Reading)
    assert str(two.place_of("value")) == "events/x.yaml:10:37"
    assert isinstance(record.change, Split)
    assert record.change.split == "null"
    assert str(record.change.place) == "events/x.yaml:11:9"


def test_a_record_can_be_made_in_code() -> None:
    event = Event(id="e", giver="x", shares=5, price=3, known=True)
    assert event == Event(
        **{"id": "e", "from": "x", "shares": "5", "price": Decimal(3), "known": "true"}
    )
    assert str(event.place_of("shares")) == "(made in code):1:1"
    with pytest.raises(ValidationError):
        event.shares = 6  # type: ignore[misc]


# --- types of fields
# --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[(YesNo, value) for value in (1, 0, None, "TRUE", "yes", "")],
        *[(WholeNumber, value) for value in (-1, True, 1.0, None, "+1", " 1", "1e3", "0x1", "１")],
        *[(Positive, value) for value in (0, "0", "000", -1)],
        *[
            (Money, value)
            for value in (
                1.5,
                True,
                None,
                -1,
                Decimal("1.234"),
                Decimal("NaN"),
                "1.",
                ".5",
                "-1",
                "1e3",
            )
        ],
        *[(Name, value) for value in (1, None, "", " ", "a\nb", "a\0b", "\ud800", "x" * 1001)],
        *[(Id, value) for value in (1, None, "", "-a", ".a", "a b", "a/b", "é", "a\n")],
    ],
)
def test_a_type_refuses(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (YesNo, "true", True),
        (YesNo, "false", False),
        (YesNo, True, True),
        (WholeNumber, "0", 0),
        (WholeNumber, "0012", 12),
        (WholeNumber, 5, 5),
        (Positive, "1", 1),
        (Positive, 7, 7),
        (Money, "0", Decimal(0)),
        (Money, "12.5", Decimal("12.5")),
        (Money, 3, Decimal(3)),
        (Money, Decimal("1.20"), Decimal("1.2")),
        (Name, "x" * 1000, "x" * 1000),
        (Name, "שלום עולם", "שלום עולם"),
        (Name, "O’Neil & Co. <LLP>", "O’Neil & Co. <LLP>"),
        (Id, "wcas_viii", "wcas_viii"),
        (Id, "2001-06.a", "2001-06.a"),
    ],
)
def test_a_type_takes(kind: Any, value: object, expected: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == expected


def test_the_schemas_are_for_editors_that_read_numbers() -> None:
    schema = json.dumps(Event.model_json_schema())
    assert schema == json.dumps(Event.model_json_schema())
    properties = Event.model_json_schema()["properties"]
    assert properties["known"]["type"] == "boolean"
    assert [option["type"] for option in properties["shares"]["anyOf"]] == ["integer", "string"]
    assert [option["type"] for option in properties["price"]["anyOf"]] == [
        "number",
        "string",
        "null",
    ]
    assert "from" in properties


# --- as it is printed
# ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("a: b: c", 5, "  a: b: c\n      ^"),
        ("\ta\tb", 4, "      a    b\n           ^"),
        ("漢字: x", 5, "  漢字: x\n        ^"),
        ("e\u0301: x", 4, "  e\u0301: x\n    ^"),
        ("a\x1b[31m\u202eb", 7, "  a·[31m·b\n        ^"),
        ("x" * 300, 1, f"  {'x' * 100}…\n  ^"),
        ("x" * 199 + "!" + "y" * 300, 200, f"  …{'x' * 50}!{'y' * 49}…\n   {' ' * 50}^"),
        ("ab", 3, "  ab\n    ^"),
    ],
)
def test_the_caret_stands_under_the_column(line: str, column: int, expected: str) -> None:
    problem = Problem(Place("x.yaml", 1, column, line), "what is wrong")
    assert problem.shown() == f"x.yaml:1:{column}: what is wrong\n{expected}"


def test_the_folder_is_put_before_the_path() -> None:
    problem = Problem(Place("events/x.yaml", 3, 1), "what is wrong", "text")
    assert problem.shown("data/deal/") == "data/deal/events/x.yaml:3:1: what is wrong\n  text\n  ^"


def test_places_stand_in_the_order_of_the_file() -> None:
    places = [Place("b", 1, 1), Place("a", 10, 1, "x"), Place("a", 9, 20, "y"), Place("a", 9, 3)]
    assert [str(place) for place in sorted(places)] == ["a:9:3", "a:9:20", "a:10:1", "b:1:1"]
    assert Place("a", 1, 1, "x") == Place("a", 1, 1, "y")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Anderso", "; did you mean `anderson`?"),
        ("FAX", "; did you mean `fax`?"),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_a_near_word_is_suggested(word: str, expected: str) -> None:
    assert near(word, ["anderson", "fax"]) == expected


TEXTS = (
    "NO",
    "no",
    "null",
    "~",
    "true",
    "012345",
    "2.10",
    "3(a)",
    "a: b",
    "- a",
    "é",
    "a # b",
    "x" * 300,
)


@pytest.mark.parametrize("value", [*TEXTS, "5 business days", 'say "so"', "9:00-17:00", "*", "{a}"])
def test_what_is_written_is_read_again_as_it_was(value: str, tmp_path: Path) -> None:
    data: dict[str, Value] = {
        "a": value,
        "b": [value, value],
        "c": {value: value},
        "d": {"e": {}, "f": []},
    }
    for name, text in (
        ("block_style", "".join(block_style(data, {("a",): "a note " * 40}))),
        ("item", item(data)),
        ("flow", flow(data)),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        node, problems = read(tmp_path / name, name)
        assert problems == []
        if isinstance(node, Sequence):
            (node,) = node.items
        assert isinstance(node, Mapping)
        found = _texts(node)
        assert found == data


def _texts(node: Node) -> object:
    match node:
        case Mapping():
            return {key: _texts(value) for key, (_, value) in node.entries.items()}
        case Sequence():
            return [_texts(each) for each in node.items]
        case Scalar():
            return node.text
    raise AssertionError(node)
