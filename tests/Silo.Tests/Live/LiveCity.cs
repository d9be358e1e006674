using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests.Live;

/// <summary>A city by the wall clock, with one Silo or more.</summary>
internal sealed class LiveCity(params string[] arguments) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly List<(CityProcess Silo, TempFolder Folder)> silos = [];

    /// <summary>A new city for as many Silos as are added; skips the test, loudly, where there is no PostgreSQL.</summary>
    public static LiveCity Cluster()
    {
        Assert.SkipWhen(Store.Missing is not null, Store.Missing ?? "");
        return new LiveCity(Store.NewCity());
    }

    /// <summary>Starts one Silo more.</summary>
    public async Task<CityProcess> Add(params string[] more)
    {
        var folder = new TempFolder();
        var silo = await CityProcess.Start(folder.Path, [.. arguments, .. arguments.Length == 0 ? [] : Store.NewSilo(), .. more]);
        silos.Add((silo, folder));
        return silo;
    }

    /// <summary>A gas terminal.</summary>
    public static Task Terminal(CityProcess city, string id) => city.Send(
        HttpMethod.Put,
        $"/v1/terminals/{id}",
        new { card = new { id, type = "terminal", kind = "gas", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } } },
        HttpStatusCode.NoContent);

    public static string Gas(string id, DateTimeOffset at, double value) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"entity":"{{id}}","kind":"gas","at":"{{at:O}}","value":{{value:0.0}},"unit":"%LEL"}""");

    /// <summary>Reads a list until it is as wanted; what was asked for takes a moment in a live city.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Until(CityProcess city, string path, Func<IReadOnlyList<JsonElement>, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        IReadOnlyList<JsonElement> seen = [];
        while (true)
        {
            try
            {
                seen = [.. (await city.Get(path)).GetProperty("items").EnumerateArray()];
                if (isThere(seen))
                {
                    return seen;
                }

                await Task.Delay(100, limit.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{path} did not become as wanted; it is {string.Join('\n', seen)}\n{city.Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (silo, folder) in silos)
        {
            await silo.DisposeAsync();
            folder.Dispose();
        }
    }
}
