"""A new deal’s terms from questions."""
