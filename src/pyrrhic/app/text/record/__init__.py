"""The record as text: the list of series, the page of one with its plot, the answer to a query."""
