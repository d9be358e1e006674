namespace CityActors.Silo.Tests;

/// <summary>Every meter and terminal of a district falls silent at the same second, and the process is killed or asked to end while it sees to that: who is sent where stays the same.</summary>
public sealed class MassOutageTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private int inTheMiddle;

    [Fact]
    public async Task Outage_KilledOrEndedWhileDispatching_SendsTheSameResponders()
    {
        var undisturbed = await Run(after: []);
        var once = await Run([100]);
        var often = await Run([50, 100, 150, 200, 300]);
        var asked = await Run([50, 100, 200], static city => city.Terminate());

        output.WriteLine($"{inTheMiddle} of 9 ends came in the middle of an advance; {undisturbed}");
        Assert.NotEqual(0, inTheMiddle);
        Assert.Equal(undisturbed, once);
        Assert.Equal(undisturbed, often);
        Assert.Equal(undisturbed, asked);
    }

    /// <summary>Runs the outage to its end.</summary>
    /// <param name="after">The milliseconds after which the process ends, and begins again.</param>
    /// <param name="end">How it ends; unless said, by a kill.</param>
    private async Task<string> Run(int[] after, Func<CityProcess, Task>? end = null)
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, Start);
        await city.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.002, seed = 7, drill = true });
        var last = Start.AddMinutes(15);
        await city.Feed((await Ids(city, "households")).Select((home, number) => SmallTown.Reading(home, last, 60 + number)));
        await city.Feed((await Ids(city, "terminals", "smoke")).Select(terminal => $$"""{"entity":"{{terminal}}","kind":"smoke","at":"{{last:O}}","value":0.1,"unit":"%/m"}"""));
        foreach (var milliseconds in after)
        {
            var running = city.Advance(Start.AddHours(3));
            inTheMiddle += await Task.WhenAny(running, Task.Delay(milliseconds, TestContext.Current.CancellationToken)) == running ? 0 : 1;
            await (end ?? (static city => city.Kill()))(city);
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It went with the process, or had just come to its end.
            await city.Start();
        }

        await city.Advance(Start.AddHours(3));
        var (hash, lines) = await city.Export();
        Assert.Contains(lines, static line => line.GetRawText().Contains("data-gap", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.TryGetProperty("responders", out var responders) && responders.GetArrayLength() > 0);
        return hash;
    }

    private static async Task<IReadOnlyList<string>> Ids(CityProcess city, string list, string? kind = null) =>
        [.. (await city.Get($"/v1/{list}?limit=60")).GetProperty("items").EnumerateArray()
            .Where(item => kind is null || item.GetProperty("kind").GetString() == kind)
            .Select(static item => item.GetProperty("id").GetString()!)];
}
