"""Reports: the brief as HTML and PDF; `word` and `workbook` make the office files, imported where they are wanted."""

from rongtu.faces.reports.html import render_html
from rongtu.faces.reports.pdf import render_pdf

__all__ = ["render_html", "render_pdf"]
