"""The workbook of a result: what the brief draws on, as tables an office can sort and filter."""

from rongtu.flows.brief.sheets.document import Sheet, SheetColumn, Workbook
from rongtu.flows.brief.sheets.tabulate import tabulate

__all__ = ["Sheet", "SheetColumn", "Workbook", "tabulate"]
