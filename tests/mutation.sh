#!/usr/bin/env bash
# Mutation testing of one module by mutmut: tests/mutation.sh MODULE TEST...
# Example: tests/mutation.sh domain/dates tests/unit/test_dates*.py tests/property/test_dates_properties.py
# mutmut changes a copy of the tracked files in build/mutation/MODULE. Afterwards, in this folder,
# `mutmut results` lists the survivors and `mutmut show NAME` prints the change.
set -euo pipefail
module=$1 && shift
cd "$(dirname "$0")/.."
copy=build/mutation/$module

rm -rf "$copy" && mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory "$copy"
cd "$copy"
{
  printf '\n[tool.mutmut]\nsource_paths = ["src"]\nonly_mutate = ["src/pactstate/%s.py"]\n' "$module"
  printf 'also_copy = ["README.md", "LICENSE", "agreements", "benchmarks", "docs", "schema"]\n'
  printf 'pytest_add_cli_args_test_selection = ['
  printf '"%s", ' "$@"
  printf ']\ntimeout_multiplier = 5.0\n'
} >> pyproject.toml
export HYPOTHESIS_PROFILE=${HYPOTHESIS_PROFILE:-mutation}
mutmut run --max-children "${JOBS:-2}"
