"""What an agreement says: its terms, its parties, its interpretations, the kinds of documents."""
