"""Pyrrhic: the Soviet collectivized-agriculture system and its results, 1913-1970, as a record and a model."""


def __getattr__(name: str):
    """`__version__`, looked up in the installed package's metadata when it is first asked for."""
    if name != "__version__":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from importlib.metadata import version

    return version("pyrrhic")
