"""Reports: the brief as HTML and PDF."""

from rongtu.faces.reports.html import render_html
from rongtu.faces.reports.pdf import render_pdf

__all__ = ["render_html", "render_pdf"]
