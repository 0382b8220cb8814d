"""PySD on the model as XMILE, one run at a time; run by `peers.py` in an environment that has it.

It is called with the file and the names of the series that are kept. It writes everything that it computes beside the file
as arrays (year, element), and answers each line it reads with the seconds of a run that keeps the series, as JSON.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy
import pysd


def main() -> None:
    """Time the same run whenever a line arrives."""
    warnings.simplefilter("ignore")
    numpy.set_printoptions(precision=17)  # PySD writes the numbers of arrays and tables into its program as these say
    file, keep = Path(sys.argv[1]), sys.argv[2:]
    began = time.perf_counter()
    model = pysd.read_xmile(str(file))
    translated = time.perf_counter() - began
    table = model.run()
    columns: dict[str, list[str]] = {}
    for column in table.columns:
        columns.setdefault(column.partition("[")[0], []).append(column)
    numpy.savez(file.with_suffix(".npz"), **{name: table[of].to_numpy(float) for name, of in columns.items()})
    print(json.dumps({"version": f"PySD {pysd.__version__}", "translated": translated}), flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        model.run(return_columns=keep)
        print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    main()
