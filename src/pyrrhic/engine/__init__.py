"""The engine: named equations to a model, and the model to programs. Knows nothing of grain.

Read in this order: `arithmetic` (what an equation may use), `expressions` (the equations run once on symbols), `build`
(names to a graph, units and axes checked), `loop` (the NumPy driver), `formula` and `fingerprint` (what an equation
says, and whether it still says the same), `plan`, `c` and `adjoint` (the same equations as a C program, forwards and
backwards), `compiled` (that program over many members).
"""
