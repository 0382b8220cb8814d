"""EMA Workbench driving our NumPy run, one experiment at a time; run by `peers.py` in an environment that has it.

Answers each line it reads with the seconds of some experiments, and of as many runs without it, as JSON.
"""

import json
import logging
import sys
import time

import ema_workbench
import numpy
from ema_workbench import Model, RealParameter, Scenario, SequentialEvaluator, TimeSeriesOutcome, ema_logging

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.engine.loop import simulate
from pyrrhic.model import opening

EXPERIMENTS, KEPT, AROUND = 20, 40, 0.05


def main() -> None:
    """Time the same experiments whenever a line arrives."""
    ema_logging.get_rootlogger().setLevel(logging.CRITICAL)
    where = coordinates("base")
    parameters, paths = where.parameters(numpy.zeros(where.size)), where.paths(numpy.zeros(where.size))
    keep = [name for name in where.model.equations if where.model.shape(name) == (1, 1)][:KEPT]

    def experiment(**changed) -> dict:
        values = {**parameters, **{name: numpy.full((1, 1, 1), value) for name, value in changed.items()}}
        run = simulate(where.model, values, opening(values), paths, keep, beyond_bounds=True)
        return {name: values.reshape(-1) for name, values in run.values.items()}

    medians = {free.name: float(free.median.reshape(-1)[0]) for free in where.free if free.size == 1}
    model = Model("pyrrhic", function=experiment)
    model.uncertainties = [
        RealParameter(name, *sorted((value * (1 - AROUND), value * (1 + AROUND)))) for name, value in medians.items()
    ]
    model.outcomes = [TimeSeriesOutcome(name) for name in keep]
    random = numpy.random.default_rng(1926)
    points = [
        {name: value * random.uniform(1 - AROUND, 1 + AROUND) for name, value in medians.items()}
        for _ in range(EXPERIMENTS)
    ]
    print(json.dumps({"version": f"EMA Workbench {ema_workbench.__version__}", "experiments": EXPERIMENTS}), flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        with SequentialEvaluator(model) as evaluator:
            evaluator.perform_experiments([Scenario(str(number), **point) for number, point in enumerate(points)])
        between = time.perf_counter()
        for point in points:
            experiment(**point)
        print(json.dumps({"seconds": between - began, "bare": time.perf_counter() - between}), flush=True)


if __name__ == "__main__":
    main()
