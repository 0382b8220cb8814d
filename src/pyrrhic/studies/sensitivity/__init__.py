"""What an answer depends on: numbers moved one at a time, groups of them varied at once, and where a statement holds.

`tornado` moves each number that the data do not identify, and each fixed judgement, from one end of its range to the
other. `indices` varies groups of them at once, by Morris and by Sobol'. `discovery` looks for the beliefs under which
a statement holds. All three run members of one kind: see `beliefs` and `members`.
"""
