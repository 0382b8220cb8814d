"""Hunter (1988): farming with and without collectivization, as a linear programme over grain, herds and draft."""
