"""Pyrrhic: the Soviet collectivized-agriculture system and its results, 1913-1970, as a record and a model.

pyrrhic.log_density("base")    # log posterior density and gradient of a structure, for samplers of one's own
"""

_PUBLIC = {"log_density": ("pyrrhic.calibration.density", "log_density")}


def __getattr__(name: str):
    """What the package offers, looked up when it is first asked for, so that `import pyrrhic` costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("pyrrhic")
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from importlib import import_module

    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return ["__version__", *_PUBLIC]
