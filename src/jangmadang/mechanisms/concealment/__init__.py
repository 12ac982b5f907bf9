"""Gold hidden in export shipments, officials' collusion and detection, in aggregate (S4).

Reads shipments and the inspection capacity; writes concealed value, officials' take and confiscations.
"""
