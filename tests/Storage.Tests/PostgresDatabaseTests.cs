using CityActors.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(ScratchPostgres))]

namespace CityActors.Storage.Tests;

public sealed class PostgresDatabaseTests(ScratchPostgres server) : DatabaseContract(new PostgresStore(server));
