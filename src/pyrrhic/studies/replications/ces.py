"""A household that splits its income between food and manufactures with one elasticity of substitution.

Prices are in manufactures. `weight` is the weight of food, `substitution` the elasticity of substitution.
"""

from numpy import log

from pyrrhic.units import Dimensionless, Share


def manufactures_share(price: Dimensionless, weight: Share, substitution: Dimensionless) -> Share:
    """Share of income spent on manufactures.

    (1 - w)^s / [w^s p^(1 - s) + (1 - w)^s].
    Source: allen1997; allen2003[154]. Holds for p > 0 and s > 0.
    """
    goods = (1.0 - weight) ** substitution
    return goods / (weight**substitution * price ** (1.0 - substitution) + goods)


def food_demand(
    price: Dimensionless, income: Dimensionless, weight: Share, substitution: Dimensionless
) -> Dimensionless:
    """Food eaten.

    income x (1 - share of manufactures) / price.
    Source: allen1997; allen2003[154]. Holds for p > 0 and s > 0.
    """
    return income * (1.0 - manufactures_share(price, weight, substitution)) / price


def log_cost_of_living(price: Dimensionless, weight: Share, substitution: Dimensionless) -> Dimensionless:
    """Logarithm of what one unit of utility costs.

    log[w^s p^(1 - s) + (1 - w)^s] / (1 - s); welfare is income over this cost.
    Source: allen1997; allen2003[154]. Holds for s > 0 other than 1.
    """
    goods = (1.0 - weight) ** substitution
    return log(weight**substitution * price ** (1.0 - substitution) + goods) / (1.0 - substitution)


def weight_for(manufactures_share: Share, substitution: Dimensionless) -> Share:
    """The weight of food at which this share is spent on manufactures when the price is 1.

    1 / (1 + [share / (1 - share)]^(1/s)).
    Source: allen1997; allen2003[154]. Holds for a share between 0 and 1.
    """
    return 1.0 / (1.0 + (manufactures_share / (1.0 - manufactures_share)) ** (1.0 / substitution))
