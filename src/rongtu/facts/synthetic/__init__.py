"""Synthetic facts: firms, capabilities and supply links of any number, heavy-tailed, for scale; no row of them is real.

    sheets(Parameters(organisations=100_000, seed=1))

Every row has the nature `synthetic`, every name begins with 合成, every credit code lies in a region that there is not,
and all rows name one source that says so. They lie in real regions, which are definitions and must be loaded before.

What holds: equal parameters give equal rows, on any machine (see `draws`). More organisations leave those before them
as they are: rows of organisation, capability and supply are the first rows of a larger set, as long as the other
parameters are kept. The synthetic chains do not depend on the number of organisations at all; only the amounts of
demand and trade do, because they are in proportion to what is supplied.
"""

from rongtu.facts.synthetic.parameters import Parameters
from rongtu.facts.synthetic.sheets import sheets
from rongtu.facts.synthetic.writing import write

__all__ = ["Parameters", "sheets", "write"]
