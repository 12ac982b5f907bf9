"""Samples (economy section 11)."""

from jangmadang.compiling import inlined


@inlined
def sample_pieces(lot: float, real_customers: float, customers_at_one_to_one: float) -> float:
    """Pieces of a design in a sample lot of one simulated importer.

    (SA-1) n = l N / N1

    Parameters
    ----------
    lot : l, pieces of one design for one importer at one-to-one.
    real_customers : N, real households this simulated importer serves.
    customers_at_one_to_one : N1, those one importer serves at one-to-one.

    Returns: pieces.

    Source: about ten pieces a design (E0027); one simulated importer stands for N / N1 real ones.
    """
    return lot * real_customers / customers_at_one_to_one
