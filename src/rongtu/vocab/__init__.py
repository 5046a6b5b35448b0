"""What words mean: code lists, identifiers, units, periods, money, errors. No input or output."""
