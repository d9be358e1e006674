#!/usr/bin/env bash
# Everything that must hold before a change lands: build without warnings, formatting, all tests.
# Usage: ./check.sh   (tests that need PostgreSQL, strace or root say loudly when they did not run)
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

echo "== build"
dotnet build -c Release CityActors.sln

echo "== format"
dotnet format whitespace CityActors.sln --no-restore --verify-no-changes

if command -v npm >/dev/null 2>&1; then
  echo "== console"
  (cd src/Console && npm run --silent check && npm test --silent)
fi

echo "== test"
dotnet test -c Release --no-build
