"""What a name means, of whatever kind it is, and what uses it: the command `jangmadang explain`."""
