"""The docket as a page and a calendar."""
