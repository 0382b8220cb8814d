"""The claims S1 to S8 of the text that the project starts from: the files of this folder, and what is found of each.

    from pyrrhic.studies.claims import claims
    from pyrrhic.studies.claims.answers import answers

`claim.py` and `statement.py` read the files. `estimates.py` draws figures of the record, `batch.py` makes the runs,
`probability.py` and `misses.py` measure, `verdict.py` judges by rule, `answers.py` puts all of it together, and
`table.py` keeps the verdicts as they were when someone last looked.
"""

from pyrrhic.studies.claims.claim import Claim, View, claims
from pyrrhic.studies.claims.statement import Statement

__all__ = ["Claim", "Statement", "View", "claims"]
