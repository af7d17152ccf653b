#!/bin/sh
# Prepare .venv from requirements.lock, with nothing but Python 3.11 or newer (PYTHON=… chooses one).
# Another virtual environment and its lock may be named: venv.sh .venv-spark requirements-spark.lock
# The last step writes a stamp; a .venv with another stamp, or with none, is made anew.
set -eu
cd "$(dirname "$0")/.."
venv=${1:-.venv}
lock=${2:-requirements.lock}
stamp_file=$venv/complete

fail() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer. Name another one, or leave PYTHON out."
        python=$PYTHON
        return
    fi
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        ! new_enough "$python" || return 0
    done
    fail "Python 3.11 or newer is needed; python3 here is: $(python3 --version 2>&1 || true)
Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12"
}

find_python
# A virtual environment belongs to one Python and one place: a moved folder needs a new one.
stamp=$("$python" -c 'import hashlib, os, sys
lock = hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()
print("%s python%d.%d %s" % (lock, sys.version_info[0], sys.version_info[1], os.getcwd()))' "$lock")

complete() {
    [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null
}

! complete || exit 0
if command -v flock >/dev/null 2>&1; then # two makes in one folder: the second waits, then finds it done
    exec 9<"$lock"
    flock 9
    ! complete || exit 0
fi

"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "This Python has no venv module. Debian, Ubuntu: apt-get install python3-venv"
echo "Installing the packages of $lock into $venv (once; a minute or more)."
quiet=
[ -t 1 ] || quiet=--quiet
rm -rf "$venv"
"$python" -m venv "$venv" || fail "The virtual environment $venv could not be made; the reason is above."
PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install $quiet --no-input --require-hashes -r "$lock" ||
    fail "The packages could not be installed; the reason is above (often no network, or less than 2 GB of free disk).
The half-made $venv is not used: the same command tries again from the beginning."
printf '%s\n' "$stamp" >"$stamp_file.new"
mv "$stamp_file.new" "$stamp_file"
