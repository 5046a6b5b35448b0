"""Who may see what of a result: reading above the caller, and cutting answers down to what he sees."""
