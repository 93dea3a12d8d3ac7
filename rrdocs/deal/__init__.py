"""An agreement with its events: loaded, validated, with a ledger of the stock."""
