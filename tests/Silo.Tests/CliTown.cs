using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using CityActors.Silo.Tests.SignIn;
using CityActors.Testing;

namespace CityActors.Silo.Tests;

/// <summary>Where an example of the command line is typed: who answers, as whom, and with which files.</summary>
internal sealed partial class CliTown : IAsyncDisposable
{
    private static readonly string Installed = $"city() {{ dotnet \"{DocsPage.Root}/artifacts/bin/Client/release/CityActors.Client.dll\" \"$@\"; }}";

    private readonly TempFolder folder = new();
    private readonly ScratchPostgres postgres = new();
    private readonly Dictionary<string, string> environment = [];
    private readonly List<(Regex Written, string Typed)> placeholders = [];
    private CityProcess? city;

    /// <summary>A place for examples of a kind.</summary>
    /// <param name="place">Which; null where there is no such place.</param>
    /// <param name="page">The page with the example.</param>
    public static async Task<CliTown> Settle(CliPlace place, string page)
    {
        var town = new CliTown();
        town.environment["ADMIN"] = CityProcess.AdminKey;
        (town.environment["CITY_URL"], town.environment["CITY_KEY"]) = ("", "");
        await (place switch
        {
            CliPlace.City => town.InCity(page),
            CliPlace.NewCity => town.InNewCity(),
            CliPlace.LiveCity => town.InLiveCity(),
            CliPlace.Database => town.WithDatabase(),
            CliPlace.Packs => town.WithPacks(),
            _ => town.Alone(),
        });
        return town;
    }

    /// <summary>Types commands one after another.</summary>
    /// <returns>The exit code of each, and what all of them said.</returns>
    public async Task<(int[] Codes, string Said)> Type(IEnumerable<string> commands)
    {
        var typed = commands.Select(command => placeholders.Aggregate(command, static (text, one) => one.Written.Replace(text, one.Typed.Replace("$", "$$", StringComparison.Ordinal)))).ToList();
        Assert.All(typed, static command => Assert.DoesNotContain("…", command, StringComparison.Ordinal));
        var script = string.Join('\n', typed.Select(static command => $"{command}\necho $? >> codes"));
        var (_, results, says) = await Shell.Run($"{Installed}\n{script}", folder.Path, environment);
        var codes = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "codes"));
        return ([.. codes.Select(static code => int.Parse(code, CultureInfo.InvariantCulture))], $"{string.Join('\n', typed)}\n{results}{says}");
    }

    public async ValueTask DisposeAsync()
    {
        await (city?.DisposeAsync() ?? default);
        postgres.Dispose();
        folder.Dispose();
    }

    /// <summary>A city with the district that the page expands, in the last days that its calendar knows, as the page shows it.</summary>
    private async Task InCity(string page)
    {
        var lastDay = DateTimeOffset.Parse($"{LastDay().Match(page).Groups[1].Value}T00:00:00Z", CultureInfo.InvariantCulture);
        await Begin(await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), lastDay.AddDays(-20)));
        await city!.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.002, seed = 7, drill = true });
        var head = await city.Get("/v1/audit/verify");
        Stands("--after 330", "--after 3"); // A small city has fewer facts.
        Stands("1827:5b0f…", $"{head.GetProperty("lines")}:{head.GetProperty("head").GetString()}");
        Stands("2027-01-01T00:00:00+08:00", $"{DateTimeOffset.UtcNow.AddDays(30):yyyy-MM-dd}T00:00:00+08:00");
        await Write("password.txt", "a long password\n");
        await Write("quiet/pack.json", """{ "pack": "quiet", "version": "1.0", "format": 1, "name": { "en": "Quiet", "zh": "安静" } }""");
    }

    private async Task InNewCity()
    {
        await Begin(await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), SmallTown.Start));
        await Write("outline.geojson", """{"type":"Polygon","coordinates":[[[112.3,29.3],[112.33,29.3],[112.33,29.33],[112.3,29.33],[112.3,29.3]]]}""");
    }

    /// <summary>One Silo that two addresses lead to; a drill of a minute.</summary>
    private async Task InLiveCity()
    {
        await Begin(await CityProcess.Start(Path.Combine(folder.Path, "data")));
        Stands("http://127.0.0.1:18731,http://127.0.0.1:18732", $"http://127.0.0.1:{city!.Port},http://localhost:{city.Port}");
        Stands("--minutes 10 --load 1000", "--minutes 1 --load 100");
    }

    private Task WithDatabase()
    {
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        Stands("Host=localhost;Database=city;Username=city", postgres.NewDatabase());
        return Task.CompletedTask;
    }

    /// <summary>Files for who starts a Silo of its own; a smaller ground, so that it takes seconds.</summary>
    private async Task Alone()
    {
        Stands("city replay meters", $"city replay meters --from {DocsPage.Root}/seeds/samples");
        Stands("--data seeds/samples", $"--data {DocsPage.Root}/seeds/samples");
        Stands("city replay reports --limit 300", "city replay reports --limit 300 --from 311.csv.gz --scale 0.01 --settle 1");
        await using var packed = new GZipStream(File.Create(Path.Combine(folder.Path, "311.csv.gz")), CompressionLevel.Fastest);
        await packed.WriteAsync(Encoding.UTF8.GetBytes("SRRecordID,SRType,CreatedDate,SRStatus,Latitude,Longitude\n1,SW-Bulk,04/22/2014 12:07:39 AM,Closed,39.291,-76.611\n"));
    }

    /// <summary>The shipped packs, and another version of one of them.</summary>
    private async Task WithPacks()
    {
        var air = Path.Combine(DocsPage.Root, "seeds", "packs", "air");
        foreach (var file in Directory.GetFiles(air, "*", SearchOption.AllDirectories))
        {
            var (copy, text) = (Path.Combine("air-next", Path.GetRelativePath(air, file)), await File.ReadAllTextAsync(file));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, copy))!);
            await Write(copy, text.Replace("\"version\": \"1.2\"", "\"version\": \"1.3\"", StringComparison.Ordinal).Replace("\"Air pollution\"", "\"Bad air\"", StringComparison.Ordinal));
        }

        Stands("seeds/packs", $"{DocsPage.Root}/seeds/packs");
    }

    private async Task Begin(CityProcess silo)
    {
        city = silo;
        environment["CITY_URL"] = $"http://127.0.0.1:{silo.Port}";
        environment["CITY_KEY"] = await silo.NewKey("officer", area: "", name: "who-reads");
    }

    private void Stands(string written, string typed) => placeholders.Add((new Regex(Regex.Escape(written)), typed));

    private Task Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, name))!);
        return WriteFile(name, text);
    }

    private Task WriteFile(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder.Path, name), text);

    [GeneratedRegex(@"calendar ends on (\d{4}-\d\d-\d\d)")]
    private static partial Regex LastDay();
}

/// <summary>Where examples of the command line are typed.</summary>
internal enum CliPlace
{
    /// <summary>In a city with a district.</summary>
    City,

    /// <summary>In a city with nothing.</summary>
    NewCity,

    /// <summary>In a city by the wall clock.</summary>
    LiveCity,

    /// <summary>Where there is a database, but no Silo.</summary>
    Database,

    /// <summary>Where there are packs.</summary>
    Packs,

    /// <summary>Where there is none: the command starts one.</summary>
    Nowhere,
}
