"""The claims S1 to S8 of the text that the project starts from: the files of this folder, read by `claim.py`."""

from pyrrhic.studies.claims.claim import Claim, View, claims

__all__ = ["Claim", "View", "claims"]
