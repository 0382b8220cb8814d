"""FaIR with all its species, many configurations at once; run by `peers.py` in an environment that has it.

Answers each line it reads with the seconds of one run, as JSON.
"""

import json
import sys
import time

import fair
import numpy
from fair import FAIR
from fair.interface import fill, initialise
from fair.io import read_properties

CONFIGURATIONS, FIRST, LAST = 1000, 1750, 2100  # with so many it is quickest for each
VALUES = {"emissions": 0.5, "forcing": 0.0, "concentration": 300.0}
CLIMATE = {
    "ocean_heat_transfer": (1.1, 1.6, 0.9),
    "ocean_heat_capacity": (8.0, 14.0, 100.0),
    "deep_ocean_efficacy": 1.1,
    "stochastic_run": False,
    "gamma_autocorrelation": 3.0,
    "sigma_eta": 0.5,
    "sigma_xi": 0.5,
    "forcing_4co2": 8.0,
    "seed": 1,
}


def built() -> FAIR:
    """A run of one scenario with made-up emissions, ready to go; time does not depend on the numbers."""
    model = FAIR(ch4_method="Thornhill2021")
    model.define_time(FIRST, LAST, 1)
    model.define_scenarios(["one"])
    model.define_configs(list(range(CONFIGURATIONS)))
    species, properties = read_properties()
    model.define_species(species, properties)
    model.allocate()
    for name in species:
        mode = properties[name]["input_mode"]
        if mode in VALUES:
            fill(getattr(model, mode), 40.0 if name == "CO2 FFI" else VALUES[mode], specie=name)
    model.fill_species_configs()
    for name, value in CLIMATE.items():
        fill(model.climate_configs[name], numpy.array(value) if isinstance(value, tuple) else value)
    initialise(model.concentration, model.species_configs["baseline_concentration"])
    for array in (
        model.forcing,
        model.temperature,
        model.cumulative_emissions,
        model.airborne_emissions,
        model.ocean_heat_content_change,
    ):
        initialise(array, 0)
    return model


def main() -> None:
    """Time a run whenever a line arrives; building it is not counted."""
    model = built()
    print(
        json.dumps(
            {
                "version": f"FaIR {fair.__version__}",
                "member_years": CONFIGURATIONS * (LAST - FIRST),
                "what": f"{len(model.species)} species, {len(model.gasboxes)} boxes of each gas, "
                f"{len(model.layers)} layers of ocean, no noise, {FIRST}-{LAST}, {CONFIGURATIONS} "
                "configurations at once, all kept",
            }
        ),
        flush=True,
    )
    for _ in sys.stdin:
        model = built()
        began = time.perf_counter()
        model.run(progress=False)
        seconds = time.perf_counter() - began
        if not numpy.isfinite(model.temperature.values).all():
            raise ArithmeticError("the temperature is not finite")
        print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
