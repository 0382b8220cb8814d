"""The claims as pages: `claim_pages` gives what a command, the report, the site and the documentation show of them."""

from pyrrhic.app.views.claims.pages import (
    ClaimPage,
    FigureOfClaim,
    Row,
    StatementPage,
    ViewOfAuthors,
    claim_page,
    claim_pages,
    statement_page,
)

__all__ = [
    "ClaimPage",
    "FigureOfClaim",
    "Row",
    "StatementPage",
    "ViewOfAuthors",
    "claim_page",
    "claim_pages",
    "statement_page",
]
