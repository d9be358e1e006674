#!/usr/bin/env bash
# Builds the Silo for both engines and lets them run one city on one PostgreSQL database in turn, each ended by kill -9:
# nothing that was acknowledged may be missing, and what was under way goes on. Needs the Microsoft.Orleans packages and PostgreSQL's programs.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet build -c Release src/Silo -p:Engine=Orleans
dotnet build -c Release tests/Silo.Tests
artifacts/Embedded/bin/Silo.Tests/release/CityActors.Silo.Tests -class CityActors.Silo.Tests.Live.AlternatingEnginesTests -showLiveOutput
