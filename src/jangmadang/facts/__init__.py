"""The 22 statements of the two source reports as paired experiments that anyone can run.

Nothing else in the package knows of them: a fact asks the public results of runs, never the model's inside.
"""
