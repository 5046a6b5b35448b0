"""Strategy desk: policies and where they apply."""
