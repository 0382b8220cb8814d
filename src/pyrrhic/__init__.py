"""Pyrrhic: the Soviet collectivized-agriculture system and its results, 1913-1970, as a record and a model.

    import pyrrhic

    pyrrhic.run("nep").plot("grain_harvest_total")       # a scenario, run once
    pyrrhic.ensemble("nep", draws=400)                   # the same at draws of the posteriors, with their weights
    pyrrhic.compare("as_it_happened", "nep")             # the second less the first
    pyrrhic.scenario({"levers": {"grain_export_plan": {"from": 1930, "to": 1932, "value": 0}}})
    pyrrhic.open("nep.nc")                               # what result.to_netcdf("nep.nc") or -o nep.nc wrote
    pyrrhic.claims()                                     # the verdicts on the claims and on their statements
    pyrrhic.record(), pyrrhic.levers(), pyrrhic.parameters()
    pyrrhic.log_density("base")    # log posterior density and gradient of a structure, for samplers of one's own

What is refused is a `pyrrhic.Error`, with what is wrong, where, what is allowed, and the nearest match.
"""

_NOTEBOOK = "pyrrhic.app.notebook"
_PUBLIC = {
    "Error": ("pyrrhic.errors", "PyrrhicError"),
    "claims": (_NOTEBOOK, "claims"),
    "compare": (_NOTEBOOK, "compare"),
    "ensemble": (_NOTEBOOK, "ensemble"),
    "history": (_NOTEBOOK, "history"),
    "levers": (_NOTEBOOK, "levers"),
    "open": (_NOTEBOOK, "reopen"),
    "log_density": ("pyrrhic.calibration.density", "log_density"),
    "parameters": (_NOTEBOOK, "parameters"),
    "run": (_NOTEBOOK, "run"),
    "scenario": (_NOTEBOOK, "scenario"),
}
_ROOMS = ("record",)  # a room that is called as a function, so that its name means one thing: see its own file


def __getattr__(name: str):
    """What the package offers, looked up when it is first asked for, so that `import pyrrhic` costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("pyrrhic")
    if name not in (*_PUBLIC, *_ROOMS):
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from importlib import import_module

    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return ["__version__", *sorted((*_PUBLIC, *_ROOMS))]
