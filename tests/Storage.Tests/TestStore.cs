using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>A place for one test's database.</summary>
internal abstract class TestStore : IDisposable
{
    public abstract DatabaseOptions Options(IReadOnlyList<SchemaPart> schema);

    public abstract void Dispose();
}

internal sealed class SqliteStore(TempFolder folder) : TestStore
{
    public SqliteStore()
        : this(new TempFolder())
    {
    }

    public override DatabaseOptions Options(IReadOnlyList<SchemaPart> schema) =>
        new() { Folder = folder.Path, Schema = schema, LockTimeout = TimeSpan.FromMilliseconds(50) };

    public override void Dispose() => folder.Dispose();
}

/// <summary>A fresh database on the scratch server; without its programs the test says loudly that it did not run.</summary>
internal sealed class PostgresStore : TestStore
{
    private readonly string _store;

    public PostgresStore(ScratchPostgres server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        _store = server.NewDatabase();
    }

    public string Store => _store;

    public override DatabaseOptions Options(IReadOnlyList<SchemaPart> schema) =>
        new() { Store = _store, Schema = schema, LockTimeout = TimeSpan.FromMilliseconds(500) };

    /// <summary>The databases go with the server.</summary>
    public override void Dispose()
    {
    }
}
