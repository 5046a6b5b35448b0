"""Science finance: loans, insurance, equity and pledge products a firm on a chain may ask for."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.reading import rows
from rongtu.facts.records.means import FinanceProduct
from rongtu.facts.schema import table
from rongtu.vocab.money import in_wan


class ProductState(Model):
    """One product; its validity is not known, only what its source says."""

    code: str
    name: str
    kind: str
    provider: str | None
    stages: tuple[str, ...]
    limit_wan: str | None
    limit_note: str | None
    conditions: str | None
    ref: str


class ProductPage(Model):
    """A page of products by code."""

    products: tuple[ProductState, ...]


@operation(
    "finance.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出金融产品", en="List finance products"
)
def list_products(context: Context, request: PageRequest) -> ProductPage:
    """Finance products by code."""
    page = rows(context.connection, FinanceProduct, table(FinanceProduct).c.code > request.after, most=request.most)
    return ProductPage(
        products=tuple(
            ProductState(
                code=row.row.code,
                name=row.row.name,
                kind=row.row.kind,
                provider=row.row.provider,
                stages=row.row.stages,
                limit_wan=in_wan(row.row.limit) if row.row.limit is not None else None,
                limit_note=row.row.limit_note,
                conditions=row.row.conditions,
                ref=row.ref,
            )
            for row in page
        )
    )
