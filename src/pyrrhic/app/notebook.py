"""What `import pyrrhic` offers in a notebook: runs as results, scenarios from dicts, and tables of what goes in.

>>> import pyrrhic
>>> result = pyrrhic.run("no_exports", keep=["excess_deaths"], years=(1930, 1933))
>>> result["excess_deaths"].dims
('year', 'draw')
>>> pyrrhic.run("nepp")
Traceback (most recent call last):
pyrrhic.errors.UnknownName: there is no scenario named nepp; ...
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrrhic.app import asked
from pyrrhic.app.links import scenario as links
from pyrrhic.app.result import Result
from pyrrhic.app.views.columns import usual
from pyrrhic.app.years import Years, over_the_years_shared
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.errors import BadInput, shown
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.descriptions import russian_title
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.runs.run import run as run_case
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.warnings import failure, warnings
from pyrrhic.texts import Text

if TYPE_CHECKING:
    import pandas

    from pyrrhic.app.views.claims import StatementPage
    from pyrrhic.studies.scenarios.document import Scenario

    Spec = str | Path | Mapping[str, Any] | Scenario

DRAWS = 400
OWN = "own"  # the name of a scenario that is written as a dict


def run(
    scenario: "Spec" = AS_IT_HAPPENED,
    *,
    keep: str | Iterable[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    structure: Mapping[str, str] | None = None,
    years: Years = None,
) -> Result:
    """Run a scenario once, at the starting fit.

    `scenario` is the name of a shipped one, the path of a TOML file, several joined by +, a dict, or what
    `pyrrhic.scenario` gives. `keep` names the quantities kept, all unless given. `parameters` stand in place of those of
    the starting fit: a number, a list, or a dict by region or kind. `structure` fills slots with rival equations.
    `years` are those shown: a year, a first and a last one, or a text such as "1926-1940".

        >>> import pyrrhic
        >>> more_kept = pyrrhic.run("nep", keep="grain_collected_total", parameters={"retention": 0.3})
        >>> more_kept.grain_collected_total.sizes["draw"]
        1
    """
    loaded = _scenario(scenario)
    case = scenarios.case(loaded, asked.names(keep))
    given = asked.mapping(parameters, "parameters", "a dict from names of parameters to values")
    case = replace(case, parameters=given, structure={**case.structure, **_slots(structure)})
    computed = run_case(case)
    computed = computed.without_closing_stocks() if keep is None else computed
    return _result([loaded], _shown([computed], years)[0], "run")


def ensemble(
    scenario: "Spec" = AS_IT_HAPPENED,
    draws: int = DRAWS,
    structure: str | None = None,
    *,
    keep: str | Iterable[str] | None = None,
    years: Years = None,
) -> Result:
    """Run a scenario at draws of the posteriors: of all variants by their weights, or of the one named.

    `keep` names the quantities kept, the dozen of `pyrrhic run` unless given; the rest is as in `pyrrhic.run`.

        >>> import pyrrhic
        >>> famine = pyrrhic.ensemble("as_it_happened", draws=20, keep=["excess_deaths"])
        >>> float(famine.weight.sum().round(9))
        1.0
    """
    loaded = _scenario(scenario)
    computed = _at_draws(loaded, _drawn(draws, structure), keep)
    return _result([loaded], _shown([computed], years)[0], "ensemble")


def history(draws: int | None = None, **options: Any) -> Result:
    """History as the model has it: one run, or with a number of draws an ensemble; `options` are those of either.

    >>> import pyrrhic
    >>> pyrrhic.history(keep=["horses"], years=1929).horses.sizes["region"]
    11
    """
    return run(AS_IT_HAPPENED, **options) if draws is None else ensemble(AS_IT_HAPPENED, draws, **options)


def compare(
    first: "Spec",
    second: "Spec",
    *,
    draws: int | None = None,
    structure: str | None = None,
    keep: str | Iterable[str] | None = None,
    years: Years = None,
) -> Result:
    """The second scenario less the first, over the years they share: of one run each, or draw by draw.

    `structure`, for draws alone, takes those of one variant of the model. A draw that failed in one of them weighs nothing.

        >>> import pyrrhic
        >>> fewer = pyrrhic.compare("as_it_happened", "no_exports", keep=["excess_deaths"])
        >>> bool(fewer.excess_deaths.sum() < 0)
        True
    """
    if structure is not None and draws is None:
        raise BadInput("a variant is named without draws", where="structure", allowed="draws=400 beside it")
    loaded = [_scenario(first), _scenario(second)]
    drawn = None if draws is None else _drawn(draws, structure)
    runs = _shown([_at_draws(each, drawn, keep) for each in loaded], years)
    return _result(loaded, _difference(*runs), "compare")


def scenario(spec: "Spec", name: str = OWN) -> "Scenario":
    """A scenario: from the name of a shipped one, the path of a file, or a dict such as a file would hold.

    In a dict `title` and `description` may be left out, or be one text; years may be numbers. `name` is what runs and
    files call it.

        >>> import pyrrhic
        >>> exports = {"levers": {"grain_export_plan": {"from": 1930, "to": 1932, "value": 0}}}
        >>> result = pyrrhic.run(pyrrhic.scenario(exports, name="no_grain_abroad"), keep=["grain_exports"])
        >>> float(result.grain_exports.sel(year=1931).squeeze())
        0.0
    """
    return _scenario(spec, name)


def reopen(file: str | Path, scenario: str = "", *, allow_stale: bool = False) -> Result:
    """A run that `to_netcdf` or `-o` wrote, as the same result that `pyrrhic.run` gave: `pyrrhic.open("nep.nc")`.

    `scenario` names one of several in the file. It is refused where its content is no longer what was written, or where
    another version of the model or the record made it, unless `allow_stale`. A draw that failed has no numbers.
    """
    from pyrrhic.runs.files import reopen as reopened

    done = reopened(file, scenario, allow_stale)
    cited = [name for name in done.texts if name in scenarios.names()]
    return Result(done, cited, _of_failures(done), f"pyrrhic.open({str(file)!r})")


def levers() -> "pandas.DataFrame":
    """Every policy lever and outside driver: what it is, its unit, bounds, and what its path in history rests on.

    The paths themselves are quantities of a run: `pyrrhic.history(keep=["grain_export_plan"])`.

    >>> import pyrrhic
    >>> pyrrhic.levers().loc["grain_export_plan", "unit"]
    'Mt'
    """
    from pyrrhic.model import levers as declared
    from pyrrhic.runs.history import judgement, provenance

    return _table(
        {
            "name": name,
            "title": str(lever.title),
            **russian_title(name),
            "role": lever.role,
            "unit": lever.unit,
            "low": lever.bounds[0],
            "high": lever.bounds[1],
            "by": _axes(name),
            "sources": "; ".join(provenance(name)),
            "judgement": str(judgement(name) or ""),
        }
        for name, lever in declared().items()
    )


def parameters() -> "pandas.DataFrame":
    """Every parameter and value of 1926: what it is, its unit, the value of the starting fit, bounds, and its basis.

    `sources` are works, `judgement` says why a number was chosen that no work gives.

    >>> import pyrrhic
    >>> float(pyrrhic.parameters().loc["retention", "low"])
    0.1
    """
    from pyrrhic.model import opening_values
    from pyrrhic.model import parameters as declared
    from pyrrhic.runs.starting_fit import fitted_parameters

    fitted = fitted_parameters()
    return _table(
        {
            "name": name,
            "title": str(parameter.title),
            **russian_title(name),
            "unit": parameter.unit,
            "value": _plain(fitted.get(name, parameter.value)),
            "low": parameter.bounds[0],
            "high": parameter.bounds[1],
            "by": _axes(name),
            "grade": parameter.grade,
            "sources": "; ".join(parameter.source),
            "judgement": str(parameter.reason or ""),
        }
        for name, parameter in {**declared(), **opening_values()}.items()
    )


def claims(language: str = "en", *, draws: int | None = None) -> "pandas.DataFrame":
    """The verdict on every statement of the claims, with its probability, range over the variants and confidence.

    The verdicts on the claims themselves are `claims().attrs["verdicts"]`. The runs are kept in the user's cache.

        >>> import pyrrhic
        >>> pyrrhic.claims().loc["deaths_without_exports", "claim"]
        'S8'
    """
    from pyrrhic.app.language import Language
    from pyrrhic.app.views.claims import claim_pages
    from pyrrhic.studies.claims.answers import answers

    number = None if draws is None else asked.whole_number(draws, "draws")
    pages = claim_pages(answers(number), Language(asked.text(language, "language", "en or ru")))
    table = _table(_of_statement(page.key, statement) for page in pages for statement in page.statements)
    table.attrs["verdicts"] = {page.key: page.verdict_said for page in pages}
    return table


def _of_statement(claim: str, statement: "StatementPage") -> dict[str, Any]:
    """A statement as a row."""
    return {
        "name": statement.key,
        "claim": claim,
        "text": statement.text,
        "kind": statement.kind_said,
        "verdict": statement.verdict_said,
        "lowered_by": ", ".join(statement.clauses_named),
        "probability": statement.probability,
        "low": statement.low,
        "high": statement.high,
        "confidence": statement.confidence,
    }


# --- parts --------------------------------------------------------------------------------------------------------


def _scenario(spec: "Spec", name: str = OWN) -> "Scenario":
    if isinstance(spec, Mapping):
        return _from_dict(spec, asked.name(name))
    if name != OWN:
        raise BadInput(f"{shown(name)} would be ignored", where="name", allowed="beside a scenario written as a dict")
    return links.load(str(spec)) if asked.is_path(spec) else asked.scenario(spec)


def _slots(structure: Mapping[str, str] | None) -> dict[str, str]:
    if structure is None:
        return {}
    if isinstance(structure, Mapping) and all(isinstance(word, str) for pair in structure.items() for word in pair):
        return dict(structure)
    from pyrrhic.model import SLOTS

    allowed = "; ".join(f"{{{slot.quantity!r}: {' or '.join(map(repr, slot.rivals))}}}" for slot in SLOTS)
    raise BadInput(
        f"{shown(structure)} is not a mapping from slots to rival equations", where="structure", allowed=allowed
    )


def _drawn(draws: int, structure: str | None) -> Draws:
    from pyrrhic.calibration import mixture

    number = asked.whole_number(draws, "draws")
    chosen = [] if structure is None else [asked.text(structure, "structure", "the name of a variant of the model")]
    return mixture.draws(number, chosen, f"draws={number}")


def _at_draws(loaded: "Scenario", drawn: Draws | None, keep: str | Iterable[str] | None) -> Run:
    names = asked.names(keep) or tuple(usual())
    return scenarios.run(loaded, names, drawn)


def _shown(runs: Sequence[Run], years: Years) -> list[Run]:
    """The runs over the years asked for, so far as all of them go."""
    return over_the_years_shared(runs, years, f"years={shown(years)}")


def _difference(first: Run, second: Run) -> Run:
    """The second run less the first, with weight only for draws that are sound in both."""
    sound = sound_in_all([second, first]) if not second.is_single else second
    title = Text(
        f"{second.title or second.name}: difference from {first.title or first.name}",
        f"{second.title.ru or second.name}: отличие от {first.title.ru or first.name}",
    )
    return replace(
        sound,
        name=f"{second.name} less {first.name}",
        title=title,
        values={name: array - first.values[name] for name, array in second.values.items()},
        fingerprint=fingerprints.of_text(second.fingerprint, first.fingerprint),
        texts={**first.texts, **second.texts},
    )


def _result(loaded: Sequence["Scenario"], computed: Run, function: str) -> Result:
    names = [scenario.name for scenario in loaded]
    shipped = set(scenarios.names())
    cited = [name for name in names if shipped.issuperset(name.split("+"))]
    command = f"pyrrhic.{function}({', '.join(map(repr, names))})"
    return Result(computed, cited, _warnings(loaded, computed), command)


def _warnings(loaded: Sequence["Scenario"], computed: Run) -> list[str]:
    """What is to be said of the scenarios before their numbers are read."""
    sentences = [sentence for scenario in loaded for sentence in warnings(scenario)]
    return list(dict.fromkeys([*sentences, *_of_failures(computed)]))


def _of_failures(computed: Run) -> list[str]:
    """A sentence where a run fails, or where draws of it did."""
    if computed.is_single:
        return failure(computed)
    return (
        [f"{computed.failures} of {len(computed.weights)} draws failed and have no weight"] if computed.failures else []
    )


def _from_dict(document: Mapping[str, Any], name: str) -> "Scenario":
    """The scenario of a dict, after those that it extends."""
    texts = {key: _in_both_languages(document.get(key), name) for key in ("title", "description")}
    whole = {**asked.plain(document, name), **texts}
    return scenarios.of_document(whole, name)


def _in_both_languages(text: Any, name: str) -> Any:
    """A text in each language: one text for both, and the name where there is none; anything else as it stands."""
    return text if text is not None and not isinstance(text, str) else {"en": text or name, "ru": text or name}


def _table(rows: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(list(rows)).set_index("name")


def _axes(name: str) -> str:
    """The axes along which an input differs: region, species, crop; empty for one number."""
    from pyrrhic.model import assemble_all_rivals

    return ", ".join(axis for axis in assemble_all_rivals().axes_of(name) if axis)


def _plain(array) -> float | list[float]:
    """A parameter as one number or a list."""
    flat = [float(value) for value in array.reshape(-1)]
    return flat[0] if len(flat) == 1 else flat
