"""What a report to come may say: the logarithm's distribution, normal or with Student's heavier tails; its scores."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import beta, ndtr, ndtri, stdtr, stdtrit

#: Quantile levels that a forecast hub asks for (hubverse, CDC FluSight): 23, the median among them.
LEVELS = (0.01, 0.025, *(round(0.05 * n, 2) for n in range(1, 20)), 0.975, 0.99)
#: Share of reports that the printed intervals should hold.
HALF, MOST = 0.5, 0.9


class Predictive(NamedTuple):
    """A symmetric distribution: its middle and spread, ln, and the degrees of freedom of its tails.

    `spread` is the standard deviation of a normal distribution (`freedom` infinite), the scale of Student's t else.
    """

    middle: float
    spread: float
    freedom: float = math.inf

    def quantile(self, level: float) -> float:
        """The value, ln, that a report falls below with probability `level`."""
        z = ndtri(level) if math.isinf(self.freedom) else stdtrit(self.freedom, level)
        return self.middle + self.spread * float(z)

    def probability_below(self, value: float) -> float:
        """The probability of a report below a value, ln: over many forecasts uniform on [0, 1] if they are honest."""
        z = (value - self.middle) / self.spread
        return float(ndtr(z) if math.isinf(self.freedom) else stdtr(self.freedom, z))

    def holds(self, value: float, share: float) -> bool:
        """Whether the central interval of a share holds a value, ln."""
        return abs(self.probability_below(value) - 0.5) <= share / 2.0

    def crps(self, value: float) -> float:
        """Continuous ranked probability score of a value, ln; 0 is best."""
        z = (value - self.middle) / self.spread
        return self.spread * (_normal_crps(z) if math.isinf(self.freedom) else _student_crps(z, self.freedom))

    def interval_score(self, value: float) -> float:
        """Weighted interval score of the 23 quantiles for a value, ln; 0 is best."""
        return weighted_interval_score(np.array([self.quantile(level) for level in LEVELS]), value)


def weighted_interval_score(quantiles: NDArray[np.float64], value: float) -> float:
    r"""Weighted interval score: twice the mean pinball loss of the quantiles at `LEVELS`.

    .. math:: \frac{2}{K} \sum_k (1\{y \le q_k\} - \tau_k)(q_k - y)

    It tends to the CRPS as quantiles get dense. Source: Bracher, Ray, Gneiting and Reich (2021), PLOS Computational
    Biology 17, e1008618.

    Parameters
    ----------
    quantiles : q, in order of `LEVELS`, ln.
    value : y, what was observed, ln.
    """
    below = (value <= quantiles).astype(np.float64)
    return float(2.0 * np.mean((below - np.array(LEVELS)) * (quantiles - value)))


def _normal_crps(z: float) -> float:
    r"""CRPS of the standard normal: :math:`z(2\Phi(z) - 1) + 2\varphi(z) - \pi^{-1/2}`.

    Source: Gneiting and Raftery (2007), Journal of the American Statistical Association 102, 359-378.
    """
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return z * (2.0 * float(ndtr(z)) - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi)


def _student_crps(z: float, freedom: float) -> float:
    r"""CRPS of the standard t distribution with :math:`\nu > 1` degrees of freedom.

    .. math::
        z(2F(z) - 1) + 2f(z)\frac{\nu + z^2}{\nu - 1}
        - \frac{2\sqrt\nu}{\nu - 1}\frac{B(1/2, \nu - 1/2)}{B(1/2, \nu/2)^2}

    Source: Jordan, Krueger and Lerch (2019), Journal of Statistical Software 90 (12).
    """
    half = float(beta(0.5, freedom / 2.0))
    density = (1.0 + z * z / freedom) ** (-(freedom + 1.0) / 2.0) / (math.sqrt(freedom) * half)
    tail = 2.0 * math.sqrt(freedom) / (freedom - 1.0) * float(beta(0.5, freedom - 0.5)) / half**2
    centre = z * (2.0 * float(stdtr(freedom, z)) - 1.0)
    return centre + 2.0 * density * (freedom + z * z) / (freedom - 1.0) - tail
