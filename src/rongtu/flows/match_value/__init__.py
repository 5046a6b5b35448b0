"""The chain value of matches: what each is worth, ranked by fit and by value, and what came of those tried."""
