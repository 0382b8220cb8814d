"""`pyrrhic cite`: the works behind a quantity, series, parameter, lever, scenario, or the program itself."""

import json
from typing import Annotated

import typer

SHOWN_USES = 4


def cite(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A quantity, series, parameter, lever, scenario or source key.")
    ],
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print the sources of everything upstream of a name, the most used first, with pages."""
    from pyrrhic.studies.provenance import sources_of

    answer = sources_of(name)
    if as_json:
        typer.echo(json.dumps(view(answer), ensure_ascii=False))
    elif bibtex:
        typer.echo("\n\n".join(cited.work.bibtex() for cited in answer.cited))
    else:
        typer.echo(text(answer))


def view(answer) -> dict:
    """The answer as plain dicts and lists."""
    return {
        "name": answer.name,
        "kind": answer.kind,
        "upstream": {kind: list(names) for kind, names in answer.upstream.items()},
        "sources": [
            {
                "key": one.work.key,
                "citation": one.work.citation(),
                "pages": list(one.pages),
                "bibtex": one.work.bibtex(),
                "used_by": [{"kind": use.kind, "name": use.name, "page": use.page} for use in one.uses],
            }
            for one in answer.cited
        ],
        "judgements": [
            {"kind": one.kind, "name": one.name, "reason": {"en": one.reason.en, "ru": one.reason.ru}}
            for one in answer.judgements
        ],
    }


def text(answer) -> str:
    """The answer for a terminal: what lies upstream, then each work with its pages and where it is used."""
    counts = ", ".join(f"{len(names)} {_plural(kind, len(names))}" for kind, names in answer.upstream.items())
    lines = [f"{answer.name}: a {answer.kind}, resting on {counts}; {len(answer.cited)} works", ""]
    for one in answer.cited:
        pages = f" [{'; '.join(one.pages)}]" if one.pages else ""
        names = list(dict.fromkeys(use.name for use in one.uses))
        more = f" and {len(names) - SHOWN_USES} more" if len(names) > SHOWN_USES else ""
        lines += [f"{one.work.key}{pages}: {one.work.citation()}", f"    for {', '.join(names[:SHOWN_USES])}{more}"]
    if answer.judgements:
        lines += ["", "Judgements of this project, not taken from a work:"]
        lines += [f"    {one.name}: {one.reason.en}" for one in answer.judgements]
    return "\n".join(lines)


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 or kind.endswith("series") else f"{kind}s"
