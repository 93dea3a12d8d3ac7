"""Drafts to counsel by mail."""
