#!/bin/sh
# Every check of the house, all of them even when one complains; ends non-zero if any did.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
failed=

# The checks that load the settings get a database and a folder of their own, and none of the caller's services.
unset DATABASE_URL REDIS_URL PARTNERHUB_DEMO PARTNERHUB_HTTP
VAR_DIR=$(mktemp -d)
export VAR_DIR
trap 'rm -rf "$VAR_DIR"' EXIT
trap 'exit 130' INT TERM

check() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed, $name"
}

check "ruff" $python -m ruff check .
check "ruff format" $python -m ruff format --check .
check "mypy" $python -m mypy --strict .
check "import contracts" $python -c 'from importlinter.cli import lint_imports_command as run; run()'
check "template format" $python -m djlint templates --check --quiet
check "template lint" $python -m djlint templates --lint --quiet
check "migrations" $python manage.py makemigrations --check --dry-run
check "rulebook" $python manage.py rules check
check "deployment" env SECRET_KEY="$($python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=partnerhub.example.com $python manage.py check --deploy --fail-level WARNING

[ -z "$failed" ] || echo "Complaints from: ${failed#, }" >&2
[ -z "$failed" ]
