"""The result of a run in a notebook: an xarray Dataset that can be plotted, written and cited.

>>> import pyrrhic
>>> result = pyrrhic.run("nep", keep=["horses", "grain_harvest"])
>>> result["grain_harvest"].dims
('year', 'region', 'draw')
>>> result.horses.attrs["long_name"]
'Horses on 1 July, by region'
>>> axes = result.plot("grain_harvest", region="volga")
>>> axes.get_ylabel()
'Mt'
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import KINDS, REGION_KEYS
from pyrrhic.runs.run import ALTERNATIVES, Run

if TYPE_CHECKING:
    import pandas
    import xarray
    from matplotlib.axes import Axes

FAINT, HALF = 0.15, 0.3
LISTED = 8
OF_DRAWS = ("draw", "weight", "structure", "posterior")


class Result:
    """What a run kept, for a notebook.

    `result["horses"]` and `result.horses` are arrays of `result.data`, an xarray Dataset with dims year, species,
    crop or region, and draw; `structure`, `weight` and `posterior` are coordinates along the draws. `result.run` is the
    run itself, with quantiles by weight. `result.warnings` are sentences on what the scenario gives cause to warn of.
    """

    def __init__(self, run: Run, scenarios: Iterable[str] = (), warnings: Sequence[str] = (), command: str = ""):
        self.run, self.warnings = run, tuple(warnings)
        self._scenarios, self._command = tuple(scenarios), command

    @cached_property
    def data(self) -> "xarray.Dataset":
        """The quantities as an xarray Dataset."""
        from pyrrhic.runs.dataset import of_one

        return of_one(self.run, self._command)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of everything that the numbers depend on."""
        return self.run.fingerprint

    def __getitem__(self, name: str) -> "xarray.DataArray":
        self._known(name)
        return self.data[name]

    def __getattr__(self, name: str) -> Any:
        quantities = self.__dict__["run"].values if "run" in self.__dict__ else ()
        if name not in (*quantities, "year", *OF_DRAWS):
            raise AttributeError(f"there is no quantity named {name} in this result")
        return self.data[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.run.values]

    def to_dataframe(self) -> "pandas.DataFrame":
        """Every number as one row: scenario, quantity, unit, year, kind, region, value; at draws also which draw."""
        from pyrrhic.runs.files import table

        return table([self.run]).to_pandas()

    def to_netcdf(self, path: str | Path) -> Path:
        """Write a NetCDF file, which `pyrrhic.open` opens again; other suffixes make other formats."""
        from pyrrhic.runs.files import write

        return write([self.run], path, self._command)

    def plot(self, name: str, *, region: str = "", kind: str = "", ax: "Axes | None" = None, label: str = "") -> "Axes":
        """Draw a quantity over the years and return Matplotlib's axes.

        It is drawn for the whole country, unless a region or a kind (a species, a crop, a price vector) is named. At
        draws it is the median, with the 50 % and the 90 % interval.
        """
        import matplotlib.pyplot

        from pyrrhic.calibration.mixture import LEVELS

        series = self._series(name, region, kind)
        ax = matplotlib.pyplot.subplots()[1] if ax is None else ax
        low, lower, median, upper, high = self.run.quantile(series, LEVELS)
        (line,) = ax.plot(self.run.years, median, label=label or self._title())
        if not self.run.is_single:
            ax.fill_between(self.run.years, low, high, alpha=FAINT, color=line.get_color(), linewidth=0)
            ax.fill_between(self.run.years, lower, upper, alpha=HALF, color=line.get_color(), linewidth=0)
        ax.set(xlabel="agricultural year", ylabel=self.run.units[name], title=self._heading(name, region, kind))
        ax.legend()
        return ax

    def cite(self, *names: str) -> str:
        """What to cite: the program with the fingerprint of the numbers, and the works behind what is kept.

        `names` are those asked for instead of all that is kept: quantities, series, scenarios. A name that the model and
        the record both have is answered for both, `model:excess_deaths` or `record:excess_deaths` for one.
        """
        from pyrrhic.runs.descriptions import program
        from pyrrhic.studies.kinds import MODEL, SCENARIO
        from pyrrhic.studies.provenance import answers

        kept = (*(f"{MODEL}:{name}" for name in self.run.values), *(f"{SCENARIO}:{name}" for name in self._scenarios))
        asked = [answer for name in names or kept for answer in answers(name)]
        works = {cited.work.key: cited.work for answer in asked for cited in answer.cited}
        lines = [f"{key}: {work.citation()}" for key, work in sorted(works.items())]
        head = f"{program()}, scenario {self.run.name}, fingerprint {self.run.fingerprint}"
        behind = f"Behind {', '.join(names)}" if names else "Behind the quantities kept"
        return "\n".join([head, f"{behind} stand {len(lines)} works:", *lines])

    def __repr__(self) -> str:
        names = list(self.run.values)
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        lines = [repr(self.run), f"quantities: {', '.join(names[:LISTED])}{more}"]
        return "\n".join([*lines, *(f"warning: {warning}" for warning in self.warnings)])

    def _repr_html_(self) -> str:
        """The same for a notebook that shows HTML, with the Dataset to be opened."""
        return f"<pre>{escape(repr(self))}</pre>{self.data._repr_html_()}"

    def _known(self, name: str) -> None:
        if not isinstance(name, str) or name not in self.run.values:
            raise UnknownName("quantity", name, self.run.values, where=f"result of {self.run.name}")

    def _series(self, name: str, region: str, kind: str) -> numpy.ndarray:
        """A quantity (year, draw) of the country, or of one region or kind."""
        self._known(name)
        of_kind, of_place = self.run.axes[name]
        array = self.run.values[name]
        if kind:
            place = _place(kind, KINDS[of_kind] if of_kind else (), name)
            array = array[:, place : place + 1]
        elif of_kind == ALTERNATIVES:
            raise BadInput(f"{name} is counted at several prices", allowed=f"kind= one of {', '.join(KINDS[of_kind])}")
        if region:
            place = _place(region, REGION_KEYS if of_place else (), name)
            array = array[:, :, place : place + 1]
        return replace(self.run, values={name: array}).national(name)

    def _title(self) -> str:
        return str(self.run.title or self.run.name)

    def _heading(self, name: str, region: str, kind: str) -> str:
        """What is drawn: the quantity, and of what region or kind."""
        parts = [name, region, kind]
        return ", ".join(part.replace("_", " ") for part in parts if part)


def _place(part: str, parts: Sequence[str], name: str) -> int:
    """The place of a region or kind along its axis."""
    if not parts:
        raise BadInput(f"{name} is not told apart by {part}", allowed="the country as a whole")
    if part not in parts:
        raise UnknownName("region or kind", part, parts, where=name)
    return list(parts).index(part)
