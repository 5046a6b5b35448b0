"""Reports: the brief as HTML and PDF."""
