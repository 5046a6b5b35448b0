"""The value model of a scope: what its chains can deliver, what each link is worth, and what to do with a budget."""
