"""The story in ten pictures: what they are told from, and their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import lines
from pyrrhic.app.report.told import Told, told
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import Record
from pyrrhic.runs.run import Run
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED

THIRTIES, HALF, WHOLE, POSTWAR = (1926, 1940), (1926, 1955), (1926, 1969), (1953, 1969)
MOST_BESIDE = 3


@dataclass(frozen=True)
class Story:
    """The record, the runs by name, the language, and the scenarios asked for instead of each picture's own."""

    record: Record
    runs: Mapping[str, Run]
    say: Language
    asked: tuple[str, ...] = field(default=())

    @property
    def history(self) -> Run:
        """The run of history."""
        return self.runs[AS_IT_HAPPENED]

    def beside(self, *names: str) -> list[Run]:
        """History, then the scenarios that a picture sets beside it, or those asked for."""
        chosen = (self.asked or names)[:MOST_BESIDE]
        return [self.history, *(self.runs[name] for name in chosen if name != AS_IT_HAPPENED)]

    def lines(self, quantity: str, *names: str, **options) -> list[dict]:
        """A quantity in history and in the scenarios beside it."""
        return lines(self.beside(*names), quantity, self.say, **options)

    def told(self, percent: tuple[str, ...] = (), **names: str) -> dict[str, Told]:
        """Declared figures by the slot they fill in a heading; those named in `percent` are shares, told in per cent."""
        return {slot: told(self.record, self.history, self.say, name, slot in percent) for slot, name in names.items()}

    def known(self, series: str, year: int) -> float:
        """The figure of a derived series of the record in one year."""
        return derive(self.record, series).at(year).value
