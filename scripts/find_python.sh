#!/bin/sh
# Print the Python 3.11-3.13 to use, one that can create environments; otherwise say once what is missing.
# Usage: find_python.sh [COMMAND]   (COMMAND is tried alone when given)

suitable='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

for candidate in ${1:-python3 python3.13 python3.12 python3.11 python}; do
  if "$candidate" -c "$suitable" >/dev/null 2>&1; then
    "$candidate" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done

found="none was found"
[ -n "${1:-}" ] && found="$1 is not one"
echo "jangmadang needs Python 3.11, 3.12 or 3.13 with its standard venv module; $found." \
  "Install one (Debian, Ubuntu: python3 and python3-venv) or name it: make PYTHON=/path/to/python3" >&2
exit 1
