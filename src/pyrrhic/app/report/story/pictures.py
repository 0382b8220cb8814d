"""The ten pictures of the story, in their order."""

from collections.abc import Iterator

from pyrrhic.app.report.story import economy, farm, grain, people
from pyrrhic.app.report.story.own import with_own
from pyrrhic.app.report.story.story import Story


def pictures(story: Story) -> Iterator[dict]:
    """The pictures in their order, each made when it is asked for."""
    for tell in (
        grain.harvest_and_collections,
        grain.plan_and_collection,
        grain.trade_and_stock,
        farm.herds,
        farm.draft_power,
        people.towns_and_villages,
        people.famine,
        economy.prices_and_discontent,
        economy.industry,
        grain.long_run,
    ):
        yield with_own(tell(story), story.record, story.say)
