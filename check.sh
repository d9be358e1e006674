#!/usr/bin/env bash
# Everything that must hold before a change lands: formatting, build without warnings, all tests; on Orleans, too, where its packages are to be had.
# Usage: ./check.sh   (tests that need PostgreSQL, Chromium, strace or root say loudly when they did not run)
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

echo "== build"
dotnet build -c Release CityActors.sln

echo "== format"
dotnet format whitespace CityActors.sln --no-restore --verify-no-changes

echo "== test"
dotnet test -c Release

echo "== Orleans: restore"
if answer=$(dotnet restore CityActors.sln -p:Engine=Orleans 2>&1); then
  echo "== Orleans: build"
  dotnet build -c Release CityActors.sln -p:Engine=Orleans
  echo "== Orleans: test"
  dotnet test -c Release --no-build -p:Engine=Orleans
else
  grep -m 1 -o 'CITY0001: .*;' <<<"$answer" || tail -n 5 <<<"$answer"
  echo "NOTE: the engine Orleans was neither built nor tested."
fi
