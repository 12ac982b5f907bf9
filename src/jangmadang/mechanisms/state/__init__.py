"""The state pays out what it collects, plus dated money creation; foreign earnings of the rest of the country.

Reads dues collected and the dated paths; writes wages, other exports and the state's imports.
"""
