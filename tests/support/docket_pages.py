"""What a test reads of the page of the docket."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """The ids, links and items of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.items: dict[str, str] = {}
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        if found.get("class") == "item":
            self.items[str(found["id"])] = str(found["data-status"])

    def handle_data(self, data: str) -> None:
        self.text += data
