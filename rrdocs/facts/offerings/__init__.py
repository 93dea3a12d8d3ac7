"""Who sells, who manages, and how shares are allocated."""
