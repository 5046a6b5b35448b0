"""Sheets to fill in, as workbooks and as delimited text."""
