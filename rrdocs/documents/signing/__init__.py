"""Pages to sign, their codes, and pages that come back."""
