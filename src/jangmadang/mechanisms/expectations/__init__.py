"""What traders believe about stops of the border: how often they begin, how long they last (C10, C11).

Reads openness and entitlements; writes each trader's belief and the markets' means.
"""
