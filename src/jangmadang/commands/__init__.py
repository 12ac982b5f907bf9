"""The `jangmadang` command, a file for each of its commands, and what they ask and print: alone in knowing click."""
