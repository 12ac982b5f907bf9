"""What the evidence says of the parameters: prior, likelihood, emulator, sampling and the posterior's members."""
