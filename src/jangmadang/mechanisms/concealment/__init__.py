"""Gold hidden in consignments of collected goods, officials' collusion and detection, in aggregate (S4).

Reads consignments, panning and the inspection capacity; writes concealed gold, officials' take and confiscations.
"""
